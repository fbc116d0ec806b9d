import type { Policy } from './policy.ts';

/**
 * The first instant from `at` on at which people may be reminded: `at` itself, or the end of the quiet hours it lies in. These are
 * times of day in the policy's zone and may pass midnight; a local time that does not exist moves forward.
 */
export function afterQuietHours(at: number, { timezone, voting }: Pick<Policy, 'timezone' | 'voting'>): number {
  const [from = '', to = ''] = voting.quietHours.split('-');
  const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
  const clock = there.toPlainTime().toString({ smallestUnit: 'minute' });
  const passesMidnight = to < from;
  const quiet = passesMidnight ? clock >= from || clock < to : clock >= from && clock < to;
  if (!quiet) return at;
  const day = passesMidnight && clock >= from ? there.toPlainDate().add({ days: 1 }) : there.toPlainDate();
  return day.toZonedDateTime({ timeZone: timezone, plainTime: Temporal.PlainTime.from(to) }).epochMilliseconds;
}
