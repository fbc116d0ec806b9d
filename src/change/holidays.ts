import type { Policy } from './policy.ts';
import type { Holiday, HolidayUse } from './holiday.ts';
import { recurrence } from './recurring.ts';

type Calendar = Pick<Policy, 'calendar' | 'timezone'>;

/** One time of a holiday, `[from, to)`: whole days in the policy's zone. */
export interface HolidaySpan {
  readonly name: string;
  readonly as: HolidayUse;
  readonly from: number;
  readonly to: number;
}

/** The holidays of the policy's calendars that touch `[from, to)`, the earliest first (004-TML-22). */
export function holidaysWithin(policy: Calendar, from: number, to: number): readonly HolidaySpan[] {
  const { calendar, timezone } = policy;
  const { daysOff = [] } = calendar;
  if (daysOff.length === 0 || !(from < to)) return [];
  const dayOf = (instant: number): Temporal.PlainDate =>
    Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timezone).toPlainDate();
  const startOf = (day: Temporal.PlainDate): number => day.toZonedDateTime({ timeZone: timezone }).epochMilliseconds;
  const [first, last] = [dayOf(from), dayOf(to - 1)];
  return daysOff
    .flatMap((holiday) =>
      timesOf(holiday, first, last).map((day): HolidaySpan => ({
        name: holiday.name,
        as: holiday.as,
        from: startOf(day),
        to: startOf(day.add({ days: holiday.days })),
      })),
    )
    .toSorted((a, b) => a.from - b.from);
}

/** Those of them that are no freeze, which are shown among the freezes. */
export function daysOffWithin(policy: Calendar, from: number, to: number): readonly HolidaySpan[] {
  return holidaysWithin(policy, from, to).filter(({ as }) => as === 'dayOff' || as === 'avoid');
}

/** The holiday that a day belongs to, if any. */
export function holidayOn(
  { calendar: { daysOff = [] } }: Pick<Policy, 'calendar'>,
  day: Temporal.PlainDate,
): Holiday | undefined {
  return daysOff.find((holiday) => timesOf(holiday, day, day).length > 0);
}

/** The first days of its times that touch the days from `first` to `last`, both included. */
function timesOf(
  { from, days, rrule }: Holiday,
  first: Temporal.PlainDate,
  last: Temporal.PlainDate,
): Temporal.PlainDate[] {
  // Most calendars write every year out: as text these are told apart at next to no cost.
  if (from > last.toString()) return [];
  const begins = Temporal.PlainDate.from(from);
  const earliest = first.subtract({ days: days - 1 });
  if (rrule === undefined) return Temporal.PlainDate.compare(begins, earliest) < 0 ? [] : [begins];
  const falls = recurrence(rrule);
  const found: Temporal.PlainDate[] = [];
  let day = Temporal.PlainDate.compare(begins, earliest) < 0 ? earliest : begins;
  for (; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) if (falls(day)) found.push(day);
  return found;
}
