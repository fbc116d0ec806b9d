import type { Policy } from '../../change/policy.ts';

/** An instant by the clock of a zone, in plain text. */
export type Clock = (at: number) => string;

/** `2026-11-03 21:00` in the policy's zone, and `21:00` for as long as it is the day that was said last; `said` is one before the first. */
export function clockOf({ timezone }: Pick<Policy, 'timezone'>, said?: number): Clock {
  const there = (at: number): Temporal.ZonedDateTime =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
  let last = said === undefined ? undefined : there(said).toPlainDate().toString();
  return (at) => {
    const day = there(at).toPlainDate().toString();
    const time = there(at).toPlainTime().toString({ smallestUnit: 'minute' });
    const isSaid = day === last;
    last = day;
    return isSaid ? time : `${day} ${time}`;
  };
}
