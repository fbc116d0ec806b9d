import type { Policy } from './policy.ts';

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

/** Whether a time of day lies in `HH:MM-HH:MM`, half-open, which may pass midnight. */
export function isInDailySpan(time: Temporal.PlainTime, span: string): boolean {
  const [from = '', to = ''] = span.split('-');
  const clock = clockOf(time);
  return to < from ? clock >= from || clock < to : clock >= from && clock < to;
}

function clockOf(time: Temporal.PlainTime): string {
  return time.toString({ smallestUnit: 'minute' });
}
