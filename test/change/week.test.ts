import { expect, test } from 'vitest';
import { newestWeek } from '../../src/change/week.ts';
import { aPolicy, DAY, MINUTE } from '../support/a-policy.ts';

const { leads } = aPolicy();
const inParis = { timezone: 'Europe/Paris', leads: { ...leads, at: '08:30' } };

function weekAt(at: string, policy = inParis): string {
  const week = newestWeek(Date.parse(at), policy);
  return `${week.name} ${new Date(week.at).toISOString().slice(0, 16)}`;
}

test('a week begins on Monday at the hour of leads in the zone of the policy, not a moment before', () => {
  expect(weekAt('2027-02-01T07:29:59.999Z')).toBe('2027-W04 2027-01-25T07:30');
  expect(weekAt('2027-02-01T07:30:00Z')).toBe('2027-W05 2027-02-01T07:30');
  expect(weekAt('2027-02-07T23:59:59Z')).toBe('2027-W05 2027-02-01T07:30');
});

test('a Monday is that of the zone, wherever it is still Sunday', () => {
  const early = { timezone: 'Pacific/Auckland', leads: { ...leads, at: '08:00' } };
  expect(weekAt('2027-01-31T19:00:00Z', early)).toBe('2027-W05 2027-01-31T19:00');
});

test('the hour stays when the clocks change, and one that does not exist moves forward', () => {
  expect(weekAt('2027-03-29T07:00:00Z')).toBe('2027-W13 2027-03-29T06:30');
  const inBeirut = { timezone: 'Asia/Beirut', leads: { ...leads, at: '00:30' } };
  for (let at = Date.UTC(2027, 0, 1), before = ''; at < Date.UTC(2028, 0, 1); at += DAY / 2) {
    const { name } = newestWeek(at, inBeirut);
    expect(name >= before).toBe(true);
    before = name;
  }
});

test('the turn of the year belongs to the week of its Thursday, and names keep their order', () => {
  expect(weekAt('2027-01-01T12:00:00Z')).toBe('2026-W53 2026-12-28T07:30');
  const names = Array.from({ length: 200 }, (_, i) => newestWeek(Date.UTC(2026, 9, 5, 12) + i * 7 * DAY, inParis).name);
  expect(new Set(names).size).toBe(200);
  expect(names.toSorted()).toEqual(names);
});

test('however many Mondays have passed there is one newest week', () => {
  const at = Date.UTC(2026, 9, 7);
  expect(newestWeek(at + 21 * DAY, inParis)).toEqual(newestWeek(at + 21 * DAY + MINUTE, inParis));
});
