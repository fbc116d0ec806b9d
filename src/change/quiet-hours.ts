import type { Policy } from './policy.ts';
import { dayOffOn } from './workdays.ts';

/**
 * The first instant from `at` on at which people may be reminded: `at` itself, or the end of the quiet hours it lies in. These are
 * times of day in the policy's zone and may pass midnight; a local time that does not exist moves forward.
 */
export function afterQuietHours(at: number, { timezone, voting }: Pick<Policy, 'timezone' | 'voting'>): number {
  const [from = '', to = ''] = voting.quietHours.split('-');
  const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
  if (!isInDailySpan(there.toPlainTime(), voting.quietHours)) return at;
  const isEvening = to < from && clockOf(there.toPlainTime()) >= from;
  const day = isEvening ? there.toPlainDate().add({ days: 1 }) : there.toPlainDate();
  return day.toZonedDateTime({ timeZone: timezone, plainTime: Temporal.PlainTime.from(to) }).epochMilliseconds;
}

/** No stretch of days off that a calendar means is as long; behind a longer one people are reminded on a day off. */
const AHEAD_MAX_DAYS = 31;

/**
 * When people are best reminded, from `at` on: out of the quiet hours and on a working day, as long as that is before `by`, after which
 * it would be of no use; else out of the quiet hours alone.
 */
export function reminderFrom(at: number, policy: Policy, by = Infinity): number {
  const { timezone } = policy;
  const awake = afterQuietHours(at, policy);
  let day = Temporal.Instant.fromEpochMilliseconds(awake).toZonedDateTimeISO(timezone).toPlainDate();
  if (!dayOffOn(day, policy)) return awake;
  for (let ahead = 0; ahead < AHEAD_MAX_DAYS && dayOffOn(day, policy); ahead += 1) day = day.add({ days: 1 });
  const working = afterQuietHours(day.toZonedDateTime(timezone).epochMilliseconds, policy);
  return dayOffOn(day, policy) || working >= by ? awake : working;
}

/** Whether a time of day lies in `HH:MM-HH:MM`, half-open, which may pass midnight. */
export function isInDailySpan(time: Temporal.PlainTime, span: string): boolean {
  const [from = '', to = ''] = span.split('-');
  const clock = clockOf(time);
  return to < from ? clock >= from || clock < to : clock >= from && clock < to;
}

function clockOf(time: Temporal.PlainTime): string {
  return time.toString({ smallestUnit: 'minute' });
}
