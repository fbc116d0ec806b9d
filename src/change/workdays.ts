import { holidayOn } from './holidays.ts';
import type { Policy } from './policy.ts';
import { WEEKDAYS } from './recurring.ts';

type Week = Pick<Policy, 'calendar' | 'workweek'>;

/** No stretch of days off that a calendar means is as long; a longer one moves nothing. */
const BACK_MAX_DAYS = 31;

/** Why nobody is asked to work on a day: a holiday by name, or a day outside the working week. */
export interface DayOff {
  readonly holiday?: string;
}

/** What makes a day one off; undefined on a working day. */
export function dayOffOn(day: Temporal.PlainDate, policy: Week): DayOff | undefined {
  const holiday = holidayOn(policy, day);
  if (holiday) return { holiday: holiday.name };
  return isInWeek(day, policy) ? undefined : {};
}

/** Whether a day is one of the working week, be it a holiday or not. */
export function isInWeek(
  { dayOfWeek }: { readonly dayOfWeek: number },
  { workweek }: Pick<Policy, 'workweek'>,
): boolean {
  const name = WEEKDAYS[dayOfWeek - 1];
  return name !== undefined && workweek.days.includes(name);
}

/** The day itself where it is a working day, else the last one before it. */
export function workdayUntil(day: Temporal.PlainDate, policy: Week): Temporal.PlainDate {
  for (let back = 0; back <= BACK_MAX_DAYS; back += 1) {
    const earlier = day.subtract({ days: back });
    if (dayOffOn(earlier, policy) === undefined) return earlier;
  }
  return day;
}
