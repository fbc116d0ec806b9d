import { describe, expect, test } from 'vitest';
import { adviceOn } from '../../src/change/advice.ts';
import type { ChangeContent } from '../../src/change/model.ts';
import { materialEdits } from '../../src/change/change-set.ts';
import { DATA_FORMATS, strategyProblems, WRITES } from '../../src/change/strategy.ts';
import { aContent, OPENS_AT } from '../support/a-change.ts';
import { aPolicy, aRunbook, HOUR, MINUTE } from '../support/a-policy.ts';
import { shippedStrategies } from '../support/a-strategy.ts';

const policy = { ...aPolicy(), strategies: shippedStrategies() };
type Chosen = Pick<ChangeContent, 'strategy' | 'stage' | 'follows' | 'dataFormat' | 'writes'>;
const problems = (content: Chosen): readonly string[] =>
  strategyProblems(content, policy).map(({ field, problem }) => `${field}: ${problem}`);

describe('a strategy that takes several changes', () => {
  test.each<readonly [Chosen, RegExp | undefined]>([
    [
      { strategy: 'expand-and-contract' },
      /^stage: .*takes several changes; choose which this one is: Expand, Switch, Contract/,
    ],
    [{ strategy: 'expand-and-contract', stage: 'expand' }, undefined],
    [{ strategy: 'expand-and-contract', stage: 'switch' }, /^follows: .*its step "Expand"/],
    [{ strategy: 'expand-and-contract', stage: 'switch', follows: 'CHG-7' }, undefined],
    [{ strategy: 'expand-and-contract', stage: 'contract' }, /^follows: .*its step "Switch"/],
    [{ strategy: 'expand-and-contract', stage: 'shrink' }, /^stage: .*has the steps Expand/],
    [{ strategy: 'in-place', stage: 'expand' }, /^stage: In place has no steps of their own/],
    [{ stage: 'expand' }, /^stage: .*choose that first/],
    [{ strategy: 'constructor' }, /^strategy: No strategy is called constructor/],
    [{}, undefined],
  ])('%j', (content, said) => {
    expect(problems(content)).toEqual(said === undefined ? [] : [expect.stringMatching(said)]);
  });
});

/** For each strategy that works on data the answers with which it may be chosen. */
const ALLOWED: Readonly<Record<string, { readonly formats: readonly string[]; readonly writes: readonly string[] }>> = {
  'blue-green': { formats: ['unchanged', 'compatible'], writes: ['paused', 'queued', 'streamed', 'both'] },
  rolling: { formats: ['unchanged', 'compatible'], writes: WRITES },
  canary: { formats: ['unchanged', 'compatible'], writes: WRITES },
  immutable: { formats: DATA_FORMATS, writes: ['paused', 'queued', 'streamed', 'both'] },
};
const ANSWERS = Object.keys(ALLOWED).flatMap((strategy) =>
  DATA_FORMATS.flatMap((dataFormat) => WRITES.map((writes) => ({ strategy, dataFormat, writes }))),
);

test.each(ANSWERS)('$strategy, a format that is $dataFormat, writes $writes', (chosen) => {
  const { formats, writes } = ALLOWED[chosen.strategy] ?? { formats: [], writes: [] };
  const isAllowed = formats.includes(chosen.dataFormat) && writes.includes(chosen.writes);
  const said = problems(chosen);
  expect(said.filter((s) => s.startsWith('strategy: '))).toHaveLength(isAllowed ? 0 : 1);
});

test.each(Object.keys(ALLOWED))('%s cannot be chosen before what becomes of the data is said', (strategy) => {
  expect(problems({ strategy })).toEqual([expect.stringMatching(/^dataFormat: /)]);
  expect(problems({ strategy, dataFormat: 'unchanged' })).toEqual([]);
  expect(problems({ strategy, dataFormat: 'compatible' })).toEqual([expect.stringMatching(/^writes: /)]);
});

test('expand and contract takes a format that forbids the others', () => {
  const chosen = { strategy: 'expand-and-contract', stage: 'expand', dataFormat: 'incompatible' } as const;
  expect(problems(chosen)).toEqual([]);
});

test('another strategy, another step, another answer about data is another change to vote on; its worth is not', () => {
  const filed = aContent({ strategy: 'rolling', dataFormat: 'unchanged' });
  expect(materialEdits(filed, { ...filed, strategy: 'canary' })).toEqual(['strategy']);
  expect(materialEdits(filed, { ...filed, dataFormat: 'compatible' })).toEqual(['dataFormat']);
  expect(materialEdits(filed, { ...filed, follows: 'CHG-7' })).toEqual(['follows']);
  expect(materialEdits(filed, { ...filed, value: 'A test.' })).toEqual([]);
});

describe('advice', () => {
  const about = (content: Partial<ChangeContent>, known = policy, resources = 0): readonly string[] =>
    adviceOn(aContent(content), known, resources).map((a) => a.about);
  const service = policy.services['web'];
  if (!service) throw new Error('the policy of tests has a service web');
  const many = { ...policy, services: Object.fromEntries(['web', 'a', 'b', 'c'].map((s) => [s, service])) };
  const stored = { ...policy, services: { web: service, db: { ...service, holdsData: true } } };

  test('to cut it in parts is given for many services, a long window or a large plan, until a way is chosen', () => {
    expect(about({})).toEqual([]);
    expect(about({ services: ['web', 'a', 'b', 'c'] }, many)).toEqual(['size']);
    expect(about({ services: ['web', 'a', 'b'] }, many)).toEqual([]);
    expect(about({ closesAt: OPENS_AT + 6 * HOUR })).toEqual(['size']);
    expect(about({}, policy, 25)).toEqual(['size']);
    expect(about({ closesAt: OPENS_AT + 6 * HOUR, strategy: 'in-place' })).toEqual([]);
    expect(about({ closesAt: OPENS_AT + 6 * HOUR, partOf: 'CHG-4' })).toEqual([]);
  });

  test('is given where software and what keeps data change at once', () => {
    expect(about({ services: ['web', 'db'] }, stored)).toContain('mixed');
    expect(about({ services: ['db'] }, stored)).not.toContain('mixed');
    expect(about({ services: ['web'] }, stored)).not.toContain('mixed');
  });

  test('names the gap between backup and switch, until it is said what becomes of what is written in it', () => {
    const backed = { ...stored, runbooks: { 'web-release': aRunbook() } };
    const db = { services: ['db'], runbook: 'web-release', downtimeMs: 10 * MINUTE };
    expect(adviceOn(aContent(db), backed)).toEqual([
      { about: 'gap', fromAt: OPENS_AT - backed.leads.backupMarginMs, untilAt: OPENS_AT + 10 * MINUTE },
    ]);
    expect(about({ ...db, dataFormat: 'unchanged', writes: 'paused' }, backed)).toEqual([]);
    expect(about({ ...db, services: ['web'] }, backed)).toEqual([]);
    expect(about({ ...db, services: ['web'], dataFormat: 'compatible' }, backed)).toEqual(['gap']);
  });
});
