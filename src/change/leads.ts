import type { Lead, Policy } from './policy.ts';

/**
 * The instant a lead lies before another. Days are calendar days in the policy's zone at the stated hour, so that "one day
 * before" may be 23 or 25 hours; a local time that does not exist moves forward (design §3, 002-TML-05).
 */
export function before(at: number, lead: Lead, policy: Pick<Policy, 'timezone' | 'leads'>): number {
  if ('ms' in lead) return at - lead.ms;
  const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(policy.timezone);
  return there
    .toPlainDate()
    .subtract({ days: lead.days })
    .toZonedDateTime({ timeZone: policy.timezone, plainTime: Temporal.PlainTime.from(policy.leads.at) })
    .epochMilliseconds;
}

/** The instant a span lies after another, days as in `before`. */
export function after(at: number, span: Lead, policy: Pick<Policy, 'timezone' | 'leads'>): number {
  return 'ms' in span ? at + span.ms : before(at, { days: -span.days }, policy);
}
