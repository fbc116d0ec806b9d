import { expect, test } from 'vitest';
import { newestQuarter } from '../../src/change/quarter.ts';
import { aPolicy, DAY } from '../support/a-policy.ts';

const { leads } = aPolicy();

function quarterAt(at: string, timezone = 'UTC'): string {
  const { name, from, to, at: dueAt, beforeFrom } = newestQuarter(Date.parse(at), { timezone, leads });
  return [name, ...[beforeFrom, from, to, dueAt].map((when) => new Date(when).toISOString().slice(0, 16))].join(' ');
}

test('a quarter is reviewed on the first Monday after it, at the hour of leads, not a moment before', () => {
  const third = '2026-Q3 2026-04-01T00:00 2026-07-01T00:00 2026-10-01T00:00 2026-10-05T09:00';
  expect(quarterAt('2026-10-05T09:00:00Z')).toBe(third);
  expect(quarterAt('2026-10-05T08:59:59.999Z')).toMatch(/^2026-Q2 .* 2026-07-06T09:00$/);
  expect(quarterAt('2026-12-31T23:59:00Z')).toBe(third);
});

test('a quarter that begins on a Monday is called for on its first day', () => {
  expect(quarterAt('2029-01-01T09:00:00Z')).toMatch(/^2028-Q4 .* 2029-01-01T09:00$/);
});

test('it begins and ends as the days do in the zone of the policy', () => {
  expect(quarterAt('2026-10-05T12:00:00Z', 'Europe/Zurich')).toBe(
    '2026-Q3 2026-03-31T22:00 2026-06-30T22:00 2026-09-30T22:00 2026-10-05T07:00',
  );
});

test('whenever one looks, the newest is the one before or the one before that, and names keep their order', () => {
  let before = '';
  for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2031, 0, 1); at += 5 * DAY) {
    const { name, from, to, at: dueAt } = newestQuarter(at, { timezone: 'Asia/Tokyo', leads });
    expect(name >= before).toBe(true);
    expect([to <= dueAt, dueAt <= at, at - to < 100 * DAY, to - from > 85 * DAY]).toEqual([true, true, true, true]);
    before = name;
  }
});
