import type { Policy } from './policy.ts';

/** A week, and the instant at which its messages are due. */
export interface Week {
  /** By ISO 8601: `2027-W05`. Later weeks are greater as text. */
  readonly name: string;
  readonly at: number;
}

/**
 * The newest week whose messages are due: from Monday on, at the hour of leads given in days, in the policy's zone (design §2, "weekly
 * messages"). However many Mondays passed meanwhile, it is one week.
 */
export function newestWeek(now: number, policy: Pick<Policy, 'timezone' | 'leads'>): Week {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(policy.timezone).toPlainDate();
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  const week = weekFrom(monday, policy);
  return week.at <= now ? week : weekFrom(monday.subtract({ days: 7 }), policy);
}

function weekFrom(monday: Temporal.PlainDate, { timezone, leads }: Pick<Policy, 'timezone' | 'leads'>): Week {
  const plainTime = Temporal.PlainTime.from(leads.at);
  return {
    name: `${monday.yearOfWeek}-W${String(monday.weekOfYear).padStart(2, '0')}`,
    at: monday.toZonedDateTime({ timeZone: timezone, plainTime }).epochMilliseconds,
  };
}
