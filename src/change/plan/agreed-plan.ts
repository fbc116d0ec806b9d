import { runbookOf } from '../circumstances.ts';
import { isOverridden } from '../overrides.ts';
import type { Seen } from '../circumstances.ts';
import type { Ballot, Change, StepRun } from '../model.ts';
import { needsGo } from '../timeline.ts';
import { knownPlan } from './known-plan.ts';
import type { PlanReview } from './plan-review.ts';

/** Whether the runbook says what it would do in a form that can be compared. */
export function isPlanRead(change: Pick<Change, 'content'>, { policy }: Pick<Seen, 'policy'>): boolean {
  return runbookOf(change, policy)?.plan?.json !== undefined;
}

/** Whether applying it takes something away that may hold what nobody else has; an action nobody knows counts too. */
export function isDestructive({ counts }: PlanReview): boolean {
  return (counts.destroy ?? 0) + (counts.replace ?? 0) > 0;
}

/** The GO that holds for this window. */
function goOf({ ballots, schedule }: Change): Ballot | undefined {
  return ballots.findLast((b) => b.question === 'goNogo' && b.schedule === schedule);
}

/**
 * The digest of the change set that the start is bound to (design §3 "What a vote binds to"): the GO's; where there is none, or a
 * second person answers for it, the one that was shown.
 */
export function agreedPlan(change: Change, shown: string | undefined): string | undefined {
  const go = needsGo(change) ? goOf(change) : undefined;
  return go?.result === 'passed' ? go.plan : shown;
}

/** Whether what the newest plan would do is not what the GO was given to, so that it must be asked again. */
export function isUnlikeTheGo(change: Change, seen: Seen): boolean {
  const plan = knownPlan(change);
  if (!needsGo(change) || !plan || !isPlanRead(change, seen) || isOverridden(change, 'goNogo', seen)) return false;
  const go = goOf(change);
  return go?.result === 'passed' && go.plan !== plan.digest;
}

/** What a fresh plan would do, where that is not what the start was confirmed for; `hasBegun` once an apply of it had. */
export interface Beyond {
  readonly run: string;
  readonly plan: PlanReview;
  readonly hasBegun: boolean;
}

/**
 * The fresh plan of a start that goes beyond what was agreed to (design §3): another set, or after an apply that did not end well
 * (design §4) something that was not in the set. Undefined once an apply was asked for after it.
 */
export function beyondAgreed(change: Change): Beyond | undefined {
  if (!change.confirmed || !change.agreed || change.appliedAt !== undefined) return undefined;
  const { plan: agreed, runs } = change.agreed;
  const since = change.runs.slice(runs).filter((r) => r.occasion === 'start');
  const newest = since.at(-1);
  if (newest?.step !== 'plan' || !newest.plan || newest.plan.digest === agreed) return undefined;
  const hasBegun = since.some((r) => r.step === 'apply' && r.beganAt !== undefined);
  if (hasBegun && isWithin(newest.plan, change.runs, agreed)) return undefined;
  return { run: newest.run, plan: newest.plan, hasBegun };
}

/** Whether everything in a plan was in the one that was agreed to: what a half-done apply has left to do is. */
function isWithin({ entries }: PlanReview, runs: readonly StepRun[], agreed: string | undefined): boolean {
  const former = runs.find((r) => r.plan?.digest === agreed)?.plan?.entries;
  return former !== undefined && entries !== undefined && entries.every((entry) => former.includes(entry));
}
