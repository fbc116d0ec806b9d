import { followUps } from '../../src/change/follow-ups.ts';
import { openIncident } from '../../src/change/incident.ts';
import type { Actor, Intent } from '../../src/change/intents.ts';
import { CRITERIA, type Review } from '../../src/change/criteria.ts';
import { asksToKeepWorking } from '../../src/change/decide/extending.ts';
import { openDebt, payableDebts } from '../../src/change/debts.ts';
import { isMutating } from '../../src/change/runbook-steps.ts';
import { openCheckIn } from '../../src/change/long-watch.ts';
import { openBallots, type Change, type StepOutcome, type StepRun } from '../../src/change/model.ts';
import type { Policy } from '../../src/change/policy.ts';
import { isComplete, openCorrections, takesAnswers } from '../../src/change/review.ts';
import { itemsBefore, itemStandings } from '../../src/change/item-standing.ts';
import { takesTicks } from '../../src/change/ticks.ts';
import type { MilestoneName } from '../../src/change/timeline.ts';
import { THE_CLOCK, aWorker, anActor, type Story } from './a-change.ts';
import { DAY, HOUR, MINUTE } from './a-policy.ts';
import { shownBy } from './a-proof.ts';
import { reopen, skip, tick } from './a-checklist.ts';
import { dutyMoves } from './duty-moves.ts';
import {
  CLOSE,
  EMERGENCY,
  INCIDENT,
  RESOLVED,
  ROLL_BACK,
  SOLVED,
  STANDARD,
  START,
  WITHDRAW,
  concern,
  edit,
  looksBack,
  moved,
  ok,
} from './lives.ts';

/** What happens next to a change: somebody says something, at some instant. */
export interface Move {
  readonly intent: Intent;
  readonly actor: Actor;
  readonly at: number;
}

/** What a generator draws for each move; the state of the change decides what it means. */
export interface Draw {
  /** Below 62 the next sensible thing happens, below 77 what is due or owed, else anything. */
  readonly chance: number;
  readonly pick: number;
  readonly wait: number;
}

type Wake = { readonly milestone: MilestoneName; readonly schedule: number; readonly dueAt: number };

/** The move a draw stands for: relative to the change as it is, so that long lives are common. */
export function nextMove(story: Story, policy: Policy, now: number, { chance, pick, wait }: Draw): Move {
  const later = now + (wait % 10) * MINUTE;
  const sensible = sensibleMove(story, policy, later, pick);
  if (chance < 62 && sensible) return sensible;
  const all = chance < 77 ? dutyMoves(story, policy, later, pick) : anyMoves(story, policy, later);
  return all[pick % all.length] ?? clockMove({ milestone: 'opens', schedule: 1, dueAt: now }, now);
}

/** The last safe rollback passes, and somebody goes on; else the work is done, undone or given up. */
function atWork(change: Change, policy: Policy, now: number, pick: number): Move {
  const ada = (intent: Intent): Move => ({ intent, actor: anActor('U0ADA', policy), at: now });
  if (asksToKeepWorking(change)) return ada({ type: 'keepWorking' });
  const { schedule, milestones, content } = change;
  const isAhead = milestones[`${schedule}/lastSafe`] === undefined && pick % 4 === 0;
  if (isAhead)
    return clockMove({ milestone: 'lastSafe', schedule, dueAt: now }, Math.max(now, content.closesAt - HOUR));
  return ada(AT_WORK[pick % AT_WORK.length] ?? SOLVED);
}

/** What runs is asked to stop, and what was asked to is killed, by somebody else. */
function endings({ run, state, stop }: StepRun, policy: Policy, now: number): Move | undefined {
  if (state !== 'running') return undefined;
  const by = (user: string): Actor => anActor(user, policy);
  if (!stop) return { intent: { type: 'stopStep', run, reason: 'It hangs.' }, actor: by('U0ADA'), at: now };
  const killer = by(stop.by === 'U0BOB' ? 'U0ADA' : 'U0BOB');
  const at = Math.max(now, stop.at + MINUTE);
  return { intent: { type: 'killStep', run, reason: 'It still hangs.' }, actor: killer, at };
}

function sensibleMove(story: Story, policy: Policy, now: number, pick: number): Move | undefined {
  const { change } = story;
  const run = change.runs.findLast((r) => r.state !== 'ended');
  const ended = run && (run.stop ? pick % 3 : pick % 7) === 0 ? endings(run, policy, now) : undefined;
  if (ended) return ended;
  if (run) return run.state === 'requested' ? begins(run, policy, now) : reports(run, now, pick);
  const unknown = change.runs.findLast(
    (r) => r.outcome === 'unknown' && !r.settled && ['apply', 'rollback'].includes(r.step),
  );
  const ada = (intent: Intent): Move => ({ intent, actor: anActor('U0ADA', policy), at: now });
  if (unknown) {
    const canLook = policy.runbooks['web-release']?.plan !== undefined;
    const looked = change.runs.at(-1)?.occasion === 'again';
    return looked || !canLook
      ? ada({ type: 'settleStep', run: unknown.run, verdict: pick % 2 ? 'succeeded' : 'failed', reason: 'Seen.' })
      : ada({ type: 'lookAgain', run: unknown.run });
  }
  const review = change.reviews.find((r) => takesAnswers(change, r) && !isComplete(r));
  if (review && (pick % 3 || openBallots(change).length === 0)) return answers(change, review, policy, now, pick);
  if (openBallots(change).length > 0) return votes(change, policy, now, pick);
  const guided = pick % 5 === 0 ? change.runs.findLast((r) => takesTicks(change, r)) : undefined;
  if (guided) return ada({ type: 'tickPlaybook', run: guided.run, step: 1 + (pick & 1) });
  const listed = pick % 3 === 0 ? onTheList(change, policy, pick >> 4) : undefined;
  if (listed) return { intent: listed, actor: anActor(pick % 2 ? 'U0CYD' : 'U0ADA', policy), at: now };
  const failed = change.runs.findLast((f) => f.occasion === 'window' || f.occasion === 'start');
  const mayRetry = change.status === 'ready' || (change.status === 'implementing' && change.appliedAt === undefined);
  if (failed && mayRetry && failed.outcome !== 'succeeded' && pick % 4)
    return ada({ type: 'tryAgain', run: failed.run });
  const isOpen = now >= change.content.opensAt && now < change.content.closesAt;
  if (isOpen && !change.confirmed && (change.status === 'ready' || change.status === 'implementing'))
    return ada(START(change.revision));
  if (change.status === 'draft') return ada({ type: 'submit' });
  if (change.status === 'missed') return ada(edit(moved(change.content, 28 * DAY), change.revision));
  if (change.status === 'implementing' && change.confirmed) return atWork(change, policy, now, pick);
  if (change.status === 'rollingBack') return ada(SOLVED);
  if (openIncident(change)?.emergencies.length === 0 && pick & 1) return { intent: NAMED, actor: THE_CLOCK, at: now };
  if (openIncident(change) && pick % 3 === 0) return ada({ type: 'updateIncident', text: 'It is being looked at.' });
  if (change.endedAt !== undefined && pick % 2) return afterwards(change, change.endedAt, policy, now, pick);
  return nextWake(story, policy, now);
}

/** The first of a checklist that holds something back and whose turn has come is ticked; rarely another is skipped, or one opened again. */
function onTheList(change: Change, policy: Policy, pick: number): Intent | undefined {
  const all = itemStandings(change, policy);
  const due = all.filter(({ item, state }) => state === 'open' && itemsBefore(item, all).length === 0);
  const [marked, spare] = [all.find(({ mark }) => mark), due.find(({ item }) => !item.gate)];
  if (marked && pick % 4 === 0) return reopen(marked.item.id);
  if (spare && pick % 4 === 1) return skip(spare.item.id);
  const held = due.find(({ item }) => item.gate);
  return held && tick(held.item.id);
}

/** What a word pays is paid, and the review written; then it is closed, once the longest watch is over. */
function afterwards(change: Change, endedAt: number, policy: Policy, now: number, pick: number): Move {
  const actor = anActor('U0ADA', policy);
  const [debt] = payableDebts(change);
  if (debt) return { intent: { type: 'payDebt', debt: debt.number, note: 'Written down.' }, actor, at: now };
  const word = { type: 'updateIncident', text: 'The replica is being promoted.' } as const;
  if (openIncident(change)) return { intent: pick & 2 ? word : RESOLVED, actor, at: now };
  if (openDebt(change, 'pir') || pick % 7 === 0) {
    const former = change.pir?.number ?? 0;
    return { intent: looksBack({ former, ...(pick & 2 ? {} : { actions: [] }) }), actor, at: now };
  }
  if (change.status === 'implemented' && pick & 2)
    return {
      intent: SINCE_THEN[(pick >> 2) % 4] ?? { type: 'sayAllWell', checkIn: openCheckIn(change) ?? 0 },
      actor,
      at: now,
    };
  return { intent: CLOSE, actor, at: Math.max(now, endedAt + 4 * DAY) };
}

/** What may be said of a change after its end was told. */
const SINCE_THEN: readonly Intent[] = [
  { type: 'reportIssue', text: 'Search is slow at noon.' },
  { type: 'reopen', text: 'Search is down.' },
  { type: 'log', text: 'Search feels faster.' },
];

/** An emergency names the incident. */
const NAMED = {
  type: 'heedEmergency',
  emergency: 'CHG-8',
  title: 'The site is down',
  requester: 'U0ADA',
} as const satisfies Intent;

/** What ends the work, one way or another. */
const AT_WORK: readonly Intent[] = [SOLVED, SOLVED, SOLVED, ROLL_BACK, ROLL_BACK, INCIDENT, INCIDENT];

function votes(change: Change, policy: Policy, now: number, pick: number): Move | undefined {
  const open = openBallots(change);
  const ballot = open[pick % Math.max(1, open.length)];
  const seat = ballot?.requirements[pick % ballot.requirements.length];
  const holders = seat
    ? [...(policy.roles[seat.role]?.members ?? []), ...(policy.roles[seat.role]?.delegates ?? [])]
    : [];
  const user = holders[pick % Math.max(1, holders.length)];
  if (!ballot || user === undefined) return undefined;
  const isNo = ballot.question !== 'approval' && pick % 9 === 8;
  const answer = isNo ? ({ answer: 'no', reason: 'Not now.' } as const) : ({ answer: 'yes' } as const);
  return { intent: { type: 'castVote', ballot: ballot.number, ...answer }, actor: anActor(user, policy), at: now };
}

/** Five in six are ok; of the pre-check a correction is made as often as the validator is asked again. */
function answers(
  change: Change,
  { number, role, what }: Review,
  policy: Policy,
  now: number,
  pick: number,
): Move | undefined {
  const correction = openCorrections(change)[0];
  if (what === 'preCheck' && correction && pick % 2) {
    const intent = { type: 'correct', review: number, criterion: correction[0], text: 'Mended.' } as const;
    return { intent, actor: anActor('U0ADA', policy), at: now };
  }
  const open = CRITERIA[what].filter((c) => change.reviews[number - 1]?.answers[c]?.answer !== 'ok');
  const criterion = open[pick % Math.max(1, open.length)];
  const user = policy.roles[role]?.members[0];
  if (criterion === undefined || user === undefined) return undefined;
  const intent = pick % 6 === 5 ? concern(number, criterion) : ok(number, criterion);
  return { intent, actor: anActor(user, policy), at: now };
}

function begins(run: StepRun, policy: Policy, now: number, host = 'deploy-1'): Move {
  if (isMutating(run.step) && !run.awaits)
    return { intent: { type: 'awaitLock', run: run.run, lock: 'web', holder: 'CHG-8' }, actor: aWorker(host), at: now };
  const digest = policy.runbooks['web-release']?.digest ?? '';
  return { intent: { type: 'beginStep', run: run.run, host, digest }, actor: aWorker(host), at: now };
}

const OUTCOMES: readonly StepOutcome[] = ['succeeded', 'failed', 'unknown', 'timedOut', 'stopped'];

function overruns({ run }: StepRun, now: number): Move {
  return { intent: { type: 'reportOverdue', run, limit: 'timeout' }, actor: aWorker('deploy-1'), at: now };
}

/** Seven in ten succeed; an apply that does not is lost. */
function reports(run: StepRun, now: number, pick: number, host = 'deploy-1'): Move {
  const isLost = run.step === 'apply' && pick % 10 > 6;
  const outcome = isLost ? 'unknown' : pick % 10 < 7 ? 'succeeded' : (OUTCOMES[1 + ((pick >> 4) % 4)] ?? 'failed');
  const report: Intent = { type: 'reportStep', run: run.run, outcome, ...shownBy(run.run, outcome) };
  return { intent: report, actor: aWorker(host), at: now };
}

function pending(story: Story, policy: Policy): readonly Wake[] {
  const { change } = story;
  const wakes = story.facts.flatMap((f) =>
    followUps({ ...change, status: change.status }, f, policy).filter((u) => u.kind === 'wake'),
  );
  const isOpen = (w: Wake) => w.schedule === change.schedule && !change.milestones[`${w.schedule}/${w.milestone}`];
  return wakes.filter(isOpen).toSorted((a, b) => a.dueAt - b.dueAt);
}

function nextWake(story: Story, policy: Policy, now: number): Move | undefined {
  const [wake] = pending(story, policy);
  return wake && clockMove(wake, Math.max(now, wake.dueAt));
}

function clockMove({ milestone, schedule }: Wake, at: number): Move {
  return { intent: { type: 'reachMilestone', milestone, schedule }, actor: THE_CLOCK, at };
}

/** Whatever else may be said: by the wrong person, twice, too early, of a former revision, by another host. */
function anyMoves(story: Story, policy: Policy, now: number): readonly Move[] {
  const { change } = story;
  const { content, revision } = change;
  const runs = change.runs.slice(-4);
  const people = ['U0ADA', 'U0BOB', 'U0CYD', 'U0MGR', 'U0EVE'];
  const said: readonly Intent[] = [
    edit({ ...content, risk: content.risk === 'high' ? 'low' : 'high' }, revision),
    edit({ ...content, title: `${content.title}.`.slice(0, 100) }, revision),
    edit({ ...content, implementer: 'U0BOB' }, revision),
    edit(moved(content, DAY), revision),
    edit(moved(content, 2 * HOUR), revision),
    edit({ ...content, ...STANDARD }, revision),
    edit({ ...content, ...EMERGENCY }, revision),
    edit({ ...content, ...EMERGENCY, incident: 'CHG-9' }, revision),
    { type: 'castVote', ballot: change.ballots.length, answer: 'no', reason: 'No.' },
    { type: 'castVote', ballot: 1, answer: 'yes' },
    ok(1, 'feasibility'),
    concern(change.reviews.length, 'tested'),
    { type: 'correct', review: change.reviews.length, criterion: 'tested', text: 'Mended.' },
    START(revision),
    START(1),
    SOLVED,
    ROLL_BACK,
    CLOSE,
    { type: 'submit' },
    ...runs.flatMap((r): Intent[] => [
      { type: 'tryAgain', run: r.run },
      { type: 'tryAgain', run: r.run },
      { type: 'lookAgain', run: r.run },
      { type: 'settleStep', run: r.run, verdict: 'failed', reason: 'Seen.' },
      { type: 'stopStep', run: r.run, reason: 'It hangs.' },
      { type: 'killStep', run: r.run, reason: 'It still hangs.' },
    ]),
  ];
  const rarely: readonly Intent[] = [WITHDRAW, INCIDENT, { type: 'rehearse', course: 'silence' }];
  const wakes = pending(story, policy);
  return [
    ...said.flatMap((intent, i) =>
      [0, 1].map((more) => ({ intent, actor: anActor(people[(i + more) % 5] ?? '', policy), at: now })),
    ),
    ...said.map((intent) => ({ intent, actor: anActor('U0ADA', policy), at: now })),
    ...[...rarely, ...rarely].map((intent) => ({ intent, actor: anActor('U0ADA', policy), at: now })),
    ...wakes.flatMap((wake) => [clockMove(wake, now), clockMove(wake, Math.max(now, wake.dueAt))]),
    ...runs.flatMap((r) => [
      begins(r, policy, now),
      begins(r, policy, now, 'deploy-2'),
      overruns(r, now),
      reports(r, now, 0),
      reports(r, now, 0, 'deploy-2'),
      reports(r, now, 23),
    ]),
  ];
}
