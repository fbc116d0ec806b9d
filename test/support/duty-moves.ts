import { openDebts } from '../../src/change/debts.ts';
import { itemStandings } from '../../src/change/item-standing.ts';
import { followUps, type FollowUp } from '../../src/change/follow-ups.ts';
import { shutGates } from '../../src/change/gates.ts';
import type { Intent } from '../../src/change/intents.ts';
import { openBallots, type Ballot, type Change } from '../../src/change/model.ts';
import { GATES } from '../../src/change/override.ts';
import type { Policy } from '../../src/change/policy.ts';
import { takesTicks } from '../../src/change/ticks.ts';
import { THE_CLOCK, anActor, type Story } from './a-change.ts';
import { aDeclared } from './a-freeze.ts';
import { reopen, skip, tick } from './a-checklist.ts';
import { anOpenIncident } from './an-incident.ts';
import { HOUR, MINUTE } from './a-policy.ts';
import { looksBack } from './lives.ts';
import type { Move } from './moves.ts';

/** Of what is due by the clock and what people owe one another one kind is drawn: to ask, to ask back or lend a vote, to override, to owe, to log, to write below a notice, to heed a freeze, to tick a playbook or a checklist, to answer the end of a window. */
export function dutyMoves(story: Story, policy: Policy, now: number, pick: number): readonly Move[] {
  const { change } = story;
  const log: Move = { intent: { type: 'log', text: 'The pool is used up.' }, actor: anActor('U0EVE', policy), at: now };
  const below: Intent = { type: 'giveFeedback', text: 'Nothing is found.', channel: 'C0MAINT', ts: `${now}.1` };
  const written: Move = { intent: below, actor: { ...anActor('U0GUEST', policy), outsider: true }, at: now };
  const isOdd = pick % 9 === 0;
  const kinds = [
    openBallots(change).length > 0 || isOdd ? asking(change, policy, now) : [],
    ...openBallots(change).flatMap((ballot) => [beforeVoting(ballot, policy, now), beforeVoting(ballot, policy, now)]),
    overriding(change, policy, now),
    owing(story, policy, now),
    reviewing(change, policy, now),
    onTheLadder(change, policy, now),
    isOnTheWay(change) ? heeding(now) : [],
    heedingIncidents(change, now),
    inAnIncident(change, policy, now),
    listed(change, policy, now),
    change.content.kind === 'emergency' || isOdd ? [log, written, ...ticking(change, policy, now)] : [],
  ].filter((moves) => moves.length > 0);
  return kinds[(pick >> 7) % kinds.length] ?? [log];
}

/** A freeze over the window was declared, where the policy in force has it, or was lifted. */
function heeding(now: number): readonly Move[] {
  const lifted = aDeclared({ declared: 2, lifted: { by: 'U0MGR', at: now, reason: 'They left.' } });
  return [aDeclared(), aDeclared(), lifted].map((freeze) => ({
    intent: { type: 'heedFreeze', freeze },
    actor: THE_CLOCK,
    at: now,
  }));
}

/** An incident of another change is open, where the policy in force has it, or is over; an emergency names this one's. */
function heedingIncidents({ incident: own, waitsFor }: Change, now: number): readonly Move[] {
  const incident = anOpenIncident();
  const emergency = {
    type: 'heedEmergency',
    emergency: 'CHG-8',
    title: 'The site is down',
    requester: 'U0ADA',
  } as const;
  const open = { type: 'heedIncident', incident, became: 'open' } as const;
  const said: readonly Intent[] = [
    ...(own ? [emergency] : []),
    ...(waitsFor.length > 0 ? [{ ...open, became: 'over' } as const] : []),
    open,
  ];
  return said.map((intent) => ({ intent, actor: THE_CLOCK, at: now }));
}

/** What an open playbook asks, also twice. */
function ticking(change: Change, policy: Policy, now: number): readonly Move[] {
  return change.runs.flatMap((r) =>
    [1, 2].flatMap((step) =>
      takesTicks(change, r)
        ? [{ intent: { type: 'tickPlaybook', run: r.run, step } as const, actor: anActor('U0EVE', policy), at: now }]
        : [],
    ),
  );
}

function isOnTheWay({ status }: Change): boolean {
  return ['inReview', 'approved', 'goNogo', 'ready'].includes(status);
}

/** As the clock does, with what it sees in the roles; also twice, and of a ballot that is over. */
function asking(change: Change, policy: Policy, now: number): readonly Move[] {
  const people = anActor('U0ADA', policy).roster;
  const ask = (ballot: number, nth: number): Intent => ({ type: 'askVoters', ballot, nth, people });
  const due = openBallots(change).map(({ number, putTo }) => ask(number, putTo ? putTo.reminders + 1 : 0));
  return [...due, ...due, ask(1, 0), ask(change.ballots.length, 1)].map((intent) => ({
    intent,
    actor: THE_CLOCK,
    at: now,
  }));
}

function beforeVoting({ number: ballot, requirements }: Ballot, policy: Policy, now: number): readonly Move[] {
  const seated = requirements.flatMap(({ role }) => policy.roles[role]?.members ?? []);
  const said: readonly Intent[] = [
    { type: 'askAbout', ballot, question: 'Who tests it?' },
    { type: 'delegateVote', ballot, to: 'U0DAN' },
    { type: 'delegateVote', ballot, to: 'U0FAY' },
    { type: 'delegateVote', ballot, to: 'U0ADA' },
    { type: 'castVote', ballot, answer: 'yes' },
  ];
  return [...seated, 'U0DAN'].flatMap((user) =>
    said.map((intent) => ({ intent, actor: anActor(user, policy), at: now })),
  );
}

/** Of what is shut, by the lead; of anything, by anybody, of another revision. */
function overriding(change: Change, policy: Policy, now: number): readonly Move[] {
  const { revision, schedule } = change;
  const roster = anActor('U0BOB', policy).roster;
  const shut = shutGates(change, { now, policy, roster }).map(({ gate }) => gate);
  const over = (gate: (typeof GATES)[number], more = {}): Intent => ({
    type: 'overrideGate',
    gate,
    reason: 'It cannot wait.',
    revision,
    schedule,
    ...more,
  });
  return [
    ...shut.flatMap((gate) => ['U0BOB', 'U0CYD'].map((user) => [over(gate), user] as const)),
    ...shut.map((gate) => [over(gate, { revision: revision + 1 }), 'U0BOB'] as const),
    [over(GATES[now % GATES.length] ?? 'plan'), 'U0EVE'] as const,
    [over('goNogo'), 'U0BOB'] as const,
  ].map(([intent, user]) => ({ intent, actor: anActor(user, policy), at: now }));
}

/** Paid by who owes it or by another, with a word or a review; chased at its times, and too early. */
function owing(story: Story, policy: Policy, now: number): readonly Move[] {
  const { change } = story;
  const chases = story.facts
    .flatMap((f) => followUps(change, f, policy))
    .filter((f): f is Extract<FollowUp, { kind: 'debt' }> => f.kind === 'debt');
  const open = openDebts(change);
  return [
    ...open.flatMap(({ number: debt, owner }) =>
      [owner, owner, 'U0BOB', 'U0EVE'].map((user) => ({
        intent: { type: 'payDebt', debt, note: 'Written down.' } as const,
        actor: anActor(user, policy),
        at: now,
      })),
    ),
    ...(open.some(({ what }) => what === 'pir') ? ['U0ADA', 'U0EVE'] : []).map((user) => ({
      intent: looksBack({ former: change.pir?.number ?? 0 }),
      actor: anActor(user, policy),
      at: now,
    })),
    ...chases.flatMap(({ debt, at, dueAt }) =>
      [now, Math.max(now, dueAt)].map((then) => ({
        intent: { type: 'chaseDebt', debt, at } as const,
        actor: THE_CLOCK,
        at: then,
      })),
    ),
  ];
}

/** As the clock does of reviews; also twice. */
function reviewing({ reviews }: Change, policy: Policy, now: number): readonly Move[] {
  const people = anActor('U0ADA', policy).roster;
  return reviews.flatMap(({ number, putTo }) =>
    [0, (putTo?.reminders ?? 0) + 1].map((nth) => ({
      intent: { type: 'askReviewers', review: number, nth, people } as const,
      actor: THE_CLOCK,
      at: now,
    })),
  );
}

/** More time, a little or too much; going on, asked or not; a word to the people affected. */
function onTheLadder(
  { content, milestones, schedule, startedAt }: Change,
  policy: Policy,
  now: number,
): readonly Move[] {
  if (startedAt === undefined) return [];
  const isSafePassed = milestones[`${schedule}/lastSafe`] !== undefined;
  const said: readonly Intent[] = [
    { type: 'takeMoreTime', forMs: 30 * MINUTE, words: '' },
    { type: 'takeMoreTime', forMs: 23 * HOUR, words: '' },
    { type: 'keepWorking' },
    { type: 'tellProgress', text: 'Half of it is done.' },
  ];
  const clock: readonly Move[] = isSafePassed
    ? []
    : [
        {
          intent: { type: 'reachMilestone', milestone: 'lastSafe', schedule },
          actor: THE_CLOCK,
          at: Math.max(now, content.closesAt - HOUR),
        },
      ];
  return [
    ...clock,
    ...['U0ADA', 'U0BOB'].flatMap((user) => said.map((intent) => ({ intent, actor: anActor(user, policy), at: now }))),
  ];
}

/** Whatever may be said of an item, by its owner or another, also twice. */
function listed(change: Change, policy: Policy, now: number): readonly Move[] {
  return itemStandings(change, policy).flatMap(({ item, mark }) => {
    const back = reopen(item.id);
    const said: readonly Intent[] = mark ? [tick(item.id), back, back] : [tick(item.id, '40 %'), skip(item.id)];
    return ['U0ADA', 'U0CYD'].flatMap((user) =>
      said.map((intent) => ({ intent, actor: anActor(user, policy), at: now })),
    );
  });
}

/** A word about it, or that it is over; by whoever may, or not. */
function inAnIncident({ incident }: Change, policy: Policy, now: number): readonly Move[] {
  if (!incident) return [];
  const said: readonly Intent[] = [
    { type: 'updateIncident', text: 'The replica is being promoted.' },
    { type: 'resolveIncident', text: 'The replica serves.' },
  ];
  return ['U0ADA', 'U0EVE'].flatMap((user) =>
    said.map((intent) => ({ intent, actor: anActor(user, policy), at: now })),
  );
}
