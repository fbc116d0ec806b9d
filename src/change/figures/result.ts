import { outcomeOf, type Outcome } from '../long-watch.ts';
import type { Change } from '../model.ts';

/** How a change is over, for those who learn from many of them. */
export type Result = Outcome | 'cancelled';

/** The five, from the best to what was never carried out, each as people read it. */
export const RESULT_WORDS = {
  implemented: 'successful',
  withIssues: 'successful with issues',
  rolledBack: 'rolled back',
  failed: 'failed',
  cancelled: 'cancelled',
} as const satisfies Readonly<Record<Result, string>>;
export const RESULTS = Object.keys(RESULT_WORDS) as readonly Result[];

/**
 * How a change is over and since when; undefined while it is not. Cancelled is what was withdrawn after it had been approved (design §3):
 * others had counted on it. What was rejected, or taken back before, never was to be carried out: an answer was no, and no change ended.
 */
export function resultOf(change: Change): { readonly result: Result; readonly at: number } | undefined {
  const outcome = outcomeOf(change);
  if (outcome !== undefined && change.endedAt !== undefined) return { result: outcome, at: change.endedAt };
  const { approvedAt, withdrawnAt } = change;
  return approvedAt === undefined || withdrawnAt === undefined ? undefined : { result: 'cancelled', at: withdrawnAt };
}
