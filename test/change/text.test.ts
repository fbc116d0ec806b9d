import { describe, expect, test } from 'vitest';
import { contentProblems } from '../../src/change/content.ts';
import { textFault } from '../../src/change/text-fault.ts';
import { FILED_AT, OPENS_AT, PATTERNS, aContent } from '../support/a-change.ts';
import { aPolicy } from '../support/a-policy.ts';

describe('a text that somebody wrote', () => {
  test.each([
    'Plain.',
    'Two\nlines\twith a tab',
    '👩‍👩‍👧 family, joined',
    'שלום عليكم',
    'می‌خواهم',
    'a\u200Bb',
    '<!channel> `x` *y*',
    'x'.repeat(100),
  ])('%j stands', (text) => {
    expect(textFault(text, 100)).toBeUndefined();
  });

  test.each(['', ' ', '\n\t', '\u200B', '\uFEFF\u00A0', '\u2060\u200E', '\u0000'])('%j shows nothing', (text) => {
    expect(textFault(text, 100)).toBe('Please fill this in.');
  });

  test.each([
    ['x\u0000y', 'U+0000, number 2'],
    ['half a letter \uD83D', 'U+D83D, number 15'],
    ['\uDC00 the other half', 'U+DC00, number 1'],
    ['CHG-1 \u202Edevorppa', 'U+202E, number 7'],
    ['a \u2066b\u2069', 'U+2066, number 3'],
  ])('%j holds what cannot be kept or read', (text, where) => {
    expect(textFault(text, 100)).toBe(`Please remove the invisible character ${where} of this text.`);
  });

  test('is counted without the space around it', () => {
    expect(textFault(` ${'x'.repeat(100)} `, 100)).toBeUndefined();
    expect(textFault('x'.repeat(101), 100)).toBe('At most 100 characters; this has 101.');
  });
});

test('everything wrong is told at once, however much it is', () => {
  const wrong = aContent({
    title: 'x'.repeat(121),
    reason: ' ',
    opensAt: FILED_AT - 1,
    closesAt: Number.NaN,
    services: ['nowhere', 'core-db'],
    params: { release: '$(id)', more: 'x' },
  });
  const problems = contentProblems(wrong, aPolicy(), FILED_AT, PATTERNS);
  expect(Object.fromEntries(problems.map(({ field, problem }) => [field, problem]))).toEqual({
    title: 'At most 120 characters; this has 121.',
    reason: 'Please fill this in.',
    opensAt: 'This time has passed; choose one ahead.',
    closesAt: 'Please give how long it takes, like 2h30m.',
    services: 'No service is called nowhere.',
    runbook: 'web-release is not a runbook of nowhere, core-db.',
    'param:release': expect.stringContaining('Must match'),
    'param:more': 'The runbook asks for no such value.',
  });
});

test('values without a runbook that asks for them are refused', () => {
  const { runbook: _, ...byHand } = aContent({ params: { release: 'v1.0.0' }, opensAt: OPENS_AT });
  expect(contentProblems(byHand, aPolicy(), FILED_AT, PATTERNS)).toEqual([
    { field: 'param:release', problem: 'The runbook asks for no such value.' },
  ]);
});
