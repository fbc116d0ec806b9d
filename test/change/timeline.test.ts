import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Change } from '../../src/change/model.ts';
import type { Policy } from '../../src/change/policy.ts';
import { lastSafeRollbackAt } from '../../src/change/ladder.ts';
import { before } from '../../src/change/leads.ts';
import { backupStartsAt, windowMilestones } from '../../src/change/timeline.ts';
import { CLOSES_AT, OPENS_AT, aContent, anActor, liveThrough } from '../support/a-change.ts';
import { aPolicy, aRunbook, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { EMERGENCY, STANDARD, approved, edit, inReview, moved } from '../support/lives.ts';

const ZONES = Intl.supportedValuesOf('timeZone');
const runbook = aRunbook();
const blank = inReview().change;

function at(opensAt: number, spanMs: number, content: Partial<Change['content']> = {}): Change {
  return { ...blank, content: aContent({ opensAt, closesAt: opensAt + spanMs, ...content }) };
}
function times(change: Change, policy: Policy): Readonly<Record<string, number>> {
  return Object.fromEntries(windowMilestones(change, runbook, policy).map((m) => [m.name, m.at]));
}
const local = (instant: number, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone);

const zone = fc.constantFrom(...ZONES);
/** Any minute from 2024 to 2038. */
const minute = fc
  .integer({ min: Date.UTC(2024, 0, 1) / MINUTE, max: Date.UTC(2038, 11, 31) / MINUTE })
  .map((m) => m * MINUTE);
/** A minute within two days of one of the zone's clock changes, where it has any. */
const nearClockChange = fc
  .tuple(zone, minute, fc.integer({ min: -2 * 24 * 60, max: 2 * 24 * 60 }))
  .map(([timeZone, from, by]) => {
    const change = local(from, timeZone).getTimeZoneTransition('next')?.epochMilliseconds ?? from;
    return { timezone: timeZone, opensAt: Math.floor(Math.min(change, Date.UTC(2038, 11, 31)) / MINUTE + by) * MINUTE };
  });
const moment = fc.oneof(fc.record({ timezone: zone, opensAt: minute }), nearClockChange);

describe('in every zone and season', () => {
  test('the prompts of a long enough window come in their order', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 30, max: 14 * 24 * 60 }), ({ timezone, opensAt }, minutes) => {
        const t = times(at(opensAt, minutes * MINUTE), aPolicy({ timezone }));
        const order = ['goNogo', 'goDeadline', 'remind', 'backup', 'opens', 'decide', 'closes'];
        const instants = order.map((name) => t[name] ?? Number.NaN);
        // A window in the night: the reminder of the day before at 09:00 still comes before the backup.
        expect(instants).toEqual(instants.toSorted((a, b) => a - b));
        expect(instants[0]).toBeLessThan(instants[2] ?? 0);
        expect(instants[4]).toBeLessThanOrEqual(instants[5] ?? 0);
      }),
      { numRuns: 600 },
    );
  });

  test('a lead in days keeps its local hour, or the first one after a gap', () => {
    fc.assert(
      fc.property(
        moment,
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 0, max: 95 }),
        ({ timezone, opensAt }, days, quarter) => {
          const hour = `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`;
          const policy = aPolicy({ timezone, leads: { ...aPolicy().leads, at: hour } });
          const found = local(before(opensAt, { days }, policy), timezone);
          const day = local(opensAt, timezone).toPlainDate().subtract({ days });
          const wanted = day.toPlainDateTime(Temporal.PlainTime.from(hour));
          const isThere = found.toPlainDateTime().equals(wanted);
          const isLater = Temporal.PlainDateTime.compare(found.toPlainDateTime(), wanted) > 0;
          expect(isThere || isLater).toBe(true);
          // Where the hour exists it is kept: only a time that is skipped by the clocks may move.
          const exists = wanted
            .toZonedDateTime(timezone, { disambiguation: 'earlier' })
            .toPlainDateTime()
            .equals(wanted);
          expect(isThere).toBe(exists);
        },
      ),
      { numRuns: 600 },
    );
  });

  test('a window moved and moved back has the same prompts', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: -400 * DAY, max: 400 * DAY }), ({ timezone, opensAt }, by) => {
        const policy = aPolicy({ timezone });
        const there = times(at(opensAt + by, 3 * HOUR), policy);
        expect(there['opens']).toBe(opensAt + by);
        expect(times(at(opensAt + by - by, 3 * HOUR), policy)).toEqual(times(at(opensAt, 3 * HOUR), policy));
      }),
      { numRuns: 200 },
    );
  });

  test('no prompt depends on the day it is reckoned', () => {
    const { now } = Date;
    fc.assert(
      fc.property(moment, minute, ({ timezone, opensAt }, today) => {
        const policy = aPolicy({ timezone });
        const first = times(at(opensAt, 3 * HOUR), policy);
        Date.now = () => today;
        try {
          expect(times(at(opensAt, 3 * HOUR), policy)).toEqual(first);
        } finally {
          Date.now = now;
        }
      }),
      { numRuns: 100 },
    );
  });
});

const inZurich = (text: string) => Temporal.ZonedDateTime.from(`${text}[Europe/Zurich]`).epochMilliseconds;

describe('around a clock change', () => {
  const zurich = aPolicy({ timezone: 'Europe/Zurich' });

  test('the day before is 23 or 25 hours long', () => {
    const sunday = inZurich('2027-03-28T09:00');
    expect(sunday - before(sunday, { days: 1 }, zurich)).toBe(23 * HOUR);
    const autumn = inZurich('2026-10-25T09:00');
    expect(autumn - before(autumn, { days: 1 }, zurich)).toBe(25 * HOUR);
  });

  test('an hour that is skipped moves forward, one that comes twice is the first', () => {
    const early = { ...zurich, leads: { ...zurich.leads, at: '02:30' } };
    expect(before(inZurich('2027-03-29T20:00'), { days: 1 }, early)).toBe(inZurich('2027-03-28T03:30'));
    expect(before(inZurich('2026-10-26T20:00'), { days: 1 }, early)).toBe(inZurich('2026-10-25T02:30+02:00'));
  });

  test('an exact lead is exact', () => {
    const sunday = inZurich('2027-03-28T09:00');
    expect(before(sunday, { ms: 24 * HOUR }, zurich)).toBe(sunday - 24 * HOUR);
  });
});

const prompts = (content: Partial<Change['content']>) =>
  windowMilestones(at(OPENS_AT, 3 * HOUR, content), runbook, aPolicy()).map((m) => m.name);

describe('the window', () => {
  const policy = aPolicy();

  test('that is moved calls for preparation again only where that is still ahead', () => {
    const names = (byMs: number): readonly string[] => {
      const { content } = approved().change;
      const story = liveThrough(
        policy,
        [[edit(moved(content, byMs)), anActor('U0ADA', policy), OPENS_AT - 20 * DAY]],
        approved(),
      );
      return windowMilestones(story.change, runbook, policy).map((m) => m.name);
    };
    expect(names(DAY / 4)).not.toContain('prepare');
    expect(names(7 * DAY)).toContain('prepare');
  });

  test('prompts a normal change for its GO, a standard one for its announcement, an emergency for neither', () => {
    const end = ['lastSafe', 'decide', 'unanswered', 'closes'];
    const go = ['goNogo', 'goDeadline', 'remind', 'backup', 'opens', ...end];
    expect(prompts({})).toEqual(['prepare', 'preCheck', ...go]);
    expect(prompts(STANDARD)).toEqual(['announce', 'remind', 'backup', 'opens', ...end]);
    expect(prompts(EMERGENCY)).toEqual(['opens', ...end]);
  });

  test('too short for its decision lead asks as it opens', () => {
    expect(times(at(OPENS_AT, 20 * MINUTE), policy)['decide']).toBe(OPENS_AT);
    expect(times(at(OPENS_AT, 3 * HOUR), policy)['decide']).toBe(CLOSES_AT - 30 * MINUTE);
  });

  test('has its backup done with a margin, and a last safe moment to roll back', () => {
    expect(backupStartsAt(OPENS_AT, runbook, policy)).toBe(OPENS_AT - HOUR - 15 * MINUTE);
    expect(backupStartsAt(OPENS_AT, undefined, policy)).toBeUndefined();
    expect(lastSafeRollbackAt(CLOSES_AT, runbook)).toBe(CLOSES_AT - 40 * MINUTE);
    expect(lastSafeRollbackAt(CLOSES_AT, undefined)).toBe(CLOSES_AT);
  });

  test('follows leads of seconds as well, for a rehearsal', () => {
    const brisk = { ms: 5000 };
    const quick = aPolicy({ leads: { ...policy.leads, goNogo: brisk, remind: { ms: 2000 }, decide: { ms: 1000 } } });
    const t = times(at(OPENS_AT, 10_000), quick);
    expect(t).toMatchObject({ goNogo: OPENS_AT - 5000, remind: OPENS_AT - 2000, decide: OPENS_AT + 9000 });
  });
});
