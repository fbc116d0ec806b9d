import { runbookOf, type Circumstances } from '../circumstances.ts';
import type { Fact } from '../facts.ts';
import type { Change } from '../model.ts';
import { reviewOf } from '../review.ts';
import { milestoneAt, milestoneKey } from '../timeline.ts';

/** Why a pre-check is left out: what it would ask is asked by the GO itself. */
export const GO_IS_DUE = 'GO or NO-GO is due already';

/**
 * The validator's walk-through, two weeks ahead or as soon as it is filed later than that; once GO is due it is left out, and
 * the thread says so (002-REV-04, design §3 "Late filing").
 */
export function preCheck(change: Change, { policy, now }: Circumstances): readonly Fact[] {
  const { schedule, milestones, reviews } = change;
  const runbook = runbookOf(change, policy);
  const at = milestoneAt('preCheck', change, runbook, policy) ?? Infinity;
  const isSkipped = milestones[milestoneKey(schedule, 'preCheck')] === 'skipped';
  if (now < at || isSkipped || reviewOf(change, 'preCheck')) return [];
  return now >= (milestoneAt('goNogo', change, runbook, policy) ?? Infinity)
    ? [{ type: 'milestoneSkipped', milestone: 'preCheck', schedule, reason: GO_IS_DUE }]
    : [{ type: 'reviewOpened', review: reviews.length + 1, what: 'preCheck', role: policy.goNogo.role }];
}
