import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dailyWindowEnd, readWindowEnd } from '../../src/change/window.ts';
import { HOUR, MINUTE } from '../support/a-policy.ts';

const inZurich = (text: string) => Temporal.ZonedDateTime.from(`${text}[Europe/Zurich]`).epochMilliseconds;
const end = (opens: string, duration: string, window = '') =>
  readWindowEnd(inZurich(opens), duration, window, 'Europe/Zurich');

describe('a window as it is typed', () => {
  test.each<[string, string, string, string, number]>([
    ['over the hour that is skipped in spring', '2027-03-28T01:30', '01:30-04:00', '2027-03-28T04:00', 1.5 * HOUR],
    ['over the hour that comes twice in autumn', '2026-10-25T01:30', '01:30-04:00', '2026-10-25T04:00', 3.5 * HOUR],
    ['from the evening before the clocks change', '2027-03-27T22:00', '22:00-04:00', '2027-03-28T04:00', 5 * HOUR],
    ['on 29 February', '2028-02-29T22:00', '22:00-23:00', '2028-02-29T23:00', HOUR],
    ['from 28 to 29 February', '2028-02-28T23:00', '23:00-01:00', '2028-02-29T01:00', 2 * HOUR],
    ['from 28 February to 1 March, in a year without', '2027-02-28T23:00', '23:00-01:00', '2027-03-01T01:00', 2 * HOUR],
    ['over the end of a year', '2026-12-31T22:00', '22:00-02:00', '2027-01-01T02:00', 4 * HOUR],
    ['begun the day before', '2027-01-01T01:00', '22:00-02:00', '2027-01-01T02:00', HOUR],
  ])('%s ends at its hour', (_, opens, window, closes, lengthMs) => {
    const read = end(opens, '1h', window);
    expect(read).toEqual({ ok: true, closesAt: inZurich(closes), estimateMs: HOUR });
    expect(read.ok && read.closesAt - inZurich(opens)).toBe(lengthMs);
  });

  test('is measured as it is, not as the clocks show: in spring the hour that is skipped is missing', () => {
    expect(end('2027-03-28T01:30', '2h', '01:30-04:00')).toMatchObject({ ok: false, field: 'maintenanceWindow' });
    expect(end('2026-10-25T01:30', '3h30m', '01:30-04:00')).toMatchObject({ ok: true });
  });

  test('without an hour lasts as long as it is said to, over a clock change too', () => {
    expect(end('2027-03-28T01:30', '2h30m')).toMatchObject({ closesAt: inZurich('2027-03-28T05:00') });
    expect(end('2026-10-25T01:30', '2h30m')).toMatchObject({ closesAt: inZurich('2026-10-25T03:00') });
  });

  test.each(['02:30-05:00', '01:00-02:30', '02:00-03:00'])(
    'with an hour that does not exist (%s) is refused',
    (window) => {
      expect(end('2027-03-28T01:30', '10m', window)).toMatchObject({
        ok: false,
        problem: expect.stringContaining('the clocks change'),
      });
    },
  );

  test('of any zone and day ends after it begins, within a day and an hour or two', () => {
    const minute = fc.integer({ min: Date.UTC(2024, 0, 1) / MINUTE, max: Date.UTC(2038, 11, 31) / MINUTE });
    const clock = fc
      .integer({ min: 0, max: 24 * 60 - 1 })
      .map((m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`);
    let read = 0;
    fc.assert(
      fc.property(fc.constantFrom(...Intl.supportedValuesOf('timeZone')), minute, clock, clock, (zone, m, from, to) => {
        const opensAt = m * MINUTE;
        const typed = readWindowEnd(opensAt, '1m', `${from}-${to}`, zone);
        const daily = dailyWindowEnd(opensAt, `${from}-${to}`, zone);
        if (!typed.ok) return;
        read += 1;
        expect(daily).toBe(typed.closesAt);
        expect(typed.closesAt).toBeGreaterThan(opensAt);
        expect(typed.closesAt - opensAt).toBeLessThanOrEqual(26 * HOUR);
        const there = Temporal.Instant.fromEpochMilliseconds(typed.closesAt).toZonedDateTimeISO(zone);
        expect(there.toPlainTime().toString({ smallestUnit: 'minute' })).toBe(to);
      }),
      { numRuns: 500 },
    );
    expect(read).toBeGreaterThan(100);
  });
});
