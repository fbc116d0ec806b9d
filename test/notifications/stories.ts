import { PERMALINK_MAX, type Attachment } from '../../src/change/attachments.ts';
import { PHASES } from '../../src/change/checklist.ts';
import type { Intent } from '../../src/change/intents.ts';
import { evolve } from '../../src/change/evolve.ts';
import type { RecordedFact } from '../../src/change/facts.ts';
import type { GateName } from '../../src/change/override.ts';
import type { Change, ChangeContent } from '../../src/change/model.ts';
import type { OpenChecklist } from '../../src/change/open-checklist.ts';
import type { PirTexts } from '../../src/change/pir.ts';
import type { Policy } from '../../src/change/policy.ts';
import type { Strategy } from '../../src/change/strategy.ts';
import type { Tied } from '../../src/change/ties.ts';
import {
  CLOSES_AT,
  FILED_AT,
  GO_AT,
  OPENS_AT,
  THE_CLOCK,
  aContent,
  aWorker,
  anActor,
  filing,
  liveThrough,
  runs,
  type Story,
  type Told,
} from '../support/a-change.ts';
import { anOpenIncident, stoppedBy } from '../support/an-incident.ts';
import { anAbsurdReview } from '../support/an-absurd-review.ts';
import { LISTED, listing, reopen, skip, tick } from '../support/a-checklist.ts';
import { aPlaybook } from '../support/a-playbook.ts';
import { aPolicy, aRunbook, aService, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import {
  CLOSE,
  INCIDENT,
  LAST_SAFE_AT,
  MORE_TIME,
  ROLL_BACK,
  SOLVED,
  WITHDRAW,
  PRE_CHECK_AT,
  allOk,
  applied,
  approved,
  applying,
  atGo,
  chased,
  checked,
  concern,
  edit,
  emergency,
  emergencyLives,
  implemented,
  inReview,
  looksBack,
  moved,
  no,
  ok,
  prepared,
  put,
  putReview,
  ready,
  recording,
  settle,
  started,
  typed,
  vote,
  wake,
  watching,
} from '../support/lives.ts';
import { DESTROYS, ends, startedOn } from '../support/planned.ts';

const BY_ADA = 'U0ADA';

const ISSUE = { type: 'reportIssue', text: 'Search is slow at noon.' } as const;

/** Lives of changes that together pass through every status and write every fact. */
export function everyStory(policy: Policy = aPolicy()): Readonly<Record<string, Story>> {
  const lived = { policy };
  const absurd = anAbsurdReview(HOSTILE);
  const planned = ends(startedOn(absurd), OPENS_AT + HOUR, absurd);
  const then = (story: Story, intent: Intent, at: number, by = BY_ADA): Story =>
    liveThrough(policy, [[intent, anActor(by, policy), at]], story);
  const clock = (story: Story, milestone: Parameters<typeof wake>[0], at: number): Story =>
    liveThrough(policy, [wake(milestone, at)], story);
  const done = implemented(lived);
  const unknown = applied('unknown', lived);
  const looked = runs(
    then(unknown, { type: 'lookAgain', run: last(unknown) }, OPENS_AT + HOUR),
    policy,
    OPENS_AT + HOUR,
  );
  const rolling = then(applied('failed', lived), ROLL_BACK, OPENS_AT + HOUR);
  const draft = liveThrough(policy, [put(policy, 2, GO_AT), no(policy, 'U0CYD', 2, GO_AT + HOUR)], atGo(lived));
  const missed = clock(ready(lived), 'closes', CLOSES_AT);
  const lead = anActor('U0BOB', policy);
  const high = inReview({ policy, content: { risk: 'high' } });
  const [technical, , security] = high.change.reviews.map((review) => allOk(policy, review));
  const stood = liveThrough(
    policy,
    [
      ...[1, 2, 3].map((n) => putReview(policy, n)),
      ...(technical ?? []),
      [concern(2, 'timeline'), anActor('U0MGR', policy), FILED_AT + HOUR],
    ],
    high,
  );
  const cyd = anActor('U0CYD', policy);
  const wrong = liveThrough(
    policy,
    [
      putReview(policy, 1, PRE_CHECK_AT),
      [ok(1, 'modified'), cyd, PRE_CHECK_AT],
      [concern(1, 'tested'), cyd, PRE_CHECK_AT],
      [concern(1, 'downtime'), cyd, PRE_CHECK_AT],
    ],
    checked(lived),
  );
  return {
    ...guided({ ...policy, playbooks: [aPlaybook()] }),
    ...listed(listing(policy)),
    unheld: liveThrough(
      policy,
      [[{ type: 'askVoters', ballot: 1, nth: 0, people: {}, unread: [HOSTILE] }, THE_CLOCK, FILED_AT + DAY]],
      inReview(lived),
    ),
    unreviewed: liveThrough(
      policy,
      [[{ type: 'askReviewers', review: 2, nth: 0, people: {}, unread: [HOSTILE] }, THE_CLOCK, FILED_AT + DAY]],
      high,
    ),
    reviewersReminded: liveThrough(policy, [putReview(policy, 2, FILED_AT + DAY, 1)], stood),
    reminded: liveThrough(policy, [put(policy, 1), put(policy, 1, FILED_AT + DAY, 1)], inReview(lived)),
    rejected: liveThrough(policy, [put(policy, 1), no(policy, 'U0BOB', 1)], inReview(lived)),
    prepare: clock(approved(lived), 'prepare', OPENS_AT - 21 * DAY),
    reviewed: approved({ policy, content: { risk: 'high' } }),
    concern: then(stood, ok(2, 'timeline'), FILED_AT + 2 * HOUR, 'U0MGR'),
    reviewOfAFormerVersion: then(stood, edit({ ...stood.change.content, rollbackPlan: 'Another.' }), FILED_AT + DAY),
    reviewerLost: then(
      liveThrough(policy, [...(security ?? []), [ok(1, 'risk'), lead, FILED_AT + 2 * HOUR]], stood),
      edit({ ...stood.change.content, implementer: 'U0BOB' }),
      FILED_AT + 3 * HOUR,
    ),
    corrected: liveThrough(
      policy,
      [
        [{ type: 'correct', review: 1, criterion: 'tested', text: 'Mended.' }, anActor(BY_ADA, policy), GO_AT + HOUR],
        [ok(1, 'downtime'), cyd, GO_AT + HOUR],
      ],
      clock(wrong, 'goNogo', GO_AT),
    ),
    preCheckMoved: then(wrong, edit(moved(wrong.change.content, 30 * DAY)), PRE_CHECK_AT + HOUR),
    edited: then(
      approved(lived),
      edit({ ...moved(approved(lived).change.content, DAY), title: 'Another title' }),
      GO_AT - DAY,
    ),
    draft,
    submitted: then(draft, { type: 'submit' }, GO_AT + 2 * HOUR),
    expired: clock(atGo(lived), 'goDeadline', OPENS_AT - 5 * DAY + 12 * HOUR),
    withdrawn: then(ready(lived), WITHDRAW, GO_AT + DAY),
    rescheduled: then(ready(lived), edit(moved(ready(lived).change.content, 10 * DAY)), GO_AT + DAY),
    missed,
    started: clock(started(lived), 'opens', OPENS_AT + 2 * MINUTE),
    open: clock(prepared(lived), 'opens', OPENS_AT),
    backupFailed: runs(
      runs(clock(ready(lived), 'backup', OPENS_AT - 75 * MINUTE), policy, OPENS_AT - 70 * MINUTE),
      policy,
      OPENS_AT - HOUR,
      'failed',
      'exit code 1',
    ),
    checkedIn: then(clock(done, 'checkIn', OPENS_AT + 14 * HOUR), ISSUE, OPENS_AT + 15 * HOUR),
    closed: then(clock(done, 'mayClose', CLOSES_AT + DAY), CLOSE, CLOSES_AT + DAY),
    reopened: then(
      then(
        then(
          clock(done, 'checkIn', OPENS_AT + 14 * HOUR),
          { type: 'log', text: HOSTILE, ts: '1.2' },
          OPENS_AT + 15 * HOUR,
        ),
        { type: 'giveFeedback', text: HOSTILE, channel: 'C0MAINT', ts: '1.3' },
        OPENS_AT + 15 * HOUR,
      ),
      { type: 'reopen', text: HOSTILE },
      OPENS_AT + 16 * HOUR,
    ),
    recorded: liveThrough(policy, [recorded()]),
    applying: clock(applying(lived), 'decide', CLOSES_AT - 30 * MINUTE),
    killed: killed(policy),
    backupLost: backupLost(policy),
    unlikeTheGo: ends(startedOn(), OPENS_AT + 2 * MINUTE, DESTROYS),
    applyFailed: clock(clock(applied('timedOut', lived), 'decide', CLOSES_AT - 30 * MINUTE), 'closes', CLOSES_AT),
    solved: settle(then(applied('stopped', lived), SOLVED, OPENS_AT + HOUR), policy, OPENS_AT + HOUR),
    unknown,
    looked,
    settled: then(
      looked,
      { type: 'settleStep', run: last(unknown), verdict: 'failed', reason: 'No server was made.' },
      OPENS_AT + HOUR + 10 * MINUTE,
    ),
    planned,
    leftUndone: [undefined, undefined, absurd].reduce((story, plan) => ends(story, OPENS_AT + HOUR, plan), planned),
    verifyFailed: runs(applied('succeeded', lived), policy, OPENS_AT + HOUR, 'failed'),
    verifyUnknown: runs(applied('succeeded', lived), policy, OPENS_AT + HOUR, 'unknown'),
    watchFailed: runs(watching(lived), policy, OPENS_AT + HOUR, 'failed'),
    rollingBack: clock(rolling, 'decide', CLOSES_AT - 30 * MINUTE),
    rolledBack: settle(rolling, policy, OPENS_AT + HOUR + MINUTE),
    rollbackUnknown: runs(rolling, policy, OPENS_AT + HOUR + MINUTE, 'unknown'),
    incident: then(applied('failed', lived), INCIDENT, OPENS_AT + HOUR),
    incidentTold: incidentTold(policy),
    ...besideAnIncident(policy),
    emergency: emergency(lived),
    emergencyDone: liveThrough(policy, [vote(policy, 'U0BOB', 1, OPENS_AT + DAY)], emergencyLives(lived).implemented),
    emergencyRefused: liveThrough(policy, [no(policy, 'U0BOB', 1, OPENS_AT + DAY)], emergencyLives(lived).failed),
    emergencyPaid: then(
      emergencyLives(lived).rolledBack,
      { type: 'payDebt', debt: 4, note: 'The runbook says it now.' },
      OPENS_AT + DAY,
    ),
    emergencyChased: liveThrough(
      policy,
      [chased(1, 'half', OPENS_AT + 2 * DAY), chased(1, 'due', OPENS_AT + 4 * DAY)],
      emergencyLives(lived).failed,
    ),
    emergencyLogged: then(emergency(lived), { type: 'log', text: 'The disk is full.' }, OPENS_AT + HOUR),
    emergencyStarted: liveThrough(policy, [typed(policy, OPENS_AT + HOUR)], emergency(lived)),
    byHand: liveThrough(policy, [typed(policy, OPENS_AT + MINUTE)], byHand(policy)),
    ...lookedBackOn(settle(rolling, policy, OPENS_AT + HOUR + MINUTE), policy),
    ...onTheLadder(policy),
    ...inAFreeze(policy),
    ...overridden(policy),
    asked: asked(policy),
    delegated: delegated(policy),
    takenBack: liveThrough(policy, [vote(policy, 'U0BOB', 1)], delegated(policy)),
    delegateVoted: liveThrough(policy, [vote(policy, 'U0EVE', 1)], delegated(policy)),
  };
}

/** As it comes from another log, with who made it by their name there. */
function recorded(): Told {
  const [intent, ...said] = recording({ description: HOSTILE, links: ['https://example.net/1'] });
  const doneBy = HOSTILE.replaceAll(/\s+/g, ' ').trim().slice(0, 60).toWellFormed();
  return [{ ...intent, made: { ending: 'rolledBack', doneBy, formerly: 'CHG-99' } }, ...said];
}

/** An incident that is told about, late once, until it is over. */
function incidentTold(policy: Policy): Story {
  const ada = anActor(BY_ADA, policy);
  const at = OPENS_AT + HOUR;
  return liveThrough(
    policy,
    [
      [INCIDENT, ada, at],
      wake('incidentUpdate', at + 30 * MINUTE),
      [{ type: 'updateIncident', text: 'The replica is being promoted.' }, anActor('U0BOB', policy), at + HOUR],
      [{ type: 'resolveIncident', text: 'The replica serves.' }, ada, at + 2 * HOUR],
    ],
    applied('failed', { policy }),
  );
}

/** What waits for an incident of another change, until it may go on; and one that an emergency is to end. */
function besideAnIncident(policy: Policy): Readonly<Record<string, Story>> {
  const ada = anActor(BY_ADA, policy);
  const at = OPENS_AT + HOUR;
  const incident = anOpenIncident();
  const under = stoppedBy(policy, incident);
  const early = OPENS_AT - 2 * DAY;
  const open: Told = [{ type: 'heedIncident', incident, became: 'open' }, THE_CLOCK, early];
  const over = (when: number): Told => [{ type: 'heedIncident', incident, became: 'over' }, THE_CLOCK, when];
  const stopped = liveThrough(under, [open], ready({ policy }));
  const applyStopped = liveThrough(under, [[open[0], THE_CLOCK, at]], applying({ policy }));
  const named = { emergency: 'CHG-8', title: HOSTILE, requester: BY_ADA } as const;
  return {
    stopped,
    stoppedNoMore: liveThrough(policy, [over(early + HOUR)], stopped),
    stoppedTooLong: liveThrough(policy, [wake('closes', CLOSES_AT), over(CLOSES_AT + HOUR)], stopped),
    applyMayGoOn: liveThrough(policy, [over(at + HOUR)], applyStopped),
    emergencyForIncident: emergency({ policy: under, content: { incident: 'CHG-9' } }),
    incidentMended: liveThrough(
      policy,
      [
        [INCIDENT, ada, at],
        [{ type: 'heedEmergency', ...named }, THE_CLOCK, at + MINUTE],
        [{ type: 'log', text: HOSTILE }, ada, at + 2 * MINUTE],
        [{ type: 'giveFeedback', text: HOSTILE, channel: 'C0MAINT', ts: '1.3' }, ada, at + 3 * MINUTE],
        [{ type: 'resolveIncident', text: 'The replica serves.' }, ada, at + 2 * HOUR],
      ],
      applied('failed', { policy }),
    ),
  };
}

/** A review that was written twice, and closed over actions of which one is done, one is late. */
function lookedBackOn(ended: Story, policy: Policy): Readonly<Record<string, Story>> {
  const ada = anActor(BY_ADA, policy);
  const at = CLOSES_AT + 5 * DAY;
  const [action] = looksBack().actions;
  const actions = action ? [action, { ...action, text: HOSTILE, owner: BY_ADA }] : [];
  return {
    lookedBack: liveThrough(
      policy,
      [
        [looksBack({ actions }), ada, at],
        [CLOSE, ada, at + HOUR],
        chased(2, 'half', at + DAY),
        [looksBack({ former: 1, actions: [] }), ada, at + 2 * DAY],
        [{ type: 'payDebt', debt: 2, note: HOSTILE }, anActor('U0EVE', policy), at + 3 * DAY],
        chased(3, 'due', at + 60 * DAY),
      ],
      ended,
    ),
  };
}

/** Work that does not end with its window: silence, more time, a word to the people affected. */
function onTheLadder(policy: Policy): Readonly<Record<string, Story>> {
  const ada = anActor(BY_ADA, policy);
  const safe = liveThrough(policy, [wake('lastSafe', LAST_SAFE_AT)], applied('failed', { policy }));
  const on: Told = [{ type: 'keepWorking' }, ada, LAST_SAFE_AT + MINUTE];
  const silent = liveThrough(
    policy,
    [on, wake('decide', CLOSES_AT - 30 * MINUTE), wake('unanswered', CLOSES_AT - 15 * MINUTE)],
    safe,
  );
  const more = liveThrough(policy, [[{ ...MORE_TIME, forMs: HOUR }, ada, CLOSES_AT - 10 * MINUTE]], silent);
  const tell: Told = [{ type: 'tellProgress', text: 'Half of it is done.' }, ada, CLOSES_AT];
  return {
    lastSafe: safe,
    silent: liveThrough(policy, [wake('closes', CLOSES_AT)], silent),
    moreTime: liveThrough(policy, [tell, wake('lastSafe', LAST_SAFE_AT + HOUR, 1, 1)], more),
    moreTimeOver: liveThrough(policy, [wake('closes', CLOSES_AT + HOUR, 1, 1)], more),
    told: liveThrough(policy, [[tell[0], ada, OPENS_AT + 50 * MINUTE]], watching({ policy })),
  };
}

/** Changes whose window lies in a hard freeze: the exception is refused, left unanswered, or allowed. */
function inAFreeze(policy: Policy): Readonly<Record<string, Story>> {
  const freezes = [{ name: 'Election', from: '2026-11-01', to: '2026-11-09', hard: true }];
  const frozen = { ...policy, calendar: { freezes, avoid: [] } };
  const lived = { policy: frozen };
  return {
    exceptionRefused: liveThrough(frozen, [no(frozen, 'U0MGR', 2, GO_AT + DAY)], ready(lived)),
    exceptionExpired: liveThrough(frozen, [wake('opens', OPENS_AT)], prepared(lived)),
    exceptionAllowed: liveThrough(frozen, [vote(frozen, 'U0MGR', 2, GO_AT)], approved(lived)),
    exceptionMoved: liveThrough(
      frozen,
      [[edit(moved(approved(lived).change.content, DAY)), anActor(BY_ADA, frozen), GO_AT - DAY]],
      approved(lived),
    ),
  };
}

/** Somebody answers for what is missing: the approval, the GO, and a preflight that failed. */
function overridden(policy: Policy): Readonly<Record<string, Story>> {
  const instead = (gate: GateName, at: number): Told => [
    { type: 'overrideGate', gate, reason: 'The supplier leaves tonight.', revision: 1, schedule: 1 },
    anActor('U0BOB', policy),
    at,
  ];
  const due = liveThrough(policy, [wake('backup', OPENS_AT - 75 * MINUTE)], ready({ policy }));
  const passed = liveThrough(policy, [instead('approval', FILED_AT + HOUR)], inReview({ policy }));
  const failed = runs(due, policy, OPENS_AT - 70 * MINUTE, 'failed', 'exit code 1');
  const two: Policy = { ...policy, overrides: { ...policy.overrides, need: 2 } };
  return {
    approvalOverridden: passed,
    overrideChased: liveThrough(
      policy,
      [chased(1, 'half', FILED_AT + 4 * DAY), chased(1, 'due', FILED_AT + 8 * DAY)],
      passed,
    ),
    goOverridden: liveThrough(policy, [instead('goNogo', GO_AT + HOUR)], atGo({ policy })),
    preflightOverridden: liveThrough(policy, [instead('preflight', OPENS_AT - 30 * MINUTE)], failed),
    halfOverridden: liveThrough(two, [instead('approval', FILED_AT + HOUR)], inReview({ policy: two })),
  };
}

function asked(policy: Policy): Story {
  const ask: Intent = { type: 'askAbout', ballot: 1, question: 'Who tests it?' };
  return liveThrough(policy, [[ask, anActor('U0BOB', policy), FILED_AT + HOUR]], inReview({ policy }));
}

/** Asked for first, so that both stand in the tally. */
function delegated(policy: Policy): Story {
  const delegate: Intent = { type: 'delegateVote', ballot: 1, to: 'U0EVE' };
  return liveThrough(policy, [[delegate, anActor('U0BOB', policy), FILED_AT + HOUR]], asked(policy));
}

/** A standard change without a runbook, its audience told. */
function byHand(policy: Policy): Story {
  const { runbook: _runbook, ...content } = aContent({ kind: 'standard', pattern: 'web-release', params: {} });
  const filed: Told = [{ type: 'fileChange', id: 'CHG-1', content }, anActor(BY_ADA, policy), FILED_AT];
  return liveThrough(policy, [filed, wake('announce', GO_AT), wake('opens', OPENS_AT)]);
}

/** Started just in time, and the backup is too old as the fresh plan ends. */
function backupLost(policy: Policy): Story {
  const made = prepared({ policy, content: { closesAt: OPENS_AT + 8 * HOUR } });
  const atLast = (made.change.runs.find((r) => r.step === 'backup')?.endedAt ?? 0) + 4 * HOUR;
  return runs(liveThrough(policy, [typed(policy, atLast)], made), policy, atLast);
}

/** A plan, an apply and a rollback failed, and people follow the playbooks that this opened. */
function guided(policy: Policy): Readonly<Record<string, Story>> {
  const at = OPENS_AT + HOUR;
  const ada = anActor(BY_ADA, policy);
  const ticked = (story: Story, when: number, step = 1): Story => {
    const run = story.change.runs.findLast((r) => r.playbook)?.run ?? '';
    return liveThrough(policy, [[{ type: 'tickPlaybook', run, step }, ada, when]], story);
  };
  const planless = runs(liveThrough(policy, [filing(policy)]), policy, FILED_AT, 'failed');
  const toGo = [vote(policy, 'U0BOB', 1), wake('goNogo', GO_AT), vote(policy, 'U0CYD', 2, GO_AT)];
  const broken = ticked(applied('failed', { policy }), at);
  const rolled = ticked(runs(liveThrough(policy, [[ROLL_BACK, ada, at]], broken), policy, at, 'failed'), at + HOUR);
  const solved = runs(liveThrough(policy, [[SOLVED, ada, at]], broken), policy, at);
  return {
    planless: liveThrough(policy, toGo, ticked(planless, FILED_AT + HOUR)),
    guided: ticked(liveThrough(policy, [[INCIDENT, ada, at + HOUR]], rolled), at + 2 * HOUR, 2),
    guidedAgain: runs(
      liveThrough(policy, [[{ type: 'tryAgain', run: broken.change.runs.at(-1)?.run ?? '' }, ada, at]], broken),
      policy,
      at,
    ),
    guidedOn: solved,
  };
}

/** A checklist is followed before the GO, which waits for it, and once more after an edit. */
function listed(policy: Policy): Readonly<Record<string, Story>> {
  const ada = anActor(BY_ADA, policy);
  const lived = { policy, content: LISTED };
  const said = (story: Story, at: number, ...intents: readonly Intent[]): Story =>
    liveThrough(
      policy,
      intents.map((intent) => [intent, ada, at]),
      story,
    );
  const due = liveThrough(policy, [wake('goNogo', GO_AT)], approved(lived));
  const measured = [tick('inventory'), skip('baseline'), reopen('baseline'), tick('baseline', '40 %')];
  const assessed = said(due, GO_AT + HOUR, ...measured);
  const atItsGo = said(assessed, GO_AT + HOUR, skip('compare'), tick('way-back'));
  return {
    listed: atItsGo,
    listedAway: said(assessed, GO_AT + HOUR, edit({ ...assessed.change.content, pattern: 'web-release' })),
    listedOpen: liveThrough(policy, [vote(policy, 'U0CYD', 2, GO_AT + HOUR), wake('opens', OPENS_AT)], atItsGo),
  };
}

/** An apply that waited for another change, hung past its ceiling, was asked to stop, and was killed, not to the last process. */
function killed(policy: Policy): Story {
  const from = applying({ policy });
  const run = from.change.runs.findLast((r) => r.state === 'requested')?.run ?? '';
  const digest = policy.runbooks['web-release']?.digest ?? '';
  const at = OPENS_AT + HOUR;
  const reason = 'What it had done by then cannot be proved. It was killed by hand: no answer';
  const survivors = [{ pid: 4711, command: 'sh -c "sleep 600 & <!channel>"' }];
  return liveThrough(
    policy,
    [
      [{ type: 'awaitLock', run, lock: 'web', holder: 'CHG-8' }, aWorker(), OPENS_AT + 2 * MINUTE],
      [{ type: 'beginStep', run, host: 'deploy-1', digest }, aWorker(), OPENS_AT + 3 * MINUTE],
      [{ type: 'reportOverdue', run, limit: 'quiet' }, aWorker(), at - MINUTE],
      [{ type: 'stopStep', run, reason: 'It replaces the wrong server.' }, anActor(BY_ADA, policy), at],
      [{ type: 'killStep', run, reason: 'No answer.' }, anActor('U0BOB', policy), at + 2 * MINUTE],
      [{ type: 'reportStep', run, outcome: 'unknown', reason, survivors }, aWorker(), at + 3 * MINUTE],
    ],
    from,
  );
}

function last({ change }: Story): string {
  return change.runs.findLast((r) => r.outcome === 'unknown')?.run ?? '';
}

/** A change after each of its facts, with the facts until then. */
export function stages({ facts }: Story): readonly {
  readonly before: Change | undefined;
  readonly change: Change;
  readonly facts: readonly RecordedFact[];
}[] {
  let change: Change | undefined;
  return facts.map((fact, i) => {
    const before = change;
    change = evolve(before, fact);
    return { before, change, facts: facts.slice(0, i + 1) };
  });
}

/** Each stage once: the lives share their beginnings. */
export function distinct(): (stage: { readonly facts: readonly unknown[] }) => boolean {
  const seen = new Set<string>();
  return ({ facts }) => {
    const story = JSON.stringify(facts);
    return seen.size < seen.add(story).size;
  };
}

/** What somebody would write who wants to mention everybody, to forge a link, and to break every limit. */
export const HOSTILE =
  '<!channel> <@U1EVIL> <!subteam^S1EVIL> <http://evil.example|Approve> *b* `c` ```d``` & @here #general <!date^0^x|y> \u{1F600}';

function long(max: number): string {
  return HOSTILE.repeat(Math.ceil(max / HOSTILE.length)).slice(0, max);
}

/** The policy with names and people that strain every limit. */
export function hostilePolicy(): Policy {
  const policy = aPolicy();
  const { backup } = aRunbook();
  const sources = Array.from({ length: 40 }, () => ({ name: long(300), limits: long(300) }));
  const people = Array.from({ length: 60 }, (_, i) => `U${i}`);
  const services = Array.from({ length: 60 }, (_, i) => [`s${i}`, aService({ name: long(500) })] as const);
  return {
    ...policy,
    roles: {
      ...policy.roles,
      'infrastructure-lead': { members: ['U0BOB', ...people], delegates: [] },
      [long(200)]: { members: [], delegates: [] },
    },
    services: { ...policy.services, ...Object.fromEntries(services) },
    strategies: { long: hostileStrategy() },
    ties: Array.from({ length: 60 }, (_, i) => hostileTie(i)),
    runbooks: {
      'web-release': {
        ...aRunbook(),
        ...(backup && { backup: { ...backup, restore: { ...backup.restore, sources } } }),
      },
    },
  };
}

/** As long as a file may make it. */
function hostileStrategy(): Strategy {
  const text = HOSTILE.repeat(20).slice(0, 400);
  const steps = Array.from({ length: 6 }, (_, i) => ({ name: `s${i}`, title: HOSTILE, does: text, liveMs: DAY }));
  const advised = { from: { services: 2 }, reason: text, good: text, bad: text };
  const asks = Array.from({ length: 5 }, () => text);
  const about = { title: HOSTILE, version: '1.0.0', owner: HOSTILE, updated: '2026-09-01', summary: text, suits: text };
  return { ...about, steps: [], stages: steps, asks, forbids: [], asksData: true, advised };
}

/** Some come before the change, some are parts of it. */
function hostileTie(i: number): Tied {
  const own = { change: `CHG-${i + 4}`, title: long(300), status: 'ready', value: long(300) } as const;
  return { ...own, partOf: 'CHG-1', opensAt: OPENS_AT, closesAt: CLOSES_AT };
}

/** The same story as its facts would be if everything a person or a program wrote were hostile. */
export function hostile({ facts }: Story): Story {
  const told = facts.map(({ fact, ...rest }): RecordedFact => {
    const reason = 'reason' in fact ? { reason: long(3000) } : {};
    const words = 'words' in fact ? { words: long(3000) } : {};
    const text = 'text' in fact ? { text: long(3000) } : {};
    const freeze = 'freeze' in fact ? { freeze: long(300) } : {};
    const content = 'content' in fact ? { content: hostileContent(fact.content) } : {};
    if (fact.type === 'debtOwed' && fact.detail !== undefined)
      return { ...rest, fact: { ...fact, detail: long(3000) } };
    if (fact.type === 'pirWritten') return { ...rest, fact: { ...fact, ...hostileReview() } };
    if (fact.type === 'stepEnded' && fact.proof)
      return { ...rest, fact: { ...fact, ...reason, proof: { ...fact.proof, file: long(4000) } } };
    if (fact.type === 'playbookOpened') return { ...rest, fact: { ...fact, playbook: hostilePlaybook() } };
    if (fact.type === 'checklistOpened') return { ...rest, fact: { ...fact, checklist: hostileChecklist() } };
    if (fact.type === 'itemTicked') return { ...rest, fact: { ...fact, item: 'backup-1', evidence: long(1000) } };
    if (fact.type === 'itemSkipped') return { ...rest, fact: { ...fact, ...reason, item: 'backup-2' } };
    if (fact.type === 'questionAsked') return { ...rest, fact: { ...fact, question: long(1000) } };
    return { ...rest, fact: { ...fact, ...reason, ...freeze, ...text, ...words, ...content } };
  });
  const change = told.reduce<Change | undefined>(evolve, undefined);
  if (!change) throw new Error('a story begins with a filing');
  return { change, facts: told };
}

/** As long as a form may make it. */
function hostileReview(): PirTexts {
  const text = long(2900);
  return { happened: text, well: `${text.slice(0, 100)}\n\u202B${'\n'.repeat(1000)}`, better: text, recommended: text };
}

/** As long as a file may make it. */
function hostileChecklist(): OpenChecklist {
  const items = PHASES.flatMap((phase) =>
    Array.from({ length: 40 }, (_, i): OpenChecklist['items'][number] => ({
      id: `${phase.toLowerCase()}-${i}`,
      phase,
      text: long(400),
      owner: i % 2 ? long(60) : 'U0EVE',
      gate: 'close',
      evidence: true,
    })),
  );
  return { pattern: 'p'.repeat(63), version: '1.0.0', items };
}

/** As long as a file may make it, with whatever an output may name. */
function hostilePlaybook(): Extract<RecordedFact['fact'], { type: 'playbookOpened' }>['playbook'] {
  const steps = Array.from({ length: 10 }, () => ({ text: long(900), command: long(300), asks: true }) as const);
  return {
    id: 'p'.repeat(63),
    version: '1.0.0',
    owner: HOSTILE,
    updated: '2026-09-01',
    title: HOSTILE,
    meaning: long(900),
    steps,
  };
}

/** Its name and its address as long as they may be. */
function longFile(id: string): Attachment {
  const address = `https://team.slack.com/files/U0ADA/${id}/`;
  return { id, name: long(255), permalink: address + 'x'.repeat(PERMALINK_MAX - address.length) };
}

function hostileContent(content: ChangeContent): ChangeContent {
  return {
    ...content,
    title: long(120),
    description: long(2900),
    reason: long(2900),
    impact: long(2900),
    implementationPlan: long(2900),
    testingPlan: long(2900),
    services: [...content.services, ...Array.from({ length: 60 }, (_, i) => `s${i}`), HOSTILE, 'constructor'],
    params: Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`${long(100)}${i}`, long(128)])),
    rollbackDecider: HOSTILE,
    commit: HOSTILE,
    testedIn: HOSTILE,
    strategy: 'long',
    stage: 's5',
    follows: 'CHG-4',
    partOf: HOSTILE,
    value: long(200),
    dataFormat: 'incompatible',
    writes: 'lost',
    rollbackTriggers: long(2900),
    links: [HOSTILE, ...Array.from({ length: 9 }, () => `https://example.net/${'x'.repeat(270)}`)],
    attachments: [
      { id: 'F0EVIL', name: HOSTILE, permalink: 'https://evil.example/files/U0EVIL/F0EVIL/evil' },
      ...Array.from({ length: 9 }, (_, i) => longFile(`F${i}`)),
    ],
  };
}
