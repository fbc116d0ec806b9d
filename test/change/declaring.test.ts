import { describe, expect, test } from 'vitest';
import { conflictsOf } from '../../src/change/calendar.ts';
import type { RecordedCalendarFact } from '../../src/change/declaring/calendar-facts.ts';
import { decideCalendar, STANDING_MAX, type CalendarIntent } from '../../src/change/declaring/decide-calendar.ts';
import { foldCalendar, standing } from '../../src/change/declaring/evolve-calendar.ts';
import { freezesOf, withDeclared } from '../../src/change/freezes.ts';
import type { Actor } from '../../src/change/intents.ts';
import { openBallots } from '../../src/change/model.ts';
import type { Policy } from '../../src/change/policy.ts';
import { FILED_AT, OPENS_AT, THE_CLOCK, anActor, liveThrough, type Story } from '../support/a-change.ts';
import { aDeclared, declaring, frozenBy } from '../support/a-freeze.ts';
import { aPolicy, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import {
  EMERGENCY,
  STANDARD,
  START,
  approved,
  atGo,
  edit,
  emergency,
  inReview,
  prepared,
  ready,
  vote,
} from '../support/lives.ts';

const NOW = FILED_AT;

/** What the calendar answers after these facts. */
function calendar(...past: readonly RecordedCalendarFact[]) {
  const folded = foldCalendar(past);
  return {
    when(intent: CalendarIntent, by: string | Actor = 'U0MGR', policy: Policy = aPolicy()) {
      const actor = typeof by === 'string' ? anActor(by, policy) : by;
      const inForce = withDeclared(policy, standing(folded.freezes));
      return decideCalendar(folded, intent, { now: NOW, policy: inForce, patterns: [], actor });
    },
  };
}

function recorded(...intents: readonly CalendarIntent[]): readonly RecordedCalendarFact[] {
  return intents.reduce<readonly RecordedCalendarFact[]>((past, intent) => {
    const decision = calendar(...past).when(intent);
    if (!decision.ok) throw new Error(`refused: ${JSON.stringify(decision.refusal)}`);
    return [...past, ...decision.facts.map((fact, i) => ({ seq: past.length + 1 + i, at: NOW, by: 'U0MGR', fact }))];
  }, []);
}

describe('a freeze', () => {
  test('is declared by whoever may let a change into one, under the next number', () => {
    expect(calendar(...recorded(declaring({ name: 'First' }))).when(declaring({ name: ' Second ' }))).toMatchObject({
      ok: true,
      facts: [{ type: 'freezeDeclared', freeze: 2, name: 'Second', hard: true, services: [] }],
    });
  });

  test('is declared and lifted by nobody else, and by nobody where nobody holds that role', () => {
    const policy = aPolicy();
    const guest = { ...anActor('U0MGR', policy), outsider: true };
    expect(calendar().when(declaring(), guest)).toMatchObject({ refusal: { code: 'outsider' } });
    expect(calendar().when(declaring(), THE_CLOCK)).toMatchObject({ refusal: { code: 'outsider' } });
    const barred = { refusal: { code: 'mayNotFreeze', role: 'management' } };
    expect(calendar().when(declaring(), 'U0BOB')).toMatchObject(barred);
    const lift = { type: 'liftFreeze', freeze: 1, reason: 'Over.' } as const;
    expect(calendar(...recorded(declaring())).when(lift, 'U0BOB')).toMatchObject(barred);
    const { management: _none, ...roles } = policy.roles;
    expect(calendar().when(declaring(), 'U0MGR', aPolicy({ roles }))).toMatchObject(barred);
  });

  test.each([
    ['a name', { name: ' ' }, ['name']],
    ['a name of its own', { name: 'year END' }, ['name']],
    ['a beginning', { from: Number.NaN }, ['from']],
    ['an end', { to: Number.NaN }, ['to']],
    ['an end after its beginning', { to: OPENS_AT - DAY }, ['to']],
    ['an end that lies ahead', { from: NOW - 2 * DAY, to: NOW }, ['to']],
    ['an end within a year', { to: OPENS_AT + 400 * DAY }, ['to']],
    ['a beginning within two years', { from: NOW + 900 * DAY, to: NOW + 901 * DAY }, ['from']],
    ['services that the policy names', { services: ['web', 'constructor'] }, ['services']],
    ['a reason', { reason: '' }, ['reason']],
    ['texts without hidden characters', { name: 'x\u202Ey', reason: 'x\u202Ey' }, ['name', 'reason']],
  ])('needs %s', (_, intent, fields) => {
    const yearEnd = { name: 'Year end', from: '2026-12-20', to: '2027-01-04', hard: true };
    const policy = aPolicy({ calendar: { freezes: [yearEnd], avoid: [] } });
    const decision = calendar().when(declaring(intent), 'U0MGR', policy);
    const problems = fields.map((field) => ({ field }));
    expect(decision).toMatchObject({ refusal: { code: 'invalidFreeze', problems } });
  });

  test('may have begun already, and take the name of one that was lifted', () => {
    const lifted = recorded(declaring(), { type: 'liftFreeze', freeze: 1, reason: 'Over.' });
    expect(calendar(...lifted).when(declaring({ from: NOW - HOUR }))).toMatchObject({
      ok: true,
      facts: [{ freeze: 2 }],
    });
  });

  test('is one of fifty at most', () => {
    const many = Array.from({ length: STANDING_MAX }, (_, i) => declaring({ name: `Freeze ${i}` }));
    expect(calendar(...recorded(...many)).when(declaring())).toMatchObject({
      refusal: { code: 'tooManyFreezes', most: STANDING_MAX },
    });
  });

  test('is lifted once, with a reason, and not after its end', () => {
    const one = recorded(declaring());
    const lift = { type: 'liftFreeze', freeze: 1, reason: ' Over. ' } as const;
    expect(calendar(...one).when({ ...lift, reason: ' ' })).toMatchObject({ refusal: { code: 'reasonNeeded' } });
    expect(calendar(...one).when({ ...lift, freeze: 2 })).toMatchObject({ refusal: { code: 'freezeOver' } });
    expect(calendar(...one).when(lift)).toMatchObject({
      facts: [{ type: 'freezeLifted', freeze: 1, reason: 'Over.' }],
    });
    expect(calendar(...recorded(declaring(), lift)).when(lift)).toMatchObject({ refusal: { code: 'freezeOver' } });
    const past = aDeclared({ from: NOW - 2 * DAY, to: NOW });
    const { declared: freeze, by, at, lifted: _lifted, ...what } = past;
    const long = { seq: 1, at, by, fact: { type: 'freezeDeclared', freeze, ...what } } as const;
    expect(calendar(long).when(lift)).toMatchObject({ refusal: { code: 'freezeOver' } });
  });

  test('counts until it is lifted, and is forgotten two months after its end', () => {
    const facts = recorded(declaring(), declaring({ name: 'Other' }), {
      type: 'liftFreeze',
      freeze: 1,
      reason: 'Over.',
    });
    expect(standing(foldCalendar(facts).freezes).map((f) => f.name)).toEqual(['Other']);
    const much = facts.at(-1)?.seq ?? 0;
    const later = {
      seq: much + 1,
      at: OPENS_AT + 90 * DAY,
      by: 'U0MGR',
      fact: { type: 'freezeLifted', freeze: 9, reason: 'x' },
    } as const;
    expect(foldCalendar([...facts, later])).toEqual({ version: 4, count: 2, freezes: [] });
  });
});

const declared = aDeclared();
const frozen = frozenBy(aPolicy(), declared);
const heed = (freeze = declared) => ({ type: 'heedFreeze', freeze }) as const;
const byClock = { by: THE_CLOCK, at: FILED_AT + 2 * HOUR, policy: frozen };

describe('a declared freeze', () => {
  test("speaks against a window as the policy's own do", () => {
    const plan = { ...inReview().change.content, implementer: 'U0ADA' };
    const found = (policy: Policy, over = plan) =>
      conflictsOf(over, [], policy, NOW).filter((c) => c.kind === 'freeze');
    expect(found(frozen)).toMatchObject([{ name: 'Audit week', hard: true }]);
    expect(found(frozenBy(aPolicy(), aDeclared({ services: ['core-db'] })))).toEqual([]);
    expect(found(frozenBy(aPolicy(), aDeclared({ services: ['core-db', 'web'] })))).toHaveLength(1);
    expect(found(frozen, { ...plan, ...EMERGENCY })).toEqual([]);
  });

  test.each([
    ['inReview', inReview()],
    ['approved', approved()],
    ['goNogo', atGo()],
    ['ready', ready()],
    ['ready', ready({ content: STANDARD })],
  ] as const)('opens its exception on a change that is %s and says so', (status, story) => {
    const at = (story.facts.at(-1)?.at ?? 0) + MINUTE;
    const { story: told } = given(story).when(heed(), { ...byClock, at });
    expect(told.change.status).toBe(status);
    expect(told.facts.map((f) => f.fact)).toContainEqual({
      type: 'freezeHeeded',
      declared: 1,
      became: 'declared',
      name: 'Audit week',
      hard: true,
      from: declared.from,
      to: declared.to,
      person: 'U0MGR',
      reason: 'The auditors are here.',
    });
    expect(openBallots(told.change).find((b) => b.question === 'exception')).toMatchObject({
      freeze: 'Audit week',
      declared: 1,
      requirements: [{ role: 'management', need: 1 }],
    });
  });

  test('that is soft is told and asks for nothing', () => {
    const soft = aDeclared({ hard: false });
    const { story } = given(approved()).when(heed(soft), { ...byClock, policy: frozenBy(aPolicy(), soft) });
    expect(story.facts.at(-1)?.fact).toMatchObject({ type: 'freezeHeeded', hard: false });
    expect(openBallots(story.change)).toEqual([]);
  });

  test.each([
    ['lies beside the window', { from: OPENS_AT - DAY, to: OPENS_AT }],
    ['binds other services', { services: ['core-db'] }],
    ['was lifted meanwhile', { declared: 2 }],
  ])('that %s is not told', (_, other) => {
    given(approved())
      .when(heed(aDeclared(other)), byClock)
      .refuses('freezeElsewhere');
  });

  test('is told to nobody by a person', () => {
    given(approved())
      .when(heed(), { ...byClock, by: 'U0MGR' })
      .refuses('workerOnly');
  });

  test('stops the start of a change that was prepared before it, until its exception passed', () => {
    const at = OPENS_AT + MINUTE;
    const story = prepared();
    given(story).when(START(1), { by: 'U0ADA', at, policy: frozen }).refuses('insideFreeze', { name: 'Audit week' });
    const asked = given(story).when(heed(), { ...byClock, at }).story;
    const ballot = openBallots(asked.change).at(-1)?.number ?? 0;
    const allowed = liveThrough(frozen, [vote(frozen, 'U0MGR', ballot, at)], asked);
    given(allowed).when(START(1), { by: 'U0ADA', at, policy: frozen }).becomes('implementing');
  });

  test('needs an exception of its own where one of its name was let in before', () => {
    const asked = given(approved()).when(heed(), byClock).story;
    const ballot = openBallots(asked.change).at(-1)?.number ?? 0;
    const allowed = liveThrough(frozen, [vote(frozen, 'U0MGR', ballot, byClock.at)], asked);
    const again = aDeclared({ declared: 2 });
    const { story } = given(allowed).when(heed(again), { ...byClock, policy: frozenBy(aPolicy(), again) });
    expect(openBallots(story.change)).toMatchObject([{ question: 'exception', declared: 2 }]);
  });

  test('that is lifted takes its question back and says so', () => {
    const asked = given(approved()).when(heed(), byClock).story;
    const lifted = aDeclared({ lifted: { by: 'U0MGR', at: byClock.at, reason: 'They left.' } });
    const { story } = given(asked).when(heed(lifted), { ...byClock, policy: aPolicy() });
    expect(openBallots(story.change)).toEqual([]);
    const told = story.facts.map((f) => f.fact).filter((f) => f.type === 'freezeHeeded');
    expect(told.at(-1)).toMatchObject({ became: 'lifted', person: 'U0MGR', reason: 'They left.' });
  });

  test('lets emergencies pass', () => {
    const exceptions = ({ change }: Story) => change.ballots.filter((b) => b.question === 'exception');
    expect(exceptions(emergency({ policy: frozen }))).toEqual([]);
  });

  test('binds a change that is moved into it', () => {
    const beside = inReview({
      policy: frozen,
      content: { opensAt: OPENS_AT + 3 * DAY, closesAt: OPENS_AT + 3 * DAY + HOUR },
    });
    expect(openBallots(beside.change).map((b) => b.question)).toEqual(['approval']);
    const into = { ...beside.change.content, opensAt: OPENS_AT, closesAt: OPENS_AT + HOUR };
    const { story } = given(beside).when(edit(into), { by: 'U0ADA', at: byClock.at, policy: frozen });
    expect(openBallots(story.change).map((b) => b.question)).toContain('exception');
  });

  test('stands after those of the policy', () => {
    const own = { name: 'Year end', from: '2026-12-20', to: '2027-01-04', hard: true };
    const policy = frozenBy(aPolicy({ calendar: { freezes: [own], avoid: [] } }), declared);
    expect(freezesOf(policy).map((f) => [f.name, f.declared])).toEqual([
      ['Year end', undefined],
      ['Audit week', 1],
    ]);
  });
});
