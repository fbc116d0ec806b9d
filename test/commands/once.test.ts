import { expect, test } from 'vitest';
import { openOnce } from '../../src/commands/reply/once.ts';

const HOUR_MS = 3_600_000;

test('the same is said once an hour, and again where it could not be said', () => {
  const once = openOnce();
  expect([once.isFirst('a', 0), once.isFirst('a', HOUR_MS - 1), once.isFirst('b', 0)]).toEqual([true, false, true]);
  expect(once.isFirst('a', HOUR_MS)).toBe(true);
  once.forget('a');
  expect(once.isFirst('a', HOUR_MS)).toBe(true);
});

test('of too much the oldest is forgotten', () => {
  const once = openOnce();
  for (let n = 0; n <= 1_000; n += 1) once.isFirst(`${n}`, 0);
  expect([once.isFirst('1', 1), once.isFirst('0', 1)]).toEqual([false, true]);
});
