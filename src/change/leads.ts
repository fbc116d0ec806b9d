import type { Lead, Policy } from './policy.ts';
import { workdayUntil } from './workdays.ts';

type Zoned = Pick<Policy, 'timezone' | 'leads'>;

/**
 * The instant a lead lies before another. Days are calendar days in the policy's zone at the stated hour, so that "one day
 * before" may be 23 or 25 hours; a local time that does not exist moves forward (design §3, 002-TML-05).
 */
export function before(at: number, lead: Lead, policy: Zoned): number {
  return 'ms' in lead ? at - lead.ms : atTheHour(dayBefore(at, lead.days, policy), policy);
}

/**
 * The same for what asks somebody for something: where the policy has leads shifted, a day off becomes the last working day before
 * it. Never later, so whatever comes in one order unshifted never comes in the other.
 */
export function askedBefore(at: number, lead: Lead, policy: Zoned & Pick<Policy, 'calendar' | 'workweek'>): number {
  if ('ms' in lead || policy.leads.shift === 'none') return before(at, lead, policy);
  return atTheHour(workdayUntil(dayBefore(at, lead.days, policy), policy), policy);
}

/** The instant a span lies after another, days as in `before`. */
export function after(at: number, span: Lead, policy: Zoned): number {
  return 'ms' in span ? at + span.ms : before(at, { days: -span.days }, policy);
}

/** A day such as `2026-12-04` at the stated hour; undefined for what is none. */
export function onTheDay(day: string, policy: Zoned): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  try {
    return atTheHour(Temporal.PlainDate.from(day), policy);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function dayBefore(at: number, days: number, { timezone }: Zoned): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone).toPlainDate().subtract({ days });
}

function atTheHour(day: Temporal.PlainDate, { timezone, leads }: Zoned): number {
  const plainTime = Temporal.PlainTime.from(leads.at);
  return day.toZonedDateTime({ timeZone: timezone, plainTime }).epochMilliseconds;
}
