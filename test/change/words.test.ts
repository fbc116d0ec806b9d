import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changeId, readChangeId, shownId } from '../../src/change/change-id.ts';
import { changeSetOf, isRescheduled, isSameContent, materialEdits } from '../../src/change/change-set.ts';
import { readSpan, sayDuration } from '../../src/change/duration.ts';
import { aContent, aFile } from '../support/a-change.ts';
import { aPolicy, aRunbook, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { inReview } from '../support/lives.ts';

describe('a change id', () => {
  test.each(['CHG-42', 'chg-42', 'CHG-042', 'CHG-000042', '42', ' 042 ', 'Chg-42\n'])('%j is CHG-42', (text) => {
    expect(readChangeId(text)).toBe('CHG-42');
  });

  test.each([
    '',
    '0',
    'CHG-0',
    'CHG-',
    'CHG 42',
    'CHG--42',
    '-42',
    '4 2',
    '4.2',
    '1e3',
    'CHG-42x',
    'xCHG-42',
    '٤٢',
    '1234567890',
  ])('%j is none', (text) => {
    expect(readChangeId(text)).toBeUndefined();
  });

  test('is read back as it is shown', () => {
    expect(shownId('CHG-7')).toBe('CHG-007');
    expect(shownId('CHG-1234')).toBe('CHG-1234');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999_999 }), (n) => {
        expect(readChangeId(shownId(changeId(n)))).toBe(changeId(n));
      }),
    );
  });
});

describe('a change set', () => {
  const change = inReview().change;
  const policy = aPolicy();
  const of = (content: Partial<typeof change.content>, under = policy) =>
    changeSetOf({ content: { ...change.content, ...content } }, under);

  test('is the same whatever the order the parameters were typed in', () => {
    expect(of({ params: { a: '1', b: '2' } })).toBe(of({ params: { b: '2', a: '1' } }));
  });

  test.each<[string, Partial<typeof change.content>]>([
    ['a parameter', { params: { release: 'v2.4.1' } }],
    ['the commit', { commit: 'abc123' }],
    ['the runbook', { runbook: 'other' }],
  ])('is another when %s is', (_name, content) => {
    expect(of(content)).not.toBe(of({}));
  });

  test('is another when the runbook was edited, or is gone', () => {
    expect(of({}, aPolicy({ runbooks: { 'web-release': aRunbook({ digest: 'd2' }) } }))).not.toBe(of({}));
    expect(of({}, aPolicy({ runbooks: {} }))).not.toBe(of({}));
  });

  test('does not mind what no command sees', () => {
    expect(of({ title: 'Another', risk: 'high', opensAt: 1 })).toBe(of({}));
  });
});

describe('an edit', () => {
  const content = aContent();

  test.each<[string, Partial<typeof content>]>([
    ['kind', { kind: 'standard' }],
    ['risk', { risk: 'high' }],
    ['services', { services: ['web', 'core-db'] }],
    ['runbook', { runbook: 'other' }],
    ['params', { params: { release: 'v9.9.9' } }],
    ['commit', { commit: 'abc' }],
    ['implementationPlan', { implementationPlan: 'x' }],
    ['rollbackPlan', { rollbackPlan: 'x' }],
    ['testingPlan', { testingPlan: 'x' }],
  ])('of the %s is material', (field, change) => {
    expect(materialEdits(content, { ...content, ...change })).toEqual([field]);
  });

  test('of the words around it is not', () => {
    const { title, description, reason, impact, potentialImpact, mitigation } = aContent();
    const words = { title, description, reason, impact, potentialImpact, mitigation };
    const other = Object.fromEntries(Object.keys(words).map((key) => [key, 'x']));
    expect(materialEdits(content, { ...content, ...other, priority: 'critical' })).toEqual([]);
  });

  test('of its files is not, and is one all the same', () => {
    const [one, other] = ['F0PLAN', 'F0LOG'].map((id) => aContent({ attachments: [aFile({ id })] }));
    if (!one || !other) throw new Error('there are two');
    expect(materialEdits(one, other)).toEqual([]);
    expect(isSameContent(one, other)).toBe(false);
    expect(isSameContent(one, structuredClone(one))).toBe(true);
  });

  test('that only puts services in another order is not', () => {
    expect(materialEdits(aContent({ services: ['a', 'b'] }), aContent({ services: ['b', 'a'] }))).toEqual([]);
  });

  test('of either end of the window is a reschedule', () => {
    expect(isRescheduled(content, { ...content, opensAt: content.opensAt + 1 })).toBe(true);
    expect(isRescheduled(content, { ...content, closesAt: content.closesAt + 1 })).toBe(true);
    expect(isRescheduled(content, { ...content, title: 'x' })).toBe(false);
  });
});

describe('a duration', () => {
  test.each<[string, ReturnType<typeof readSpan>]>([
    ['90s', { ms: 90_000 }],
    ['30m', { ms: 30 * MINUTE }],
    ['2h30m', { ms: 2.5 * HOUR }],
    [' 2 h 30 m ', { ms: 2.5 * HOUR }],
    ['1H', { ms: HOUR }],
    ['7d', { days: 7 }],
    ['', undefined],
    ['1d12h', undefined],
    ['1.5h', undefined],
    ['-1h', undefined],
    ['30', undefined],
    ['30m2h', undefined],
    ['999999h', undefined],
  ])('%j', (text, expected) => {
    expect(readSpan(text)).toEqual(expected);
  });

  test.each<[number, string]>([
    [0, '0 s'],
    [45_000, '45 s'],
    [2.5 * HOUR, '2 h 30 min'],
    [HOUR + 5000, '1 h'],
    [47 * HOUR, '47 h'],
    [3 * DAY, '3 d'],
    [-90_000, '−1 min 30 s'],
  ])('%i ms is said as %s', (ms, expected) => {
    expect(sayDuration(ms)).toBe(expected);
  });
});
