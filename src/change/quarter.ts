import type { Policy } from './policy.ts';

/** A quarter that is over, `[from, to)` in the policy's zone, and the instant at which its review is due. */
export interface Quarter {
  /** `2026-Q3`. Later quarters are greater as text. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** When the quarter before it began. */
  readonly beforeFrom: number;
  /** The first Monday of the quarter after it, at the hour of leads given in days. */
  readonly at: number;
}

/** The newest quarter whose review is due (001-MET-06, 001-PIR-06). */
export function newestQuarter(now: number, policy: Pick<Policy, 'timezone' | 'leads'>): Quarter {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(policy.timezone).toPlainDate();
  const begun = today.with({ month: today.month - ((today.month - 1) % 3), day: 1 });
  const quarter = quarterBefore(begun, policy);
  return quarter.at <= now ? quarter : quarterBefore(begun.subtract({ months: 3 }), policy);
}

function quarterBefore(next: Temporal.PlainDate, { timezone, leads }: Pick<Policy, 'timezone' | 'leads'>): Quarter {
  const first = next.subtract({ months: 3 });
  const monday = next.add({ days: (8 - next.dayOfWeek) % 7 });
  const startOf = (date: Temporal.PlainDate): number => date.toZonedDateTime({ timeZone: timezone }).epochMilliseconds;
  const plainTime = Temporal.PlainTime.from(leads.at);
  return {
    name: `${first.year}-Q${(first.month + 2) / 3}`,
    from: startOf(first),
    to: startOf(next),
    beforeFrom: startOf(next.subtract({ months: 6 })),
    at: monday.toZonedDateTime({ timeZone: timezone, plainTime }).epochMilliseconds,
  };
}
