import { describe, expect, test } from 'vitest';
import { decide } from '../../src/change/decide.ts';
import type { Actor, Intent, IntentType } from '../../src/change/intents.ts';
import { LIFECYCLE, hears, leadsTo } from '../../src/change/lifecycle.ts';
import { isOver, STATUSES, type Status } from '../../src/change/statuses.ts';
import { GATES } from '../../src/change/override.ts';
import { CRITERIA } from '../../src/change/criteria.ts';
import type { Change } from '../../src/change/model.ts';
import type { Policy, Runbook } from '../../src/change/policy.ts';
import { MILESTONES } from '../../src/change/timeline.ts';
import {
  CLOSES_AT,
  FILED_AT,
  GO_AT,
  OPENS_AT,
  PATTERNS,
  REMIND_AT,
  THE_CLOCK,
  aWorker,
  anActor,
  filing,
  liveThrough,
  runs,
  type Story,
  type Told,
} from '../support/a-change.ts';
import { aPolicy, aRunbook, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { shownBy } from '../support/a-proof.ts';
import { aDeclared } from '../support/a-freeze.ts';
import { anOpenIncident, stoppedBy } from '../support/an-incident.ts';
import { LOSING, PLANNED_BACK, planningBack } from '../support/a-way-back.ts';
import { aChecklist, anItem, LISTED, listing, reopen, skip, tick } from '../support/a-checklist.ts';
import { aPattern } from '../support/a-pattern.ts';
import { aPlaybook } from '../support/a-playbook.ts';
import { append } from '../support/given.ts';
import {
  AFTER_THE_WATCH,
  BACKUP_AT,
  CLOSE,
  EMERGENCY,
  PRE_CHECK_AT,
  INCIDENT,
  LAST_SAFE_AT,
  MORE_TIME,
  RESOLVED,
  ROLL_BACK,
  SOLVED,
  STANDARD,
  START,
  WITHDRAW,
  allOk,
  applied,
  applying,
  approved,
  atGo,
  checked,
  concern,
  ok,
  edit,
  emergency,
  emergencyLives,
  implemented,
  inReview,
  looksBack,
  recording,
  moved,
  no,
  prepared,
  ready,
  started,
  vote,
  wake,
  watching,
  LOOKS_ON,
  looked,
} from '../support/lives.ts';
import { CREATES, DESTROYS, announced, ends, planning, readable, startedOn } from '../support/planned.ts';

interface Sample {
  readonly policy: Policy;
  readonly story: Story;
}

const policy = aPolicy();
const withRunbook = (overrides: Partial<Runbook>) => aPolicy({ runbooks: { 'web-release': aRunbook(overrides) } });
const automatic = withRunbook({ rollback: { ...aRunbook().rollback, automatic: true } });
/** Nothing but an apply, and a watch that is over as it begins. */
const bare: Policy = (() => {
  const { preflight: _p, backup: _b, plan: _l, watch: _w, ...rest } = aRunbook({ destructive: false, verify: [] });
  const web = { ...rest, preflight: [] };
  return aPolicy({ runbooks: { 'web-release': web }, watch: { ...policy.watch, shortMs: 0 } });
})();
const slow: Policy = { ...bare, watch: policy.watch };
const guidedSlow: Policy = { ...slow, playbooks: [aPlaybook()] };
const looking: Policy = (() => {
  const web = { ...aRunbook(), ...bare.runbooks['web-release'], plan: { run: ['./plan.sh'] as const, keep: [] } };
  const { backup: _b, watch: _w, ...rest } = web;
  return { ...bare, runbooks: { 'web-release': rest } };
})();
const twoValidators = aPolicy({
  roles: { ...policy.roles, validator: { members: ['U0CYD', 'U0EVE'], delegates: [] } },
  goNogo: { ...policy.goNogo, need: 2 },
});
const onlyHighAsks = aPolicy({ approvals: { ...policy.approvals, normal: [] } });
const standardAsked = aPolicy({
  approvals: { ...policy.approvals, standard: [{ role: 'infrastructure-lead', need: 1 }] },
});
const freezes = [{ name: 'Election', from: '2026-11-01', to: '2026-11-09', hard: true }];
const frozen = aPolicy({ calendar: { freezes, avoid: [] } });
const stopped = stoppedBy(policy, anOpenIncident());
const twoOverriders = aPolicy({ overrides: { role: 'infrastructure-lead', need: 2 } });
const managed = aPolicy({ overrides: { role: 'management', need: 1 } });
const guided = aPolicy({ playbooks: [aPlaybook()] });
/** Of what it asks one item is anybody's to tick, and one is ticked already; of a standard change as well. */
const followed: Policy = (() => {
  const items = [anItem(), anItem({ id: 'marked', text: 'Tell the team.' })];
  const phases = [{ name: 'assessment', owner: 'anybody', items }] as const;
  const standard = { [STANDARD.pattern]: aPattern({ phases }) };
  return listing({ ...policy, knownPatterns: standard }, aChecklist(phases));
})();
/** It waits for something before its GO, for which one other person answers, or two do. */
const held = listing(policy, aChecklist([{ name: 'planning', owner: 'anybody', items: [anItem({ gate: 'goNogo' })] }]));
const heldByTwo: Policy = { ...held, overrides: twoOverriders.overrides };
const LIFTED = aDeclared({ lifted: { by: 'U0MGR', at: FILED_AT, reason: 'It is over.' } });
const at = OPENS_AT + HOUR;

const ADA = anActor('U0ADA', policy);
const highReviewed = { content: { risk: 'high' } } as const;
const preChecked = () => told(inReview(), wake('preCheck', PRE_CHECK_AT));
const told = (from: Story, ...steps: readonly Told[]) => liveThrough(policy, steps, from);
const APPLY = 'CHG-1-r1-w1-start-apply-1';
const ROLLBACK = 'CHG-1-r1-w1-rollback-rollback-1';
const LOOK: Told = [{ type: 'lookAgain', run: APPLY }, ADA, at];
/** Written with an action, which is left. */
const REVIEWED: Told = [looksBack(), ADA, at + HOUR];
const REOPENED: Told = [{ type: 'reopen', text: 'Search is down.' }, ADA, CLOSES_AT];
const SETTLE: Told = [{ type: 'settleStep', run: APPLY, verdict: 'succeeded', reason: 'Seen.' }, ADA, at];
const filedOnly = (content = {}) => liveThrough(policy, [filing(policy, content)]);
const rollingBack = () => told(applied('failed'), [ROLL_BACK, ADA, at]);

/** The newest run that was asked for is claimed, and reported if need be. */
function begun(story: Story, under = policy, when = at): Story {
  const run = story.change.runs.findLast((r) => r.state === 'requested')?.run ?? '';
  const digest = under.runbooks['web-release']?.digest ?? '';
  return liveThrough(under, [[{ type: 'beginStep', run, host: 'deploy-1', digest }, aWorker(), when]], story);
}
function done(story: Story, under = policy): Story {
  const claimed = begun(story, under);
  const run = claimed.change.runs.findLast((r) => r.state === 'running')?.run ?? '';
  return liveThrough(
    under,
    [[{ type: 'reportStep', run, outcome: 'succeeded', ...shownBy(run) }, aWorker(), at]],
    claimed,
  );
}
/** Started under a policy whose runbook has next to nothing: its apply is asked for. */
function bareStarted(under: Policy): Story {
  return liveThrough(under, [
    filing(under),
    vote(under, 'U0BOB', 1),
    wake('goNogo', GO_AT),
    vote(under, 'U0CYD', 2, GO_AT),
    [START(), ADA, OPENS_AT],
  ]);
}
function bareRollingBack(under: Policy): Story {
  return liveThrough(under, [[ROLL_BACK, ADA, at]], runs(bareStarted(under), under, at, 'failed'));
}
/** As above, where plans are made: before the window, and at the start. */
function lookingStarted(): Story {
  const filed = runs(liveThrough(looking, [filing(looking)]), looking, FILED_AT);
  const due = liveThrough(
    looking,
    [vote(looking, 'U0BOB', 1), wake('goNogo', GO_AT), vote(looking, 'U0CYD', 2, GO_AT), wake('opens', OPENS_AT)],
    filed,
  );
  return liveThrough(looking, [[START(), ADA, at]], runs(due, looking, OPENS_AT));
}
/** Its apply was settled, and the change ended, while a second look at it still runs. */
function endedWhileLooking(): Story {
  const unknown = runs(done(lookingStarted(), looking), looking, at, 'unknown');
  const twice = begun(liveThrough(looking, [LOOK], done(liveThrough(looking, [LOOK], unknown), looking)), looking);
  return liveThrough(looking, [SETTLE], twice);
}
/** At high risk, voted for and all ok but the last criterion; the pre-check has come or not. */
function allButLast(when: number): Story {
  const story = inReview(highReviewed);
  const oks = story.change.reviews.flatMap((review) => allOk(policy, review)).slice(0, -1);
  return told(
    story,
    ...oks,
    vote(policy, 'U0BOB', 1),
    vote(policy, 'U0MGR', 1),
    ...(when > GO_AT - HOUR ? [wake('goNogo', GO_AT)] : []),
  );
}
function instead(user: string, under: Policy): Told {
  const override = {
    type: 'overrideGate',
    gate: 'approval',
    reason: 'Bob is away.',
    revision: 1,
    schedule: 1,
  } as const;
  return [override, anActor(user, under), FILED_AT + HOUR];
}
/** Somebody answered for a gate, and owes that it is put right: in every status before the start. */
function owing(): readonly Story[] {
  const manager = instead('U0MGR', managed);
  const live = (from: Story, ...steps: readonly Told[]) => liveThrough(managed, steps, from);
  const passed = live(filedOnly(), manager);
  const asked = live(passed, wake('goNogo', GO_AT));
  return [
    live(filedOnly(highReviewed.content), manager),
    passed,
    asked,
    live(asked, vote(managed, 'U0CYD', asked.change.ballots.at(-1)?.number ?? 0, GO_AT)),
    live(asked, no(managed, 'U0CYD', asked.change.ballots.at(-1)?.number ?? 0, GO_AT)),
    live(passed, wake('closes', CLOSES_AT)),
  ];
}
/** As one that was ready when an incident was declared, and was edited, postponed or late since. */
function waiting(story: Story): Story {
  const { change: incident, ...more } = anOpenIncident();
  return append(
    story,
    [{ type: 'incidentHeeded', incident, became: 'open', ...more }],
    THE_CLOCK,
    story.facts.at(-1)?.at ?? FILED_AT,
  );
}
/** Rolled back and checked while the watch that showed the trouble still runs. */
function rolledBackWhileWatching(): Story {
  return done(done(told(begun(watching()), [ROLL_BACK, ADA, at])));
}

/** The newest run that was asked for is claimed, and somebody wants it stopped. */
function stopping(story: Story): Story {
  const claimed = begun(story);
  const run = claimed.change.runs.findLast((r) => r.state === 'running')?.run ?? '';
  return told(claimed, [{ type: 'stopStep', run, reason: 'It hangs.' }, ADA, at]);
}

/** With something open and something ticked of its checklist, in every status in which that is worked on. */
function listedLives(): readonly Story[] {
  const lived = { policy: followed, content: LISTED };
  const live = (from: Story, ...steps: readonly Told[]) => liveThrough(followed, steps, from);
  const watched = runs(watching(lived), followed, OPENS_AT + 30 * MINUTE);
  const rolling = live(applied('failed', lived), [ROLL_BACK, ADA, at]);
  return [
    inReview(lived),
    approved(lived),
    approved({ policy: followed, content: STANDARD }),
    atGo(lived),
    live(atGo(lived), no(followed, 'U0CYD', 2, GO_AT)),
    ready(lived),
    live(ready(lived), wake('closes', CLOSES_AT)),
    started(lived),
    rolling,
    watching(lived),
    watched,
    implemented(lived),
    runs(runs(rolling, followed, at), followed, at),
    live(started(lived), [INCIDENT, ADA, at]),
  ].map((story) => live(story, [tick('marked'), ADA, story.facts.at(-1)?.at ?? at]));
}

/** Of a failed plan, and of a failed apply, there is a playbook: in every status that such a run leaves a change in. */
function guiding(): readonly Story[] {
  const live = (from: Story, ...steps: readonly Told[]) => liveThrough(guided, steps, from);
  const planless = (content = {}) => runs(liveThrough(guided, [filing(guided, content)]), guided, FILED_AT, 'failed');
  const agreed = live(planless(), vote(guided, 'U0BOB', 1));
  const asked = live(agreed, wake('goNogo', GO_AT));
  const broken = applied('failed', { policy: guided });
  return [
    planless(),
    agreed,
    planless(STANDARD),
    asked,
    live(asked, vote(guided, 'U0CYD', 2, GO_AT)),
    broken,
    live(broken, [ROLL_BACK, ADA, at]),
    live(broken, [INCIDENT, ADA, at]),
    runs(live(broken, [SOLVED, ADA, at]), guided, at),
  ];
}

/** Real changes, each lived through its intents; more than one variety for nearly every status. */
const SAMPLES: readonly Sample[] = [
  ...[
    filedOnly(),
    inReview(),
    inReview({ content: { risk: 'high' } }),
    inReview({ byHand: true }),
    told(inReview(highReviewed), vote(policy, 'U0BOB', 1), vote(policy, 'U0MGR', 1)),
    ...[FILED_AT + HOUR, GO_AT].map((when) => allButLast(when)),
    told(preChecked(), [concern(1, 'tested'), anActor('U0CYD', policy), PRE_CHECK_AT]),
    checked(),
    told(checked(), [concern(1, 'tested'), anActor('U0CYD', policy), PRE_CHECK_AT]),
    told(checked(), [concern(1, 'tested'), anActor('U0CYD', policy), PRE_CHECK_AT], wake('goNogo', GO_AT)),
    approved(),
    approved({ content: STANDARD }),
    liveThrough(policy, [vote(policy, 'U0BOB', 1)], filedOnly()),
    filedOnly(STANDARD),
    atGo(),
    told(filedOnly(), vote(policy, 'U0BOB', 1), wake('goNogo', GO_AT)),
    told(inReview(), vote(policy, 'U0BOB', 1, REMIND_AT)),
    ready(),
    ready({ content: STANDARD }),
    told(ready(), wake('backup', BACKUP_AT)),
    runs(told(ready(), wake('backup', BACKUP_AT)), policy, BACKUP_AT, 'failed'),
    prepared(),
    prepared({ byHand: true }),
    told(atGo(), no(policy, 'U0CYD', 2, GO_AT)),
    told(atGo(), no(policy, 'U0CYD', 2, GO_AT), [edit(moved(atGo().change.content, 28 * DAY)), ADA, GO_AT]),
    told(atGo(), no(policy, 'U0CYD', 2, GO_AT), [edit({ ...atGo().change.content, ...EMERGENCY }), ADA, GO_AT]),
    told(atGo(), no(policy, 'U0CYD', 2, GO_AT), [edit({ ...atGo().change.content, ...STANDARD }), ADA, GO_AT]),
    told(filedOnly(), vote(policy, 'U0BOB', 1), wake('goNogo', GO_AT), no(policy, 'U0CYD', 2, GO_AT)),
    told(atGo(), wake('goDeadline', GO_AT + 2 * DAY)),
    told(ready(), wake('closes', CLOSES_AT)),
    told(begun(told(ready(), wake('backup', BACKUP_AT))), wake('closes', CLOSES_AT)),
    told(begun(filedOnly()), vote(policy, 'U0BOB', 1), wake('goNogo', GO_AT), no(policy, 'U0CYD', 2, GO_AT)),
    told(ready({ content: STANDARD }), wake('closes', CLOSES_AT)),
    told(inReview(), wake('closes', CLOSES_AT)),
    told(filedOnly(), wake('closes', CLOSES_AT)),
    started(),
    started({ byHand: true }),
    told(started(), wake('lastSafe', LAST_SAFE_AT)),
    told(started(), [MORE_TIME, ADA, at], wake('lastSafe', LAST_SAFE_AT + 30 * MINUTE, 1, 1)),
    applying(),
    applied(),
    applied('failed'),
    applied('unknown'),
    runs(told(applied('unknown'), LOOK), policy, at),
    begun(applied()),
    runs(applied(), policy, at, 'failed'),
    emergency(),
    filedOnly({ ...EMERGENCY }),
    ...Object.values(emergencyLives()),
    ...owing(),
    rollingBack(),
    told(rollingBack(), [MORE_TIME, ADA, at]),
    runs(rollingBack(), policy, at),
    runs(rollingBack(), policy, at, 'failed'),
    runs(rollingBack(), policy, at, 'unknown'),
    runs(told(runs(rollingBack(), policy, at, 'unknown'), [{ type: 'lookAgain', run: ROLLBACK }, ADA, at]), policy, at),
    begun(runs(rollingBack(), policy, at)),
    watching(),
    begun(watching()),
    runs(watching(), policy, OPENS_AT + 30 * MINUTE),
    runs(watching(), policy, OPENS_AT + 30 * MINUTE, 'failed'),
    implemented(),
    runs(runs(rollingBack(), policy, at), policy, at),
    rolledBackWhileWatching(),
    told(runs(runs(rollingBack(), policy, at), policy, at), REVIEWED),
    told(applied('failed'), [INCIDENT, ADA, at]),
    told(applying(), [INCIDENT, ADA, at]),
    told(applied('failed'), [INCIDENT, ADA, at], [RESOLVED, ADA, at]),
    told(applied('failed'), [INCIDENT, ADA, at], [RESOLVED, ADA, at], REVIEWED),
    told(begun(watching()), [INCIDENT, ADA, at], [RESOLVED, ADA, at], REVIEWED, [CLOSE, ADA, AFTER_THE_WATCH]),
    told(atGo(), no(policy, 'U0CYD', 2, GO_AT), [edit({ ...atGo().change.content, risk: 'low' }), ADA, GO_AT]),
    told(implemented(), [CLOSE, ADA, AFTER_THE_WATCH]),
    told(implemented(), wake('checkIn', OPENS_AT + 14 * HOUR)),
    looked(),
    runs(looked(), LOOKS_ON, OPENS_AT + 2 * HOUR, 'failed'),
    told(implemented(), REOPENED),
    runs(told(implemented(), REOPENED, [SOLVED, ADA, CLOSES_AT]), policy, CLOSES_AT),
    liveThrough(policy, [recording()]),
    begun(filedOnly()),
    begun(told(filedOnly(), vote(policy, 'U0BOB', 1)), policy, FILED_AT + HOUR),
    begun(filedOnly(STANDARD), policy, FILED_AT + HOUR),
    begun(told(filedOnly(), vote(policy, 'U0BOB', 1), wake('goNogo', GO_AT))),
    begun(told(ready(), wake('backup', BACKUP_AT))),
    stopping(told(ready(), wake('backup', BACKUP_AT))),
    begun(started()),
    stopping(started()),
    stopping(rollingBack()),
    stopping(watching()),
    told(stopping(watching()), [INCIDENT, ADA, at]),
    told(begun(watching()), [INCIDENT, ADA, at]),
    told(inReview(), no(policy, 'U0BOB', 1)),
    told(filedOnly(), no(policy, 'U0BOB', 1)),
    told(ready(), [WITHDRAW, ADA, GO_AT + DAY]),
    told(prepared(), wake('closes', CLOSES_AT)),
    told(prepared(), [WITHDRAW, ADA, OPENS_AT + MINUTE]),
    told(filedOnly(), [WITHDRAW, ADA, FILED_AT + HOUR]),
  ].map((story) => ({ policy, story })),
  { policy: PLANNED_BACK, story: ends(planningBack(), at, LOSING, PLANNED_BACK) },
  { policy: automatic, story: begun(applied('succeeded', { policy: automatic }), automatic) },
  ...[bare, slow].flatMap((under) => [
    { policy: under, story: begun(bareStarted(under), under) },
    { policy: under, story: runs(bareStarted(under), under, at, 'unknown') },
    { policy: under, story: runs(bareStarted(under), under, at, 'failed') },
    { policy: under, story: bareRollingBack(under) },
    { policy: under, story: runs(bareRollingBack(under), under, at, 'failed') },
    { policy: under, story: runs(bareRollingBack(under), under, at, 'unknown') },
  ]),
  { policy: bare, story: liveThrough(bare, [REOPENED], runs(bareStarted(bare), bare, at)) },
  { policy: looking, story: endedWhileLooking() },
  ...[planning(), startedOn(), startedOn(CREATES, announced())].map((story) => ({
    policy: readable(),
    story: begun(story, readable()),
  })),
  ...guiding().map((story) => ({ policy: guided, story })),
  {
    policy: guidedSlow,
    story: liveThrough(guidedSlow, [[SOLVED, ADA, at]], runs(bareStarted(guidedSlow), guidedSlow, at, 'failed')),
  },
  ...listedLives().map((story) => ({ policy: followed, story })),
  ...[held, heldByTwo].map((under) => ({ policy: under, story: approved({ policy: under, content: LISTED }) })),
  { policy: twoOverriders, story: inReview({ policy: twoOverriders }) },
  { policy: twoOverriders, story: atGo({ policy: twoOverriders }) },
  ...[
    inReview({ policy: frozen }),
    approved({ policy: frozen }),
    inReview({ policy: frozen, content: STANDARD }),
    liveThrough(frozen, [vote(frozen, 'U0BOB', 1)], liveThrough(frozen, [filing(frozen)])),
    atGo({ policy: frozen }),
    ready({ policy: frozen }),
  ].map((story) => ({ policy: frozen, story })),
  ...[
    inReview(),
    approved(),
    approved({ content: STANDARD }),
    atGo(),
    ready(),
    prepared(),
    told(atGo(), no(policy, 'U0CYD', 2, GO_AT)),
    told(ready(), wake('closes', CLOSES_AT)),
    emergency(),
    applying(),
  ].flatMap((story) => [
    { policy, story: waiting(story) },
    { policy: stopped, story },
  ]),
  { policy: twoValidators, story: atGo({ policy: twoValidators }) },
  { policy: onlyHighAsks, story: inReview({ policy: onlyHighAsks, content: { risk: 'high' } }) },
  { policy: standardAsked, story: inReview({ policy: standardAsked, content: STANDARD }) },
  {
    policy: standardAsked,
    story: liveThrough(
      standardAsked,
      [instead('U0BOB', standardAsked)],
      inReview({ policy: standardAsked, content: STANDARD }),
    ),
  },
];

const INSTANTS = [
  FILED_AT + HOUR,
  PRE_CHECK_AT + HOUR,
  GO_AT,
  GO_AT + 2 * DAY,
  REMIND_AT,
  BACKUP_AT,
  OPENS_AT,
  at,
  CLOSES_AT,
  AFTER_THE_WATCH,
  /** The backup is kept no longer. */
  CLOSES_AT + 40 * DAY,
];
const PEOPLE: readonly Actor[] = ['U0ADA', 'U0BOB', 'U0CYD', 'U0EVE', 'U0MGR'].map((user) => anActor(user, policy));
const WORKERS: readonly Actor[] = [aWorker(), aWorker('deploy-2')];

/** What people, the clock and workers might say to a change, sensible and not. */
function sayings(change: Change, { runbooks }: Policy): readonly (readonly [Intent, readonly Actor[]])[] {
  const digest = runbooks['web-release']?.digest ?? '';
  const { content, revision } = change;
  const edits = [
    content,
    { ...content, risk: 'high' as const },
    { ...content, risk: 'low' as const },
    { ...content, title: '' },
    { ...content, ...STANDARD },
    { ...content, ...EMERGENCY },
    { ...content, ...EMERGENCY, incident: 'CHG-9' },
    moved(content, 4 * HOUR),
    moved(content, 28 * DAY),
    { ...moved(content, 4 * HOUR), ...STANDARD },
    { ...moved(content, 4 * HOUR), ...EMERGENCY },
  ];
  const ids = [...change.runs.map((r) => r.run), 'CHG-1-r9-w9-start-apply-9'];
  const ballots = [0, 1, 2, 3, 4];
  const answers = change.reviews.flatMap(({ number, what }) =>
    CRITERIA[what].flatMap((criterion): Intent[] => [
      ok(number, criterion),
      concern(number, criterion),
      concern(number, criterion, ''),
      { type: 'correct', review: number, criterion, text: 'Mended.' },
    ]),
  );
  const people: Intent[] = [
    ...(answers.length > 0 ? answers : [ok(1, 'tested'), concern(1, 'tested')]),
    { type: 'correct', review: 9, criterion: 'tested', text: 'Mended.' },
    ...edits.flatMap((to) => [edit(to, revision), edit(to, revision + 1)]),
    { type: 'submit' },
    WITHDRAW,
    { ...WITHDRAW, reason: '' },
    ...ballots.flatMap((ballot): Intent[] => [
      { type: 'castVote', ballot, answer: 'yes' },
      { type: 'castVote', ballot, answer: 'no', reason: 'No.' },
      { type: 'castVote', ballot, answer: 'no' },
      { type: 'askAbout', ballot, question: 'Who tests it?' },
      { type: 'askAbout', ballot, question: '' },
      { type: 'delegateVote', ballot, to: 'U0DAN' },
      { type: 'delegateVote', ballot, to: 'U0ADA' },
    ]),
    ...GATES.flatMap((gate): Intent[] => [
      { type: 'overrideGate', gate, reason: 'Bob is away.', revision, schedule: change.schedule },
      { type: 'overrideGate', gate, reason: '', revision, schedule: change.schedule },
      { type: 'overrideGate', gate, reason: 'Bob is away.', revision, schedule: change.schedule + 1 },
    ]),
    START(revision),
    START(revision + 1),
    { ...START(revision), typed: 'CHG-2' },
    ...ids.flatMap((run): Intent[] => [
      { type: 'tryAgain', run },
      { type: 'lookAgain', run },
      { type: 'settleStep', run, verdict: 'succeeded', reason: 'Seen.' },
      { type: 'settleStep', run, verdict: 'failed', reason: 'Seen.' },
      { type: 'stopStep', run, reason: 'It hangs.' },
      { type: 'stopStep', run, reason: '' },
      { type: 'killStep', run, reason: 'It still hangs.' },
      { type: 'tickPlaybook', run, step: 2 },
      { type: 'tickPlaybook', run, step: 3 },
    ]),
    tick('inventory'),
    skip('inventory'),
    skip('inventory', ''),
    reopen('marked'),
    tick('none'),
    reopen('none'),
    SOLVED,
    ROLL_BACK,
    { ...ROLL_BACK, scope: 'infrastructure' },
    INCIDENT,
    { type: 'takeMoreTime', forMs: 30 * MINUTE, words: '' },
    { type: 'takeMoreTime', forMs: 23 * HOUR, words: '' },
    { type: 'takeMoreTime', forMs: 1, words: '' },
    { type: 'keepWorking' },
    { type: 'updateIncident', text: 'The replica is being promoted.' },
    { type: 'updateIncident', text: '' },
    { type: 'resolveIncident', text: 'The replica serves.' },
    { type: 'resolveIncident', text: '' },
    { type: 'tellProgress', text: 'Half of it is done.' },
    { type: 'tellProgress', text: '' },
    ...[1, 2, 3, 4].map((debt): Intent => ({ type: 'payDebt', debt, note: 'Written down.' })),
    { type: 'log', text: 'The disk is full.' },
    { type: 'giveFeedback', text: 'Search finds nothing.', channel: 'C0MAINT', ts: '1.2' },
    looksBack({ former: change.pir?.number ?? 0 }),
    looksBack({ former: 9 }),
    looksBack({ former: change.pir?.number ?? 0, actions: [{ text: '', owner: '', due: '' }] }),
    { type: 'sayAllWell', checkIn: 0 },
    { type: 'reportIssue', text: 'Search is slow at noon.' },
    { type: 'reportIssue', text: '' },
    { type: 'reopen', text: 'Search is down.' },
    { type: 'reopen', text: '' },
    CLOSE,
    { type: 'rehearse', course: 'success' },
    { type: 'fileChange', id: 'CHG-1', content },
    { type: 'recordChange', id: 'CHG-1', content, made: { ending: 'implemented' } },
  ];
  const milestones = MILESTONES.flatMap((milestone): Intent[] => [
    { type: 'reachMilestone', milestone, schedule: change.schedule },
    { type: 'reachMilestone', milestone, schedule: change.schedule, round: 1 },
    { type: 'reachMilestone', milestone, schedule: change.schedule + 1 },
  ]);
  const askings = ballots.flatMap((ballot): Intent[] =>
    [0, 1].map((nth) => ({ type: 'askVoters', ballot, nth, people: ADA.roster })),
  );
  const reviewings = [...change.reviews.map((r) => r.number), 9].map((review): Intent => ({
    type: 'askReviewers',
    review,
    nth: 0,
    people: ADA.roster,
  }));
  const chases = [1, 2].flatMap((debt): Intent[] => [
    { type: 'chaseDebt', debt, at: 'half' },
    { type: 'chaseDebt', debt, at: 'due' },
  ]);
  const heeds = [aDeclared(), LIFTED].map((freeze): Intent => ({ type: 'heedFreeze', freeze }));
  const incident = anOpenIncident();
  const incidents: readonly Intent[] = [
    { type: 'heedIncident', incident, became: 'open' },
    { type: 'heedIncident', incident, became: 'over' },
    { type: 'heedEmergency', emergency: 'CHG-8', title: 'The site is down', requester: 'U0ADA' },
  ];
  const clock = [...milestones, ...askings, ...reviewings, ...chases, ...heeds, ...incidents];
  const worker = ids.flatMap((run): Intent[] => [
    { type: 'beginStep', run, host: 'deploy-1', digest },
    { type: 'beginStep', run, host: 'deploy-1', digest: 'other' },
    { type: 'awaitLock', run, lock: 'web', holder: 'CHG-8' },
    { type: 'reportOverdue', run, limit: 'timeout' },
    ...(['succeeded', 'failed', 'unknown'] as const).map((outcome): Intent => ({ type: 'reportStep', run, outcome })),
    { type: 'reportStep', run, outcome: 'succeeded', plan: DESTROYS },
  ]);
  return [
    ...people.map((intent) => [intent, PEOPLE] as const),
    ...clock.map((intent) => [intent, [THE_CLOCK]] as const),
    ...worker.map((intent) => [intent, WORKERS] as const),
  ];
}

/** Everything said to every sample: `status/intent/status reached`, and what broke the table. */
function tryEverything(): {
  readonly reached: ReadonlySet<string>;
  readonly heard: number;
  readonly broken: readonly string[];
} {
  const reached = new Set<string>();
  const broken = new Set<string>();
  let heard = 0;
  for (const { policy: under, story } of SAMPLES) {
    const { change } = story;
    const earliest = story.facts.at(-1)?.at ?? 0;
    for (const [intent, actors] of sayings(change, under)) {
      for (const actor of actors) {
        for (const now of INSTANTS.filter((instant) => instant >= earliest)) {
          const decision = decide(change, intent, { now, policy: under, patterns: PATTERNS, actor });
          const pair = `${change.status}/${intent.type}`;
          const isHeard = hears(change.status, intent.type);
          if (!decision.ok) {
            if (!isHeard && decision.refusal.code !== 'notInStatus')
              broken.add(`${pair} is refused as ${decision.refusal.code}`);
            continue;
          }
          heard += 1;
          if (decision.facts.length === 0) continue;
          const after = append(story, decision.facts, actor, now).change.status;
          reached.add(`${pair}/${after}`);
          if (!leadsTo(change.status, intent.type).includes(after)) broken.add(`${pair} led to ${after}`);
        }
      }
    }
  }
  return { reached, heard, broken: [...broken] };
}

describe('the lifecycle table', () => {
  const tried = tryEverything();

  test('has samples of every status, most of them in several varieties', () => {
    const counts = STATUSES.map((status) => SAMPLES.filter((s) => s.story.change.status === status).length);
    expect(counts.every((count) => count >= 1)).toBe(true);
    expect(counts.filter((count) => count >= 2).length).toBeGreaterThanOrEqual(13);
  });

  test('says what is heard, and where it leads: everything else is refused as not in this status', () => {
    expect(tried.broken).toEqual([]);
    expect(tried.heard).toBeGreaterThan(1000);
  });

  test('promises nothing idle: every status it names is reached', () => {
    const promised = STATUSES.flatMap((from) =>
      Object.entries<readonly Status[]>(LIFECYCLE[from]).flatMap(([intent, to]) =>
        to.map((s) => `${from}/${intent}/${s}`),
      ),
    );
    expect(promised.filter((promise) => !tried.reached.has(promise))).toEqual([]);
  });

  test('lets people say nothing more once a change is over, but what else is known of it and what came of that', () => {
    const machine: readonly IntentType[] = ['reportStep', 'reachMilestone'];
    const paper: readonly IntentType[] = ['log', 'writePir', 'payDebt', 'chaseDebt'];
    for (const status of STATUSES.filter(isOver)) {
      expect(Object.keys(LIFECYCLE[status]).filter((intent) => !machine.some((m) => m === intent))).toEqual(
        status === 'closed' ? paper : [],
      );
    }
  });
});
