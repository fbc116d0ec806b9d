import { latestRun, verdictOf, type Change } from '../model.ts';
import type { PlanReview } from './plan-review.ts';

/** The plan of the way back, where it was made and read: the previous code planned, before it is applied (004-RBK-19). */
export function rollbackPlan(change: Change): PlanReview | undefined {
  const run = latestRun(change, 'plan', 'rollback');
  return verdictOf(run) === 'succeeded' ? run?.plan : undefined;
}

/** Whether a plan takes away something that holds data; an action nobody knows counts too. */
export function losesData({ items }: Pick<PlanReview, 'items'>): boolean {
  return items.some(
    ({ action, holdsData, unknown }) =>
      unknown !== undefined || (holdsData === true && (action === 'destroy' || action === 'replace')),
  );
}

/** The newest plan of the way back, where going back by it would lose data: a second person answers for that, or it is not applied. */
export function losingRollback(change: Change): PlanReview | undefined {
  const plan = rollbackPlan(change);
  return plan && losesData(plan) ? plan : undefined;
}
