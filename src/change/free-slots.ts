import { conflictsOf, type Conflict, type Plan, type Planned } from './calendar.ts';
import { named } from './named.ts';
import type { Policy } from './policy.ts';
import { isInDailySpan } from './quiet-hours.ts';
import { isInWeek } from './workdays.ts';

const HALF_HOUR_MS = 30 * 60_000;
/** So far ahead free windows are looked for. */
export const SEARCH_DAYS = 60;
export const SEARCH_MS = SEARCH_DAYS * 24 * 3_600_000;
const SLOTS_MAX = 3;

/** A window in which nothing speaks against a plan, `[opensAt, closesAt)`. */
export interface Slot {
  readonly opensAt: number;
  readonly closesAt: number;
}

/**
 * The next three windows as long as the plan's against which nothing speaks, one a day, within sixty days of `now`; on the half
 * hour of the policy's zone, in the hours of its working week (004-TML-20) or, of critical services, while few use them. Fewer
 * where there are not so many. `others` are all changes ahead that may matter, until `until`; an incident that is open now says
 * nothing about later.
 */
export function freeSlots(
  plan: Plan,
  others: readonly Planned[],
  policy: Policy,
  now: number,
  until = now + SEARCH_MS,
): readonly Slot[] {
  const lengthMs = plan.closesAt - plan.opensAt;
  if (!(lengthMs > 0)) return [];
  const anyHour = plan.services.some((s) => keepsLowUsage(s, policy));
  const found: Slot[] = [];
  let at = zoned(now, policy).round({ smallestUnit: 'minute', roundingIncrement: 30, roundingMode: 'ceil' });
  // A look is at most a half hour further than the one before, so that the days bound the looks.
  while (found.length < SLOTS_MAX && at.epochMilliseconds + lengthMs <= until) {
    const opensAt = at.epochMilliseconds;
    if (!anyHour && !isWorkingHour(at, policy)) {
      at = at.add({ minutes: 30 });
      continue;
    }
    const slot = { opensAt, closesAt: opensAt + lengthMs };
    // What no other time mends says nothing against this one.
    const against = conflictsOf({ ...plan, ...slot }, others, policy, now).filter(
      ({ kind }) => kind !== 'incident' && kind !== 'tooShort' && kind !== 'noAudience',
    );
    if (against.length === 0) found.push(slot);
    at = against.length === 0 ? at.startOfDay().add({ days: 1 }) : afterThose(against, at, policy);
  }
  return found;
}

function keepsLowUsage(name: string, policy: Policy): boolean {
  const service = named(policy.services, name);
  return service?.critical === true && service.lowUsage !== undefined;
}

function isWorkingHour(at: Temporal.ZonedDateTime, policy: Policy): boolean {
  return isInWeek(at, policy) && isInDailySpan(at.toPlainTime(), policy.workweek.hours);
}

/** The next half hour that has a chance: behind what ends, on the next day where it is too soon. */
function afterThose(against: readonly Conflict[], at: Temporal.ZonedDateTime, policy: Policy): Temporal.ZonedDateTime {
  const ends = against.map((conflict) => endOf(conflict) ?? 0);
  const next = against.some(({ kind }) => kind === 'filedLate' || kind === 'backupLate')
    ? at.startOfDay().add({ days: 1 })
    : at.add({ milliseconds: HALF_HOUR_MS });
  const behind = Math.max(next.epochMilliseconds, ...ends);
  return zoned(behind, policy).round({ smallestUnit: 'minute', roundingIncrement: 30, roundingMode: 'ceil' });
}

function endOf(conflict: Conflict): number | undefined {
  switch (conflict.kind) {
    case 'freeze':
    case 'avoid':
    case 'holiday':
      return conflict.to;
    case 'overlap':
      return conflict.other.closesAt;
    case 'incident':
    case 'lowUsage':
    case 'noAudience':
    case 'tooShort':
    case 'backupLate':
    case 'filedLate':
      return undefined;
  }
}

function zoned(at: number, { timezone }: Policy): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
}
