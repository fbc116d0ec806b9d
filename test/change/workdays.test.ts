import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holidaysWithin } from '../../src/change/holidays.ts';
import { askedBefore, before } from '../../src/change/leads.ts';
import type { Policy } from '../../src/change/policy.ts';
import type { Holiday } from '../../src/change/holiday.ts';
import { WEEKDAYS } from '../../src/change/recurring.ts';
import { windowMilestones } from '../../src/change/timeline.ts';
import { dayOffOn } from '../../src/change/workdays.ts';
import { nextWords } from '../../src/notifications/next-words.ts';
import { GO_AT, OPENS_AT, aContent } from '../support/a-change.ts';
import { aDayOff, shifting } from '../support/a-holiday.ts';
import { aPolicy, aRunbook, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { approved, inReview } from '../support/lives.ts';

const blank = inReview().change;
const inZurich = (text: string) => Temporal.ZonedDateTime.from(`${text}[Europe/Zurich]`).epochMilliseconds;
const local = (instant: number, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone);

function times(opensAt: number, policy: Policy, kind: 'normal' | 'standard' = 'normal') {
  const change = { ...blank, scheduledAt: 0, content: aContent({ kind, opensAt, closesAt: opensAt + 3 * HOUR }) };
  return Object.fromEntries(windowMilestones(change, aRunbook(), policy).map((m) => [m.name, m.at]));
}

describe('what is asked of people', () => {
  const zurich = shifting({ timezone: 'Europe/Zurich' });

  test('on a weekend is asked on the Friday before, at the same hour', () => {
    // A Monday evening: the reminder would be due on Sunday.
    expect(times(inZurich('2026-11-09T20:00'), zurich)['remind']).toBe(inZurich('2026-11-06T09:00'));
    // A Saturday: GO and NO-GO a week ahead would be due on a Saturday too.
    expect(times(inZurich('2026-11-14T20:00'), zurich)).toMatchObject({
      goNogo: inZurich('2026-11-06T09:00'),
      remind: inZurich('2026-11-13T09:00'),
    });
    expect(times(inZurich('2026-11-14T20:00'), zurich, 'standard')['announce']).toBe(inZurich('2026-11-06T09:00'));
  });

  test('is asked on its day, where the policy does not have it shifted', () => {
    const { shift: _, ...leads } = zurich.leads;
    const plain = { ...zurich, leads: { ...leads, shift: 'none' as const } };
    expect(times(inZurich('2026-11-09T20:00'), plain)['remind']).toBe(inZurich('2026-11-08T09:00'));
  });

  test('on a holiday is asked before it and the weekend in front of it, over the end of a year', () => {
    const closed = shifting({ timezone: 'Europe/Zurich' }, [
      aDayOff({ name: 'Christmas Day', from: '2026-12-25' }),
      aDayOff({ name: 'St Stephen’s Day', from: '2026-12-26' }),
      aDayOff({ name: 'New Year', from: '2027-01-01', days: 3 }),
    ]);
    expect(times(inZurich('2027-01-04T20:00'), closed)).toMatchObject({
      goNogo: inZurich('2026-12-28T09:00'),
      remind: inZurich('2026-12-31T09:00'),
    });
    expect(times(inZurich('2027-01-01T20:00'), closed)['goNogo']).toBe(inZurich('2026-12-24T09:00'));
  });

  test('keeps its local hour across a clock change', () => {
    // The clocks change on Sunday 25 October 2026 and on Sunday 28 March 2027, both of which are moved away from.
    expect(times(inZurich('2026-10-26T20:00'), zurich)['remind']).toBe(inZurich('2026-10-23T09:00'));
    const [moved, due] = [times(inZurich('2027-03-29T08:00'), zurich)['remind'] ?? 0, inZurich('2027-03-28T09:00')];
    expect(moved).toBe(inZurich('2027-03-26T09:00'));
    expect(due - moved).toBe(47 * HOUR);
  });

  test('falls on 29 February where there is one', () => {
    const feast = shifting({}, [aDayOff({ from: '2028-02-29' })]);
    const opens = Date.UTC(2028, 2, 1, 20);
    expect(times(opens, feast)['remind']).toBe(Date.UTC(2028, 1, 28, 9));
    expect(times(opens, shifting())['remind']).toBe(Date.UTC(2028, 1, 29, 9));
  });

  test('is never asked twice at once: the pre-check keeps a working day ahead of the GO', () => {
    const shut = shifting({}, [aDayOff({ from: '2026-12-19', days: 20 })]);
    const t = times(Date.UTC(2027, 0, 8, 20), shut);
    expect(t).toMatchObject({ preCheck: Date.UTC(2026, 11, 17, 9), goNogo: Date.UTC(2026, 11, 18, 9) });
    const without = { ...shut, leads: { ...shut.leads, preCheck: { days: 7 } } };
    expect(times(Date.UTC(2027, 0, 8, 20), without)['preCheck']).toBeUndefined();
  });

  test('leaves deadlines, exact leads and the ladder of the window where they are', () => {
    const brisk = shifting({ leads: { ...zurich.leads, shift: 'before', remind: { ms: 36 * HOUR } } });
    const monday = Date.UTC(2026, 10, 9, 20);
    expect(times(monday, brisk)).toMatchObject({
      goDeadline: Date.UTC(2026, 10, 4, 9),
      remind: monday - 36 * HOUR,
      decide: monday + 2.5 * HOUR,
    });
    expect(times(Date.UTC(2026, 10, 6, 20), brisk)['goDeadline']).toBe(Date.UTC(2026, 10, 1, 9));
  });

  test('stays where it is in a calendar that knows no working day', () => {
    const never = shifting({}, [aDayOff({ from: '2020-01-01', rrule: 'FREQ=DAILY' })]);
    expect(times(OPENS_AT, never)['goNogo']).toBe(GO_AT);
  });

  test('says on the headline why it comes earlier', () => {
    const moved = Date.UTC(2026, 10, 3, 20) + 6 * DAY;
    const content = { ...approved().change.content, opensAt: moved, closesAt: moved + 3 * HOUR };
    const ready = { ...approved().change, status: 'ready' as const, content };
    expect(nextWords(ready, shifting(), moved - 5 * DAY)).toMatch(
      /^The reminder goes out <!date\^.*>, not <!date\^.*>, which is a day off\.$/,
    );
    const named = shifting({}, [aDayOff({ name: 'All <Saints>', from: '2026-11-08' })]);
    expect(nextWords(ready, named, moved - 5 * DAY)).toMatch(/which is “All &lt;Saints&gt;”\.$/);
    expect(nextWords(ready, aPolicy(), moved - 5 * DAY)).toMatch(/^The reminder goes out <!date\^[^<]*>\.$/);
  });
});

const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
const minute = fc
  .integer({ min: Date.UTC(2024, 0, 1) / MINUTE, max: Date.UTC(2038, 11, 31) / MINUTE })
  .map((m) => m * MINUTE);
const day = fc.integer({ min: 0, max: 15 * 365 }).map((d) => Temporal.PlainDate.from('2024-01-01').add({ days: d }));
const holiday: fc.Arbitrary<Holiday> = fc
  .record({ from: day, days: fc.integer({ min: 1, max: 9 }), yearly: fc.boolean() })
  .map(({ from, days, yearly }) =>
    aDayOff({
      from: from.toString(),
      days,
      ...(yearly ? { rrule: `FREQ=YEARLY;BYMONTH=${from.month};BYMONTHDAY=${from.day}` } : {}),
    }),
  );
const week = fc.subarray([...WEEKDAYS], { minLength: 1 });
const scene = fc.record({
  timezone: zone,
  opensAt: minute,
  holidays: fc.array(holiday, { maxLength: 12 }),
  days: week,
});

describe('in every zone, week and year', () => {
  test('what moves goes to a working day at its hour, never later, and no further than it must', () => {
    let moves = 0;
    fc.assert(
      fc.property(scene, fc.integer({ min: 0, max: 30 }), ({ timezone, opensAt, holidays, days }, lead) => {
        const policy = shifting({ timezone, workweek: { days, hours: '08:00-18:00' } }, holidays);
        const [due, at] = [before(opensAt, { days: lead }, policy), askedBefore(opensAt, { days: lead }, policy)];
        expect(at).toBeLessThanOrEqual(due);
        const [from, to] = [local(at, timezone).toPlainDate(), local(due, timezone).toPlainDate()];
        if (at !== due) moves += 1;
        expect(dayOffOn(from, policy)).toBeUndefined();
        for (let one = from.add({ days: 1 }); Temporal.PlainDate.compare(one, to) <= 0; one = one.add({ days: 1 }))
          expect(dayOffOn(one, policy)).toBeDefined();
        const wanted = from.toPlainDateTime(Temporal.PlainTime.from('09:00')).toZonedDateTime(timezone);
        expect(at).toBe(wanted.epochMilliseconds);
      }),
      { numRuns: 400 },
    );
    expect(moves).toBeGreaterThan(100);
  });

  test('the order of the ladder is kept, and the GO comes before its deadline', () => {
    fc.assert(
      fc.property(scene, ({ timezone, opensAt, holidays, days }) => {
        const policy = shifting({ timezone, workweek: { days, hours: '08:00-18:00' } }, holidays);
        const t = times(opensAt, policy);
        const order = ['prepare', 'preCheck', 'goNogo', 'remind', 'opens', 'closes'].flatMap((name) => t[name] ?? []);
        expect(order).toEqual(order.toSorted((a, b) => a - b));
        expect(t['preCheck']).toBeLessThan(t['goNogo'] ?? 0);
        expect(t['goNogo']).toBeLessThan(t['goDeadline'] ?? 0);
      }),
      { numRuns: 300 },
    );
  });

  test('a holiday is whole days of the zone, and is found by whatever touches it', () => {
    fc.assert(
      fc.property(scene, ({ timezone, opensAt, holidays }) => {
        const policy = shifting({ timezone }, holidays);
        const found = holidaysWithin(policy, opensAt, opensAt + 3 * DAY);
        for (const { from, to } of found) {
          expect(from).toBeLessThan(opensAt + 3 * DAY);
          expect(to).toBeGreaterThan(opensAt);
          expect(local(from, timezone).equals(local(from, timezone).startOfDay())).toBe(true);
        }
        const today = dayOffOn(local(opensAt, timezone).toPlainDate(), policy)?.holiday;
        expect(holidaysWithin(policy, opensAt, opensAt + 1).length > 0).toBe(today !== undefined);
      }),
      { numRuns: 300 },
    );
  });
});
