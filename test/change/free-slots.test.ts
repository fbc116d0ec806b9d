import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conflictsOf, type Plan, type Planned } from '../../src/change/calendar.ts';
import { freeSlots, SEARCH_MS } from '../../src/change/free-slots.ts';
import type { Policy } from '../../src/change/policy.ts';
import { FILED_AT, aContent } from '../support/a-change.ts';
import { aDeclared, frozenBy } from '../support/a-freeze.ts';
import { aDayOff } from '../support/a-holiday.ts';
import { aPolicy, aService, DAY, HOUR, MINUTE } from '../support/a-policy.ts';

const services = {
  web: aService(),
  'core-db': aService({ critical: true, lowUsage: '03:00-06:00', runbooks: [] }),
};
const policy = aPolicy({ services });
/** Monday 5 October 2026, 09:10 UTC. */
const NOW = FILED_AT + 10 * MINUTE;
const plan = (overrides: Partial<Plan> = {}): Plan => ({
  ...aContent(),
  implementer: 'U0ADA',
  opensAt: NOW,
  closesAt: NOW + 2 * HOUR,
  ...overrides,
});
const other = (opensAt: number, closesAt: number, overrides: Partial<Planned> = {}): Planned => ({
  id: 'CHG-7',
  title: 'Another',
  services: ['web'],
  implementer: 'U0DAN',
  opensAt,
  closesAt,
  ...overrides,
});

function found(of: Plan, others: readonly Planned[] = [], under: Policy = policy): readonly string[] {
  return freeSlots(of, others, under, NOW).map((slot) => {
    const at = (instant: number): string =>
      Temporal.Instant.fromEpochMilliseconds(instant)
        .toZonedDateTimeISO(under.timezone)
        .toPlainDateTime()
        .toString({ smallestUnit: 'minute' });
    return `${at(slot.opensAt)}/${at(slot.closesAt).slice(11)}`;
  });
}

describe('the next free windows', () => {
  test('are three, one a day, on weekdays in working hours, with time for everything before them', () => {
    expect(found(plan())).toEqual(['2026-10-13T08:00/10:00', '2026-10-14T08:00/10:00', '2026-10-15T08:00/10:00']);
  });

  test('of a critical service lie in the hours in which few use it, also at night and on a weekend', () => {
    expect(found(plan({ services: ['core-db'] }))).toEqual([
      '2026-10-13T03:00/05:00',
      '2026-10-14T03:00/05:00',
      '2026-10-15T03:00/05:00',
    ]);
  });

  test('do not exist where that is shorter than the work', () => {
    expect(found(plan({ services: ['core-db'], closesAt: NOW + 4 * HOUR }))).toEqual([]);
  });

  test('come after other changes, freezes and what is to be avoided', () => {
    const tuesday = Date.UTC(2026, 9, 13);
    const freeze = aDeclared({ from: tuesday + 2 * DAY, to: tuesday + 3 * DAY });
    const friday = { name: 'Fridays', rrule: 'FREQ=WEEKLY;BYDAY=FR', at: '00:00', forMs: DAY };
    const under = frozenBy(aPolicy({ services, calendar: { freezes: [], avoid: [friday] } }), freeze);
    const others = [
      other(tuesday + 8 * HOUR, tuesday + 9 * HOUR + 10 * MINUTE),
      other(tuesday + 32 * HOUR, tuesday + 41.5 * HOUR),
    ];
    expect(found(plan(), others, under)).toEqual([
      '2026-10-13T09:30/11:30',
      '2026-10-14T17:30/19:30',
      '2026-10-19T08:00/10:00',
    ]);
  });

  test('are those of the policy’s zone, across the end of summer time', () => {
    const zurich = aPolicy({ services, timezone: 'Europe/Zurich' });
    const freeze = aDeclared({ from: NOW, to: Date.UTC(2026, 9, 24) });
    expect(found(plan(), [], frozenBy(zurich, freeze))[0]).toBe('2026-10-26T08:00/10:00');
  });

  test('begin in the working week of the policy and on no holiday, be the service critical or not', () => {
    const daysOff = [aDayOff({ name: 'Fair', from: '2026-10-14' })];
    const calendar = { freezes: [], avoid: [], daysOff };
    const workweek = { days: ['TU', 'WE', 'SA'], hours: '22:00-01:00' } as const;
    const night = aPolicy({ services, calendar, workweek });
    expect(found(plan(), [], night)).toEqual([
      '2026-10-13T00:00/02:00',
      '2026-10-17T00:00/02:00',
      '2026-10-20T00:00/02:00',
    ]);
    expect(found(plan({ services: ['core-db'] }), [], night)).toEqual([
      '2026-10-13T03:00/05:00',
      '2026-10-15T03:00/05:00',
      '2026-10-16T03:00/05:00',
    ]);
  });

  test('are found for a window that is too short for its work, which no other time mends', () => {
    const short = plan({ estimateMs: 1.9 * HOUR });
    expect(conflictsOf(short, [], policy, NOW).map(({ kind }) => kind)).toContain('tooShort');
    expect(found(short)).toHaveLength(3);
  });

  test('are none while a freeze lasts longer than is looked ahead, which costs little', () => {
    const freeze = aDeclared({ from: NOW - DAY, to: NOW + 200 * DAY });
    expect(found(plan(), [], frozenBy(policy, freeze))).toEqual([]);
    expect(freeSlots(plan({ closesAt: NOW }), [], policy, NOW)).toEqual([]);
    expect(freeSlots(plan({ closesAt: Number.NaN }), [], policy, NOW)).toEqual([]);
  });

  test('hold whatever else is planned: nothing speaks against any, and they end in time', () => {
    const spans = fc.array(
      fc.record({
        from: fc.integer({ min: 0, max: 60 * 24 }),
        hours: fc.integer({ min: 1, max: 100 }),
      }),
      { maxLength: 25 },
    );
    let some = 0;
    fc.assert(
      fc.property(spans, fc.integer({ min: 1, max: 30 }), (taken, hours) => {
        const others = taken.map(({ from, hours: long }) => other(NOW + from * HOUR, NOW + (from + long) * HOUR));
        const wanted = plan({ closesAt: NOW + hours * HOUR });
        const slots = freeSlots(wanted, others, policy, NOW);
        some += slots.length;
        for (const slot of slots) {
          expect(conflictsOf({ ...wanted, ...slot }, others, policy, NOW)).toEqual([]);
          expect(slot.closesAt).toBeLessThanOrEqual(NOW + SEARCH_MS);
        }
      }),
      { numRuns: 60 },
    );
    expect(some).toBeGreaterThan(60);
  });
});
