import { describe, expect, test } from 'vitest';
import { appliesTo, type Situation } from '../../src/change/applies.ts';
import type { ChecklistItem, ItemGate, Shown } from '../../src/change/checklist.ts';
import { findPatterns } from '../../src/change/find-patterns.ts';
import { lightestPattern } from '../../src/change/lightest-pattern.ts';
import { RISKS, type Kind } from '../../src/change/model.ts';
import { preApproved, type Pattern } from '../../src/change/pattern.ts';
import { sayProblem } from '../../src/policy/problem.ts';
import { readPatterns } from '../../src/policy/read-patterns.ts';
import { aContent } from '../support/a-change.ts';
import { aPolicy } from '../support/a-policy.ts';

const policy = aPolicy();
const reading = await readPatterns({ ...policy, patterns: '/nowhere', runbooks: {} });
if (!reading.ok) throw new Error(reading.problems.map(sayProblem).join('\n'));
const patterns = reading.value;

/** What happens to a change of each kind, in order: a gate holds back all that comes after it. */
const LIVES: Readonly<Record<Kind, readonly (Shown | Exclude<ItemGate, 'nextPhase'>)[]>> = {
  normal: [
    ...(['reviewed', 'approved', 'preChecked', 'testedBefore', 'planRead'] as const),
    ...(['goNogo', 'goGiven', 'announced', 'reminded', 'backupProven', 'restoreTested'] as const),
    ...([
      'start',
      'startTold',
      'preflightPassed',
      'handleStored',
      'applied',
      'verified',
      'watchClear',
      'endTold',
    ] as const),
    ...(['longWatchOver', 'debtsPaid', 'close'] as const),
  ],
  standard: [
    ...(['testedBefore', 'announced', 'reminded', 'backupProven', 'restoreTested'] as const),
    ...([
      'start',
      'startTold',
      'preflightPassed',
      'handleStored',
      'applied',
      'verified',
      'watchClear',
      'endTold',
    ] as const),
    ...(['longWatchOver', 'debtsPaid', 'close'] as const),
  ],
  emergency: [
    ...(['startTold', 'backupProven', 'preflightPassed', 'handleStored', 'applied', 'verified', 'watchClear'] as const),
    ...(['endTold', 'longWatchOver', 'debtsPaid', 'close'] as const),
  ],
};

interface Placed {
  readonly item: ChecklistItem;
  readonly phase: number;
}

function itemsFor(pattern: Pattern, situation: Situation): readonly Placed[] {
  return pattern.phases
    .flatMap(({ items }, phase) => items.map((item) => ({ item, phase })))
    .filter(({ item }) => appliesTo(item.when, situation));
}

/** Ticks what may be ticked as soon as it may, and says where it sticks; what a fact shows waits for its phase too, as where people tick it by hand. */
function walked(pattern: Pattern, situation: Situation): string {
  const all = itemsFor(pattern, situation);
  const done = new Set<string>();
  const happened = new Set<string>();
  const left = (gate: ItemGate, before = Infinity): readonly string[] =>
    all.flatMap(({ item, phase }) => (item.gate === gate && phase < before && !done.has(item.id) ? [item.id] : []));
  const isOpen = ({ item, phase }: Placed): boolean =>
    left('nextPhase', phase).length === 0 &&
    (item.after ?? []).every((id) => done.has(id)) &&
    (item.shownBy === undefined || happened.has(item.shownBy));
  const tick = (): void => {
    const next = all.filter((one) => !done.has(one.item.id) && isOpen(one));
    for (const { item } of next) done.add(item.id);
    if (next.length > 0) tick();
  };
  for (const moment of LIVES[situation.kind]) {
    tick();
    if (moment === 'goNogo' || moment === 'start' || moment === 'close') {
      const waits = left(moment);
      if (waits.length > 0) return `${moment} waits for ${waits.join(', ')}`;
    } else happened.add(moment);
  }
  const undone = all.filter(({ item }) => !done.has(item.id)).map(({ item }) => item.id);
  return undone.length === 0 ? 'to the end' : `never done: ${undone.join(', ')}`;
}

const situations = (pattern: Pattern): readonly Situation[] =>
  [...new Set([pattern.kind, ...(pattern.byDefault?.kinds ?? [])])].flatMap((kind) =>
    [true, false].flatMap((critical) =>
      [1, 2, 5].flatMap((services) => RISKS.map((risk) => ({ critical, kind, risk, services }))),
    ),
  );

describe.each(Object.entries(patterns))('%s', (_, pattern) => {
  test('is walked to its end, whatever it is followed for', () => {
    for (const situation of situations(pattern))
      expect([situation, walked(pattern, situation)]).toEqual([situation, 'to the end']);
  });

  test('asks for nothing after what is not asked', () => {
    for (const situation of situations(pattern)) {
      const ids = itemsFor(pattern, situation).map(({ item }) => item.id);
      const before = itemsFor(pattern, situation).flatMap(({ item }) => item.after ?? []);
      expect(before.filter((id) => !ids.includes(id))).toEqual([]);
    }
  });

  test('holds back no vote or start that its kind does not have', () => {
    const gates = situations(pattern).flatMap((s) => itemsFor(pattern, s).map(({ item }) => item.gate));
    const passed: readonly string[] = [...LIVES[pattern.kind], 'nextPhase'];
    expect(gates.filter((gate) => gate !== undefined && !passed.includes(gate))).toEqual([]);
  });

  test('says what may go wrong, what is true at the end, and what has become of it', () => {
    expect(pattern.phases.length).toBeGreaterThan(0);
    expect(pattern.acceptance.length).toBeGreaterThan(0);
    expect(pattern.risks.length).toBeGreaterThan(0);
    expect(pattern.history.length).toBeGreaterThan(0);
  });
});

test('an item that waits for something that never happens is found', () => {
  const { 'vm-resources': one } = patterns;
  if (!one) throw new Error('no such pattern');
  const [phase] = one.phases;
  if (!phase) throw new Error('no phase');
  const locked = { ...phase, items: [{ id: 'never', text: '', gate: 'nextPhase', shownBy: 'debtsPaid' } as const] };
  const stuck = { ...one, phases: [locked, ...one.phases.slice(1)] };
  expect(walked(stuck, { critical: true, kind: 'normal', risk: 'low', services: 1 })).toBe(
    'goNogo waits for low-usage, rollback-in-five-minutes',
  );
});

describe('where nobody chose a pattern', () => {
  const chosen = (content: Parameters<typeof aContent>[0]) => lightestPattern(patterns, aContent(content), policy);

  test('one service that is not critical gets the lightweight process', () => {
    expect(chosen({ kind: 'normal', services: ['web'] })).toBe('lightweight-change');
  });

  test('a critical service, or several, get the full one', () => {
    expect(chosen({ kind: 'normal', services: ['core-db'] })).toBe('full-change');
    expect(chosen({ kind: 'normal', services: ['web', 'web-staging'] })).toBe('full-change');
  });

  test('a standard change and an emergency get none: the one has its pattern, the other no time', () => {
    expect(chosen({ kind: 'standard' })).toBeUndefined();
    expect(chosen({ kind: 'emergency' })).toBeUndefined();
  });
});

test('the lightweight process asks nobody to tick anything and holds nothing back', () => {
  const items = patterns['lightweight-change']?.phases.flatMap((phase) => phase.items) ?? [];
  expect(items.filter(({ shownBy, gate }) => shownBy === undefined || gate !== undefined)).toEqual([]);
  expect(items.length).toBeLessThan(12);
});

test('the full process has all phases, each with something before the next, and a way back in five minutes for what is critical', () => {
  const full = patterns['full-change'];
  expect(full?.phases.map(({ name }) => name)).toHaveLength(8);
  expect(full?.phases.slice(0, -1).filter(({ items }) => !items.some(({ gate }) => gate === 'nextPhase'))).toEqual([]);
  const ids = (critical: boolean) =>
    full ? itemsFor(full, { critical, kind: 'normal', risk: 'low', services: 1 }).map(({ item }) => item.id) : [];
  expect(ids(true)).toEqual(expect.arrayContaining(['rollback-in-five-minutes', 'user-acceptance', 'second-backup']));
  expect(ids(false)).not.toContain('user-acceptance');
});

test.each([
  ['network', ['network-configuration']],
  ['vm', ['vm-container-deployment', 'vm-migration', 'vm-resources']],
  ['VM host', ['vm-migration']],
  ['state', ['state-surgery']],
  ['storage-modification', ['storage-modification']],
  ['bug fix', ['critical-bug-fix']],
  ['opentofu', ['infrastructure-release', 'state-surgery']],
  ['coffee', []],
  ['constructor', []],
])('%s finds %j', (typed, found) => {
  expect(findPatterns(patterns, typed)).toEqual(found);
});

test.each(['draft', 'retired'] as const)(
  'a %s is found by its name alone, and followed by no standard change',
  (status) => {
    const name = 'scheduled-update';
    const pattern = patterns[name];
    const others = { ...patterns, ...(pattern ? { [name]: { ...pattern, status } } : {}) };
    expect(findPatterns(patterns, 'update')).toContain(name);
    expect(findPatterns(others, 'update')).not.toContain(name);
    expect(findPatterns(others, name)).toEqual([name]);
    expect(preApproved(patterns)).toContain(name);
    expect(preApproved(others)).not.toContain(name);
  },
);
