import type { Ballot, Change } from './model.ts';
import type { Freeze, Policy } from './policy.ts';

/** The instants `[from, to)` of a freeze, whose dates are days in the policy's zone. */
export function freezeSpan(freeze: Freeze, { timezone }: Pick<Policy, 'timezone'>): { from: number; to: number } {
  const instant = (date: string): number =>
    Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: timezone }).epochMilliseconds;
  return { from: instant(freeze.from), to: instant(freeze.to) };
}

/** The hard freezes that what is left of a window touches; they bind every change but an emergency (design §1). */
export function freezesAhead(change: Pick<Change, 'content'>, policy: Policy, now: number): readonly Freeze[] {
  const { kind, opensAt, closesAt } = change.content;
  if (kind === 'emergency') return [];
  return policy.calendar.freezes.filter((freeze) => {
    const { from, to } = freezeSpan(freeze, policy);
    return freeze.hard && from < closesAt && to > Math.max(opensAt, now);
  });
}

/** The hard freezes in force at an instant, of those that bind the change. */
export function freezesNow(change: Pick<Change, 'content'>, policy: Policy, now: number): readonly Freeze[] {
  if (change.content.kind === 'emergency') return [];
  return policy.calendar.freezes.filter((freeze) => {
    const { from, to } = freezeSpan(freeze, policy);
    return freeze.hard && from <= now && now < to;
  });
}

/** A freeze of either kind with its instants, `[from, to)`. */
export interface FreezeSpan {
  readonly name: string;
  readonly hard: boolean;
  readonly from: number;
  readonly to: number;
}

/** The freezes in force at an instant or beginning within `withinMs` of it, the earliest first. */
export function freezesWithin(policy: Policy, now: number, withinMs: number): readonly FreezeSpan[] {
  return policy.calendar.freezes
    .map((f) => ({ name: f.name, hard: f.hard, ...freezeSpan(f, policy) }))
    .filter((f) => now < f.to && f.from < now + withinMs)
    .toSorted((a, b) => a.from - b.from);
}

/** The newest ballot on letting this revision, in this window, into a freeze. */
export function exceptionFor(change: Change, freeze: string): Ballot | undefined {
  return change.ballots.findLast(
    (b) =>
      b.question === 'exception' &&
      b.freeze === freeze &&
      b.revision === change.revision &&
      b.schedule === change.schedule,
  );
}
