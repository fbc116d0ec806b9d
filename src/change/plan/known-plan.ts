import type { Change, Occasion, StepRun } from '../model.ts';
import type { PlanReview } from './plan-review.ts';

const BEFORE_APPLY: readonly Occasion[] = ['filing', 'goNogo', 'window', 'start'];

/** What the newest plan of this revision would do; undefined where none was read. What is left after an apply is no such plan. */
export function knownPlan(change: Pick<Change, 'runs' | 'revision'>): PlanReview | undefined {
  return knownPlanRun(change)?.plan;
}

/** The run that made that plan. */
export function knownPlanRun({ runs, revision }: Pick<Change, 'runs' | 'revision'>): StepRun | undefined {
  return runs.findLast((r) => r.plan && r.revision === revision && isBeforeApply(r));
}

/** Whether what a run found is still to be agreed to: later plans show what is left, or what became of it. */
export function isBeforeApply({ occasion }: Pick<StepRun, 'occasion'>): boolean {
  return BEFORE_APPLY.includes(occasion);
}
