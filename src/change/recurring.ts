import type { Policy } from './policy.ts';
import type { Avoid } from './holiday.ts';

/** As RFC 5545 calls them, in the order of ISO 8601. */
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof WEEKDAYS)[number];
/** The longest span looked back over for one that is still going on. */
const BACK_MAX_DAYS = 62;
const DAY_MS = 24 * 3_600_000;

/**
 * The first time `[from, to)` of something to avoid that touches a window; undefined when none does. A beginning that the clocks
 * skip moves forward.
 */
export function firstTouching(
  { rrule, at, forMs }: Avoid,
  opensAt: number,
  closesAt: number,
  { timezone }: Pick<Policy, 'timezone'>,
): { readonly from: number; readonly to: number } | undefined {
  const dayOf = (instant: number): Temporal.PlainDate =>
    Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timezone).toPlainDate();
  const plainTime = Temporal.PlainTime.from(at);
  const back = Math.min(BACK_MAX_DAYS, Math.ceil(forMs / DAY_MS) + 1);
  const last = dayOf(closesAt);
  const falls = recurrence(rrule);
  let day = dayOf(opensAt).subtract({ days: back });
  for (; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    if (!falls(day)) continue;
    const from = day.toZonedDateTime({ timeZone: timezone, plainTime }).epochMilliseconds;
    if (from < closesAt && from + forMs > opensAt) return { from, to: from + forMs };
  }
  return undefined;
}

/** Which days a recurrence of the kind that the policy takes (RFC 5545 without INTERVAL, COUNT and UNTIL) falls on. */
export function recurrence(rrule: string): (day: Temporal.PlainDate) => boolean {
  const parts = new Map(rrule.split(';').map((part) => part.split('=') as [string, string]));
  const listed = (name: string): readonly string[] | undefined => parts.get(name)?.split(',');
  const months = listed('BYMONTH');
  const monthDays = listed('BYMONTHDAY');
  const days = listed('BYDAY');
  return (day) =>
    (months === undefined || months.includes(String(day.month))) &&
    (monthDays === undefined || monthDays.some((n) => isMonthDay(Number(n), day))) &&
    (days === undefined || days.some((one) => isWeekday(one, day)));
}

/** Counted from the end of the month where it is below nothing. */
function isMonthDay(number: number, day: Temporal.PlainDate): boolean {
  return number > 0 ? day.day === number : day.day === day.daysInMonth + 1 + number;
}

/** `FR`, or with a number the so-manyth of its month: `-1FR` is the last one. */
function isWeekday(rule: string, day: Temporal.PlainDate): boolean {
  if (WEEKDAYS[day.dayOfWeek - 1] !== rule.slice(-2)) return false;
  const nth = rule.length > 2 ? Number(rule.slice(0, -2)) : 0;
  if (nth === 0) return true;
  return nth > 0 ? Math.ceil(day.day / 7) === nth : Math.ceil((day.daysInMonth - day.day + 1) / 7) === -nth;
}
