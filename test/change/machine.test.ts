import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { changeSetOf } from '../../src/change/change-set.ts';
import { decide } from '../../src/change/decide.ts';
import { fold } from '../../src/change/evolve.ts';
import { followUps } from '../../src/change/follow-ups.ts';
import type { IntentType } from '../../src/change/intents.ts';
import { LIFECYCLE, leadsTo } from '../../src/change/lifecycle.ts';
import { isOver } from '../../src/change/statuses.ts';
import { endsAt } from '../../src/change/ladder.ts';
import { isAnnounced } from '../../src/change/announced.ts';
import { implementerOf, type Ballot, type Change } from '../../src/change/model.ts';
import type { GateName } from '../../src/change/override.ts';
import type { ItemGate } from '../../src/change/checklist.ts';
import type { Policy } from '../../src/change/policy.ts';
import { openCorrections } from '../../src/change/review.ts';
import { FILED_AT, OPENS_AT, PATTERNS, anActor, filing, liveThrough, type Story } from '../support/a-change.ts';
import { HOUR, aPolicy, aRunbook } from '../support/a-policy.ts';
import { aDeclared, frozenBy } from '../support/a-freeze.ts';
import { anOpenIncident, stoppedBy } from '../support/an-incident.ts';
import { LISTED, listing } from '../support/a-checklist.ts';
import { aPlaybook } from '../support/a-playbook.ts';
import { append } from '../support/given.ts';
import { EMERGENCY, INCIDENT, STANDARD, emergency } from '../support/lives.ts';
import { nextMove, type Draw, type Move } from '../support/moves.ts';

const RUNS = 300;
/** What was drawn less often may be refused each time by chance; that each intent is heard at all `lifecycle.test.ts` shows. */
const OFTEN = 60;
const playbooks = [aPlaybook()];
const plain = aPolicy({ playbooks });
const automatic = aPolicy({
  playbooks,
  runbooks: { 'web-release': aRunbook({ rollback: { ...aRunbook().rollback, automatic: true } }) },
});
const { backup: _b, plan: _p, watch: _w, ...rest } = aRunbook({ destructive: false, verify: [] });
const bare = aPolicy({ runbooks: { 'web-release': { ...rest, preflight: [] } } });
const reviewed = aPolicy({ reviews: { normal: ['technical'], high: ['technical', 'business', 'security'] } });
/** The window lies in a hard freeze, and management may let it pass. */
const freezes = [{ name: 'Election', from: '2026-11-01', to: '2026-11-09', hard: true }];
const freezing: Policy = { ...bare, calendar: { freezes, avoid: [] } };
/** Somebody declared a hard freeze over the window. */
const declared = frozenBy(plain, aDeclared());
const POLICIES: readonly Policy[] = [plain, reviewed, automatic, bare, freezing, declared].map((p) => listing(p));
/** The same runbook, edited: what was voted on is not what would run. */
const EDITED = 'd2'.repeat(32);
const edited = (policy: Policy): Policy => ({
  ...policy,
  runbooks: { 'web-release': { ...(policy.runbooks['web-release'] ?? aRunbook()), digest: EDITED } },
});

/** A life: how it is filed, and what is drawn for each move. */
const lives = fc.record({
  policy: fc.constantFrom(...POLICIES),
  kind: fc.constantFrom({}, {}, {}, { risk: 'high' as const }, STANDARD, EMERGENCY, LISTED),
  /** Rarely, it is an emergency whose work has failed already: the way there is long. */
  hasFailed: fc.constantFrom(...Array.from({ length: 9 }, () => false), true),
  edits: fc.constantFrom(...Array.from({ length: 9 }, () => 1000), 5, 15, 25),
  /** From which move until which an incident of another change is open on the service. */
  incident: fc.constantFrom([0, 0], [0, 0], [0, 0], [4, 12], [8, 30], [15, 1000]),
  draws: fc.array(
    fc.record({ chance: fc.nat(99), pick: fc.nat(100_000), wait: fc.nat(99) }) satisfies fc.Arbitrary<Draw>,
    { minLength: 20, maxLength: 70, size: 'max' },
  ),
});

function frozen<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
}

/** Whether the votes for this revision, counted by hand, are those the policy asks, or a second person answers for them; nobody counts who may not vote. */
function hasQuorum(change: Change, policy: Policy): boolean {
  const { kind, risk } = change.content;
  if (kind !== 'normal') return true;
  const asked = policy.approvals[risk === 'high' ? 'high' : 'normal'];
  const barred = [change.requester, implementerOf(change)];
  const isOverridden = (gate: GateName): boolean =>
    change.overrides.some(
      ({ gate: g, by, revision, schedule }) =>
        g === gate && revision === change.revision && schedule === change.schedule && !barred.includes(by),
    );
  const isAsVoted = (b: Ballot): boolean =>
    b.schedule === change.schedule && (b.changeSet === changeSetOf(change, policy) || isOverridden('runbook'));
  const carried = (question: 'approval' | 'goNogo', requirements: typeof asked) =>
    isOverridden(question) ||
    change.ballots.some(
      (b) =>
        b.question === question &&
        b.result === 'passed' &&
        b.revision === change.revision &&
        (question === 'approval' || isAsVoted(b)) &&
        !b.votes.some((v) => v.answer === 'no') &&
        (isOverridden('votes') ||
          requirements.every((r) => b.votes.some((v) => v.role === r.role && !barred.includes(v.by)))),
    );
  return carried('approval', asked) && carried('goNogo', [policy.goNogo]);
}

/** Whether every review the policy asks of this revision has all its criteria ok, counted by hand, by others than who files and carries it out. */
function isReviewed(change: Change, policy: Policy): boolean {
  const { kind, risk } = change.content;
  const asked = kind !== 'normal' ? [] : policy.reviews[risk === 'high' ? 'high' : 'normal'];
  const answered = change.overrides.some((o) => o.gate === 'reviews' && o.revision === change.revision);
  return (
    answered ||
    asked.every((what) =>
      change.reviews.some((r) => {
        const answers = Object.values(r.answers);
        const isOurs = r.what === what && r.revision === change.revision && answers.length === 3;
        return (
          isOurs &&
          answers.every((a) => a.answer === 'ok' && a.by !== change.requester && a.by !== implementerOf(change))
        );
      }),
    )
  );
}

/** Whether no incident is open on the service, or the change names it, or somebody answers for that very one. */
function isUnstopped({ content, overrides, revision, schedule }: Change, policy: Policy): boolean {
  return (policy.incidents.open ?? []).every(
    (i) =>
      (content.kind === 'emergency' && content.incident === i.change) ||
      overrides.some(
        (o) =>
          o.gate === 'incident' &&
          o.revision === revision &&
          o.schedule === schedule &&
          o.incidents?.includes(i.change),
      ),
  );
}

/** Whether nothing is open of the checklist that comes before this, by what people said of it alone, or somebody answers for that. */
function isTicked({ checklist, overrides, schedule, revision }: Change, gates: readonly ItemGate[]): boolean {
  const answered = overrides.some((o) => o.gate === 'checklist' && o.schedule === schedule && o.revision === revision);
  const ticked = (checklist?.marks ?? []).filter((m) => m.as === 'done').map((m) => m.item);
  const asked = (checklist?.items ?? []).filter((i) => i.gate && gates.includes(i.gate));
  return answered || asked.every((i) => ticked.includes(i.id));
}

/** What must hold of every single decision. */
function judge(before: Story, after: Story, { intent, at }: Move, policy: Policy): void {
  const { change } = after;
  const fresh = after.facts.slice(before.facts.length);
  expect(change.version).toBe(before.change.version + fresh.length);
  if (fresh.length > 0) expect(leadsTo(before.change.status, intent.type)).toContain(change.status);
  if (isOver(before.change.status)) expect(change.status).toBe(before.change.status);
  if (['withdrawn', 'rejected', 'missed', 'draft'].includes(change.status)) expect(isAnnounced(change)).toBe(false);
  for (const { fact } of fresh) {
    if (fact.type === 'changeApproved') expect(isReviewed(change, policy)).toBe(true);
    if (fact.type === 'changeStarted') expect(isUnstopped(change, policy)).toBe(true);
    if (fact.type === 'changeStarted' && fact.confirmed) expect(isTicked(change, ['goNogo', 'start'])).toBe(true);
    if (fact.type === 'ballotOpened' && fact.question === 'goNogo' && before.change.status === 'approved')
      expect(isTicked(change, ['goNogo'])).toBe(true);
    if (fact.type === 'changeClosed' && change.ending === 'implemented') expect(isTicked(change, ['close'])).toBe(true);
    if (fact.type === 'changeStarted' && fact.confirmed) expect(hasQuorum(before.change, policy)).toBe(true);
    if (fact.type === 'stepBegun') {
      const run = before.change.runs.find((r) => r.run === fact.run);
      expect(run?.state).toBe('requested');
      if (run?.step === 'apply') {
        expect(before.change).toMatchObject({ status: 'implementing', confirmed: true });
        expect(hasQuorum(before.change, policy)).toBe(true);
        expect(isUnstopped(before.change, policy)).toBe(true);
        if (change.content.kind !== 'emergency') expect(at).toBeLessThan(endsAt(before.change));
        const others = before.change.runs.filter(
          (r) => r.step === 'apply' && r.run !== run.run && r.state !== 'requested',
        );
        expect(others.every((r) => r.state === 'ended' && (r.settled?.verdict ?? r.outcome) !== 'succeeded')).toBe(
          true,
        );
        expect(others.some((r) => r.outcome === 'unknown' && !r.settled)).toBe(false);
      }
    }
    if (fact.type === 'ballotOpened' && fact.question === 'goNogo') expect(openCorrections(change)).toEqual([]);
    if (fact.type === 'rollbackDecided') {
      const unsettled = before.change.runs.some(
        (r) => r.step === 'apply' && (r.state === 'running' || (r.outcome === 'unknown' && !r.settled)),
      );
      expect(unsettled).toBe(false);
    }
    if (fact.type === 'noticeOrdered' && fact.notice === 'end') {
      expect(at).toBeGreaterThanOrEqual((change.watchingSince ?? Number.POSITIVE_INFINITY) + policy.watch.shortMs);
    }
  }
}

interface Reach {
  runs: number;
  confirmed: number;
  applied: number;
  unknown: number;
  rolledBack: number;
  implemented: number;
  exceptions: number;
  retrospectives: number;
  stopped: number;
  refused: number;
  moves: number;
  /** How often each intent was drawn, and how often heard. */
  readonly drawn: Map<IntentType, number>;
  readonly heard: Map<IntentType, number>;
}

function live(
  {
    policy,
    kind,
    hasFailed,
    edits,
    incident: [from = 0, to = 0],
    draws,
  }: typeof lives extends fc.Arbitrary<infer L> ? L : never,
  reach: Reach,
): void {
  let now = hasFailed ? OPENS_AT + HOUR : 'justification' in kind ? OPENS_AT : FILED_AT;
  let story = hasFailed
    ? liveThrough(policy, [[INCIDENT, anActor('U0ADA', policy), now]], emergency({ policy }))
    : liveThrough(policy, [filing(policy, kind, now)]);
  let isStopped = false;
  for (const [i, draw] of draws.entries()) {
    const asWritten = i >= edits ? edited(policy) : policy;
    const inForce = from <= i && i < to ? stoppedBy(asWritten, anOpenIncident()) : asWritten;
    const move = nextMove(story, inForce, now, draw);
    now = Math.max(now, move.at);
    const change = frozen(story.change);
    const decision = decide(change, move.intent, { now, policy: inForce, patterns: PATTERNS, actor: move.actor });
    reach.moves += 1;
    more(reach.drawn, move.intent.type);
    if (!decision.ok) {
      reach.refused += 1;
      isStopped ||= decision.refusal.code === 'incidentOnService';
      continue;
    }
    more(reach.heard, move.intent.type);
    const after = append(story, decision.facts, move.actor, now);
    judge(story, after, { ...move, at: now }, inForce);
    story = after;
  }
  expect(fold(story.facts)).toEqual(story.change);
  const begun = story.facts.flatMap(({ fact }) => (fact.type === 'stepBegun' ? [fact.run] : []));
  expect(new Set(begun).size).toBe(begun.length);
  const keys = story.facts.flatMap((f) => followUps(story.change, f, policy).map((u) => u.key));
  expect(new Set(keys).size).toBe(keys.length);
  count(story, begun, reach);
  reach.stopped += has(isStopped);
}

const has = (is: boolean): number => (is ? 1 : 0);

function more(counts: Map<IntentType, number>, type: IntentType): void {
  counts.set(type, (counts.get(type) ?? 0) + 1);
}

function count(story: Story, begun: readonly string[], reach: Reach): void {
  reach.runs += 1;
  reach.confirmed += has(story.change.confirmed === true);
  reach.applied += has(begun.some((run) => run.includes('-apply-')));
  reach.unknown += has(
    story.change.runs.some((r) => r.outcome === 'unknown' && (r.step === 'apply' || r.step === 'rollback')),
  );
  reach.rolledBack += has(story.change.ending === 'rolledBack');
  reach.implemented += has(story.change.ending === 'implemented');
  const isVotedOn = (question: Ballot['question']): boolean =>
    story.change.ballots.some((b) => b.question === question && b.votes.length > 0);
  reach.exceptions += has(isVotedOn('exception'));
  reach.retrospectives += has(isVotedOn('retrospective'));
}

test('whatever is said, in whatever order, the rules hold', () => {
  const reach: Reach = {
    runs: 0,
    confirmed: 0,
    applied: 0,
    unknown: 0,
    rolledBack: 0,
    implemented: 0,
    exceptions: 0,
    retrospectives: 0,
    stopped: 0,
    refused: 0,
    moves: 0,
    drawn: new Map(),
    heard: new Map(),
  };
  fc.assert(
    fc.property(lives, (life) => live(life, reach)),
    // A counterexample is shrunk within the time a test has.
    { numRuns: RUNS, interruptAfterTimeLimit: 15_000 },
  );
  const share = (n: number): number => Math.round((100 * n) / reach.runs);
  const shares = {
    applied: share(reach.applied),
    unknown: share(reach.unknown),
    rolledBack: share(reach.rolledBack),
    implemented: share(reach.implemented),
    exceptions: share(reach.exceptions),
    retrospectives: share(reach.retrospectives),
    stopped: share(reach.stopped),
    refused: Math.round((100 * reach.refused) / reach.moves),
  };
  const intents = [...new Set(Object.values(LIFECYCLE).flatMap((heard) => Object.keys(heard)))] as IntentType[];
  const counts = intents.map((type) => [type, reach.drawn.get(type) ?? 0, reach.heard.get(type) ?? 0] as const);
  console.log(
    `of ${reach.runs} lives, in percent: ${JSON.stringify(shares)}; drawn and heard: ${JSON.stringify(counts)}`,
  );
  // A busy machine lives fewer lives in its time, too few for what is rarely heard.
  const isEnough = reach.runs >= RUNS / 2;
  const isOdd = (drawn: number, heard: number): boolean => drawn === 0 || (drawn >= OFTEN && heard === 0);
  expect(counts.filter(([, drawn, heard]) => isEnough && isOdd(drawn, heard))).toEqual([]);
  // A generator that rarely gets to the dangerous part proves little about it; the bounds lie four deviations below what is usual of so many.
  const least = { applied: 8, unknown: 1, implemented: 2, stopped: 1 } as const;
  const rare = Object.entries(least).filter(([name, bound]) => shares[name as keyof typeof least] < bound);
  expect(isEnough ? rare : [], JSON.stringify(shares)).toEqual([]);
});
