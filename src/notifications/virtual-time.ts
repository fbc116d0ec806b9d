import type { Policy } from '../change/policy.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `T-7d, Tue 27 Oct 09:00`: how far from the opening of its window, and when by the policy's zone. */
export function virtualTime(at: number, opensAt: number, policy: Pick<Policy, 'timezone'>): string {
  return `${distance(at, opensAt, policy)}, ${policyTime(at, policy)}`;
}

/** `Tue 27 Oct 09:00` in the policy's zone. */
export function policyTime(at: number, { timezone }: Pick<Policy, 'timezone'>): string {
  const day = { weekday: 'short', day: 'numeric', month: 'short' } as const;
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
  return `${there.toLocaleString('en-GB', day).replace(',', '')} ${there.toLocaleString('en-GB', time)}`;
}

/** Calendar days from a day on; hours and minutes below. */
function distance(at: number, opensAt: number, { timezone }: Pick<Policy, 'timezone'>): string {
  const sign = at < opensAt ? '-' : '+';
  const ms = Math.abs(at - opensAt);
  if (ms >= DAY_MS) {
    const [one, other] = [at, opensAt].map((t) =>
      Temporal.Instant.fromEpochMilliseconds(t).toZonedDateTimeISO(timezone).toPlainDate(),
    );
    const days = one && other ? Math.abs(one.until(other, { largestUnit: 'day' }).days) : 0;
    return `T${sign}${days}d`;
  }
  const [hours, minutes] = [Math.floor(ms / HOUR_MS), Math.floor((ms % HOUR_MS) / MINUTE_MS)];
  return `T${sign}${hours > 0 ? `${hours}h` : ''}${minutes > 0 || hours === 0 ? `${minutes}m` : ''}`;
}
