import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from '../../src/change/decide.ts';
import type { RecordedFact } from '../../src/change/facts.ts';
import type { Actor, Intent } from '../../src/change/intents.ts';
import { implementerOf, openBallots, type Change } from '../../src/change/model.ts';
import type { Policy, Requirement } from '../../src/change/policy.ts';
import type { StandIn } from '../../src/change/put-to.ts';
import { FILED_AT, GO_AT, OPENS_AT, PATTERNS, THE_CLOCK, anActor, type Story } from '../support/a-change.ts';
import { aPolicy, DAY, HOUR } from '../support/a-policy.ts';
import { append } from '../support/given.ts';
import { edit, inReview, moved } from '../support/lives.ts';

const RUNS = 400;
const PEOPLE = ['U0ADA', 'U0BOB', 'U0CYD', 'U0DAN', 'U0MGR', 'U0MAX', 'U0EVE', 'U0FAY'] as const;
const ROLES = ['infrastructure-lead', 'management', 'validator'] as const;
const base = aPolicy({
  roles: {
    ...aPolicy().roles,
    'infrastructure-lead': { members: ['U0BOB', 'U0CYD', 'U0DAN'], delegates: [] },
    management: { members: ['U0MGR', 'U0MAX'], delegates: [] },
    validator: { members: ['U0CYD', 'U0EVE'], delegates: [] },
  },
});
const freezes = [{ name: 'Election', from: '2026-10-01', to: '2026-12-31', hard: true }];
const asking = (need: Requirement['need'], more: Partial<Policy> = {}): Policy => {
  const lead = { role: 'infrastructure-lead', need };
  return {
    ...base,
    approvals: { ...base.approvals, normal: [lead], high: [lead, { role: 'management', need: 1 }] },
    ...more,
  };
};
/** Management stands in for leads and validators who cannot answer, or do not. */
const withFallbacks = (policy: Policy): Policy => ({
  ...policy,
  roles: {
    ...policy.roles,
    'infrastructure-lead': { members: ['U0BOB', 'U0CYD'], delegates: [], fallback: 'management' },
    validator: { members: [], delegates: [], fallback: 'management' },
  },
});
const overriddenBy = (need: Requirement['need']) => ({ overrides: { role: 'infrastructure-lead', need } });
const POLICIES = [
  asking(1),
  asking(2, overriddenBy(2)),
  asking('all', overriddenBy('all')),
  asking('any'),
  asking(2, { calendar: { freezes, avoid: [] } }),
  withFallbacks(asking(1)),
  withFallbacks(asking(2, overriddenBy(2))),
];

/** A life: how it begins, and what is drawn for each move. */
const lives = fc.record({
  policy: fc.constantFrom(...POLICIES),
  risk: fc.constantFrom('medium' as const, 'high' as const),
  draws: fc.array(fc.record({ what: fc.nat(99), who: fc.nat(1000), which: fc.nat(1000) }), {
    minLength: 10,
    maxLength: 40,
    size: 'max',
  }),
});
type Draw = { readonly what: number; readonly who: number; readonly which: number };

function pick<T>(from: readonly T[], n: number): T | undefined {
  return from[n % Math.max(1, from.length)];
}

/** Mostly an answer by whoever is asked; else anything, by anybody. */
function said(change: Change, policy: Policy, { what, who, which }: Draw): readonly [Intent, string | Actor] {
  const anybody = pick(PEOPLE, who) ?? 'U0ADA';
  const ballot = pick(openBallots(change), which) ?? change.ballots.at(-1);
  const number = ballot?.number ?? 1;
  const role = pick(ballot?.requirements ?? [], which)?.role ?? 'validator';
  const standIns = (ballot?.putTo?.standIns ?? []).flatMap((s) => s.people);
  const asked = [...membersOf(policy, role), ...(ballot?.delegated ?? []).map((d) => d.to), ...standIns];
  const voter = pick(asked, who) ?? anybody;
  const { content, revision, schedule } = change;
  if (change.status === 'draft' && what < 60) return [{ type: 'submit' }, 'U0ADA'];
  const gate = openBallots(change).some((b) => b.question === 'goNogo') ? 'goNogo' : 'approval';
  const override = { type: 'overrideGate', gate, reason: 'Away.', revision, schedule } as const;
  const overrider = pick(membersOf(policy, policy.overrides.role), who) ?? anybody;
  const isHalfWay = change.overrides.some((o) => o.gate === gate && o.revision === revision && o.schedule === schedule);
  if (isHalfWay && what < 25) return [override, overrider];
  const isUnasked = ballot?.result === undefined && ballot?.putTo === undefined;
  const nth = ballot?.putTo ? ballot.putTo.reminders + 1 : 0;
  const ask = { type: 'askVoters', ballot: number, nth, people: anActor('U0ADA', policy).roster } as const;
  if (isUnasked && what < 20) return [ask, THE_CLOCK];
  if (what < 50) return [{ type: 'castVote', ballot: number, answer: 'yes' }, voter];
  if (what < 56) return [{ type: 'castVote', ballot: pick([number, 1], which) ?? 1, answer: 'yes' }, anybody];
  if (what < 58) return [{ type: 'castVote', ballot: number, answer: 'no', reason: 'No.' }, voter];
  if (what < 70) return [{ type: 'delegateVote', ballot: number, to: anybody }, voter];
  if (what < 71) return [{ type: 'askAbout', ballot: number, question: 'Why?' }, voter];
  if (what < 76) return [override, what < 75 ? overrider : anybody];
  if (what < 82) return [ask, THE_CLOCK];
  if (what < 90) {
    const edits = [
      { ...content, title: `${content.title}.`.slice(0, 100) },
      { ...content, risk: content.risk === 'high' ? ('medium' as const) : ('high' as const) },
      { ...content, implementer: anybody },
      moved(content, HOUR),
    ];
    return [edit(pick(edits, which) ?? content, revision), pick(['U0ADA', 'U0BOB', 'U0DAN'], who) ?? 'U0ADA'];
  }
  const milestone = pick(['goNogo', 'goDeadline', 'opens'] as const, which) ?? 'opens';
  return [{ type: 'reachMilestone', milestone, schedule }, THE_CLOCK];
}

function membersOf(policy: Policy, role: string): readonly string[] {
  return policy.roles[role]?.members ?? [];
}

/** A role gains or loses somebody. */
function withRoles(policy: Policy, { who, which }: Draw): Policy {
  const role = pick(ROLES, which) ?? 'validator';
  const user = pick(PEOPLE, who) ?? 'U0BOB';
  const members = policy.roles[role]?.members ?? [];
  const next = members.includes(user) ? members.filter((m) => m !== user) : [...members, user];
  return { ...policy, roles: { ...policy.roles, [role]: { ...policy.roles[role], members: next, delegates: [] } } };
}

/** Counted from the facts alone: whether a ballot has the distinct people who may answer it, for each thing it asks. */
function hasQuorum(
  facts: readonly RecordedFact[],
  number: number,
  asked: readonly Requirement[],
  change: Change,
  policy: Policy,
): boolean {
  const votes = new Map<string, { role: string; answer: string; holder: string }>();
  const lent = new Map<string, string>();
  let standIns: readonly StandIn[] = [];
  for (const { fact } of facts) {
    if (fact.type === 'voteDelegated' && fact.ballot === number) {
      lent.set(fact.from, fact.to);
      for (const [voter, { holder }] of votes) if (holder === fact.from) votes.delete(voter);
    }
    if (fact.type === 'votersAsked' && fact.ballot === number) standIns = fact.standIns ?? [];
    if (fact.type !== 'voteCast' || fact.ballot !== number) continue;
    const holder = fact.seatOf ?? fact.voter;
    if (holder !== fact.voter && lent.get(holder) !== fact.voter) return false;
    lent.delete(fact.voter);
    for (const [voter, vote] of votes) if (vote.holder === holder) votes.delete(voter);
    votes.set(fact.voter, { role: fact.role, answer: fact.answer, holder });
  }
  const close = [change.requester, implementerOf(change)];
  if ([...votes.values()].some((v) => v.answer === 'no')) return false;
  return asked.every(({ role, need }) => {
    const fallbacks = standIns.filter((s) => s.role === role).flatMap((s) => membersOf(policy, s.fallback));
    const members = [...new Set([...membersOf(policy, role), ...fallbacks])];
    const yes = [...votes].filter(
      ([voter, v]) =>
        v.role === role && members.includes(v.holder) && !close.includes(v.holder) && !close.includes(voter),
    );
    const holders = new Set(yes.map(([, v]) => v.holder));
    if (holders.size !== yes.length) return false;
    const must = members.filter((m) => !close.includes(m) && m !== change.lastEditor);
    if (need === 'all') return yes.length > 0 && must.every((m) => holders.has(m));
    return yes.length >= (need === 'any' ? 1 : need);
  });
}

function askedBy(question: string, { content }: Change, policy: Policy): readonly Requirement[] {
  if (question === 'approval') return policy.approvals[content.risk === 'high' ? 'high' : 'normal'];
  return [question === 'exception' ? policy.exceptions : policy.goNogo];
}

/** As many as are asked, each other than those who carry the change, who hold the role as somebody shows who does. */
function isOverridden(facts: readonly RecordedFact[], gate: string, change: Change, policy: Policy): boolean {
  const overriders = new Set<string>();
  for (const { fact } of facts) {
    if (fact.type === 'changeEdited' && (fact.material || fact.rescheduled)) overriders.clear();
    if (fact.type === 'gateOverridden' && fact.gate === gate) overriders.add(fact.overrider);
  }
  const { role, need } = policy.overrides;
  const close = [change.requester, implementerOf(change)];
  const able = membersOf(policy, role).filter((m) => !close.includes(m));
  const given = able.filter((m) => overriders.has(m));
  const missing = able.filter((m) => !overriders.has(m) && m !== change.lastEditor);
  if (facts.at(-1)?.by === 'clock') return false;
  return given.length > 0 && (need === 'all' ? missing.length === 0 : given.length >= (need === 'any' ? 1 : need));
}

/** What must hold of every decision that lets a change go on. */
function judge(before: Story, after: Story, policy: Policy): void {
  const fresh = after.facts.slice(before.facts.length);
  for (const { fact, seq } of fresh) {
    const told = after.facts.filter((f) => f.seq <= seq);
    if (fact.type === 'ballotClosed' && fact.result === 'passed') {
      const ballot = after.change.ballots.find((b) => b.number === fact.ballot);
      expect(ballot?.revision).toBe(after.change.revision);
      const asked = askedBy(ballot?.question ?? '', before.change, policy);
      expect(hasQuorum(told, fact.ballot, asked, before.change, policy), `ballot ${fact.ballot}`).toBe(true);
    }
    if (fact.type === 'changeApproved') {
      const passed = after.change.ballots.some(
        (b) => b.question === 'approval' && b.result === 'passed' && b.revision === after.change.revision,
      );
      expect(passed || isOverridden(told, 'approval', after.change, policy)).toBe(true);
    }
    if (fact.type === 'changeReadied') {
      const { schedule, revision } = after.change;
      const go = after.change.ballots.some(
        (b) => b.question === 'goNogo' && b.result === 'passed' && b.schedule === schedule && b.revision === revision,
      );
      expect(go || isOverridden(told, 'goNogo', after.change, policy)).toBe(true);
    }
    if (fact.type === 'voteCast' || fact.type === 'gateOverridden') {
      const by = fact.type === 'voteCast' ? fact.voter : fact.overrider;
      expect([before.change.requester, before.change.lastEditor, implementerOf(before.change)]).not.toContain(by);
    }
    if (fact.type === 'gateOverridden') expect(policy.roles[policy.overrides.role]?.members).toContain(fact.overrider);
  }
}

interface Reach {
  runs: number;
  approved: number;
  exceptions: number;
  delegated: number;
  overridden: number;
  byTwo: number;
  stoodIn: number;
}

/** Two answered for one gate, and what was asked was superseded. */
function isPassedByTwo({ overrides, ballots }: Change): boolean {
  return overrides.some(
    (o) =>
      overrides.some((p) => p.gate === o.gate && p.by !== o.by && p.revision === o.revision) &&
      ballots.some((b) => b.question === o.gate && b.revision === o.revision && b.result === 'superseded'),
  );
}

function live(life: { policy: Policy; risk: 'medium' | 'high'; draws: readonly Draw[] }, reach: Reach): void {
  let policy = life.policy;
  let now = FILED_AT + HOUR;
  let story = inReview({ policy, content: { risk: life.risk }, byHand: true });
  for (const draw of life.draws) {
    now += (draw.which % 8) * HOUR;
    if (draw.what >= 96) policy = withRoles(policy, draw);
    const [intent, by] = said(story.change, policy, draw);
    if (intent.type === 'reachMilestone' && draw.who % 2 === 0)
      now = Math.max(now, GO_AT, story.change.schedule === 1 ? 0 : OPENS_AT - 6 * DAY);
    const actor = typeof by === 'string' ? anActor(by, policy) : by;
    const decision = decide(story.change, intent, { now, policy, patterns: PATTERNS, actor });
    if (!decision.ok) continue;
    const after = append(story, decision.facts, actor, now);
    judge(story, after, policy);
    story = after;
  }
  const has = (is: boolean): number => (is ? 1 : 0);
  const passed = (question: string): boolean =>
    story.change.ballots.some((b) => b.question === question && b.result === 'passed');
  reach.runs += 1;
  reach.approved += has(passed('approval'));
  reach.exceptions += has(passed('exception'));
  reach.delegated += has(story.facts.some(({ fact }) => fact.type === 'voteCast' && fact.seatOf !== undefined));
  reach.overridden += has(story.facts.some(({ fact }) => fact.type === 'gateOverridden'));
  reach.byTwo += has(isPassedByTwo(story.change));
  reach.stoodIn += has(
    story.change.ballots.some(({ putTo, votes }) =>
      putTo?.standIns.some((s) => votes.some((v) => v.role === s.role && s.people.includes(v.by))),
    ),
  );
}

test('whoever votes, delegates, overrides, edits, joins or leaves: nothing passes without the distinct people it asks for', () => {
  const reach: Reach = { runs: 0, approved: 0, exceptions: 0, delegated: 0, overridden: 0, byTwo: 0, stoodIn: 0 };
  fc.assert(
    fc.property(lives, (life) => live(life, reach)),
    { numRuns: RUNS, interruptAfterTimeLimit: 15_000 },
  );
  const shares = Object.fromEntries(
    Object.entries(reach).map(([what, n]) => [what, Math.round((100 * Number(n)) / reach.runs)]),
  );
  console.log(`of ${reach.runs} lives, in percent: ${JSON.stringify(shares)}`);
  expect(shares['approved'], JSON.stringify(shares)).toBeGreaterThanOrEqual(20);
  expect(shares['exceptions'], JSON.stringify(shares)).toBeGreaterThanOrEqual(8);
  expect(shares['delegated'], JSON.stringify(shares)).toBeGreaterThanOrEqual(4);
  expect(shares['overridden'], JSON.stringify(shares)).toBeGreaterThanOrEqual(2);
  expect(shares['byTwo'], JSON.stringify(shares)).toBeGreaterThanOrEqual(2);
  expect(shares['stoodIn'], JSON.stringify(shares)).toBeGreaterThanOrEqual(1);
});
