import type { ChangeId } from '../../change/change-id.ts';
import { reachOf, type Plan } from '../../change/calendar.ts';
import { freeSlots, SEARCH_DAYS, SEARCH_MS } from '../../change/free-slots.ts';
import type { Policy } from '../../change/policy.ts';
import { overlapping } from '../../journal/overlaps.ts';
import type { Record } from '../../journal/record.ts';
import { when } from '../../slack/blocks.ts';

/** More changes ahead than these are not looked at; what lies behind the last of them counts as taken. */
const OTHERS_MAX = 300;

/** When nothing would speak against a plan: the next three windows of its length, as a line; an emergency waits for none. */
export async function freeLine(
  record: Record,
  plan: Plan,
  { policy, now, except }: { readonly policy: Policy; readonly now: number; readonly except?: ChangeId | undefined },
): Promise<string | undefined> {
  if (plan.kind === 'emergency') return undefined;
  const ahead = { opensAt: now, closesAt: now + SEARCH_MS };
  const others = await overlapping(record, ahead, reachOf(plan, policy), except, OTHERS_MAX);
  const until = others.length < OTHERS_MAX ? ahead.closesAt : (others.at(-1)?.opensAt ?? now);
  const slots = freeSlots(plan, others, policy, now, until);
  return slots.length === 0
    ? `No window of this length is free of all that in the next ${SEARCH_DAYS} days.`
    : `Free: ${slots.map(({ opensAt }) => when(opensAt)).join(' · ')}`;
}
