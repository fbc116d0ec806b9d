import { conflictsOf, reachOf, type Conflict, type Plan } from '../change/calendar.ts';
import type { ChangeId } from '../change/change-id.ts';
import type { Policy } from '../change/policy.ts';
import { overlapping } from './overlaps.ts';
import type { Record } from './record.ts';

/** What speaks against a window by the calendar as it is now, the gravest first; of changes all but `except`, which it is of. */
export async function readConflicts(
  record: Record,
  plan: Plan,
  { policy, now, except }: { readonly policy: Policy; readonly now: number; readonly except?: ChangeId | undefined },
): Promise<readonly Conflict[]> {
  return conflictsOf(plan, await overlapping(record, plan, reachOf(plan, policy), except), policy, now);
}
