import type { Change, Occasion } from '../model.ts';
import type { PlanReview } from './plan-review.ts';

const BEFORE_APPLY: readonly Occasion[] = ['filing', 'goNogo', 'window', 'start'];

/** What the newest plan of this revision would do; undefined where none was read. What is left after an apply is no such plan. */
export function knownPlan({ runs, revision }: Pick<Change, 'runs' | 'revision'>): PlanReview | undefined {
  return runs.findLast((r) => r.plan && r.revision === revision && BEFORE_APPLY.includes(r.occasion))?.plan;
}
