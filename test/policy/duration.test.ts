import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSpan, sayDuration } from '../../src/change/duration.ts';

test.each([
  ['90s', { ms: 90_000 }],
  ['30m', { ms: 1_800_000 }],
  ['2h30m', { ms: 9_000_000 }],
  [' 2H 30M ', { ms: 9_000_000 }],
  ['1h0m5s', { ms: 3_605_000 }],
  ['0s', { ms: 0 }],
  ['7d', { days: 7 }],
])('%j is a duration', (text, span) => {
  expect(readSpan(text)).toEqual(span);
});

test.each(['', ' ', '2', 'h', '1d12h', '1.5h', '-2h', '30m2h', '2 hours', '٢h', '1h\n2m', '9'.repeat(40) + 'h'])(
  '%j is no duration',
  (text) => {
    expect(readSpan(text)).toBeUndefined();
  },
);

test.each([
  [9_000_000, '2 h 30 min'],
  [45_000, '45 s'],
  [1_800_000, '30 min'],
  [24 * 3_600_000, '24 h'],
  [72 * 3_600_000, '3 d'],
  [50 * 3_600_000, '2 d 2 h'],
  [3_601_000, '1 h'],
  [90_400, '1 min 30 s'],
  [0, '0 s'],
  [-1_800_000, '−30 min'],
])('%d ms reads as %j', (ms, text) => {
  expect(sayDuration(ms)).toBe(text);
});

test('hours, minutes and seconds add up, however they are typed', () => {
  const part = fc.nat({ max: 9999 });
  fc.assert(
    fc.property(part, part, part, (h, m, s) => {
      expect(readSpan(`${h}h${m}m${s}s`)).toEqual({ ms: ((h * 60 + m) * 60 + s) * 1000 });
    }),
  );
});
