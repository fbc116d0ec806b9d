import { runbookOf } from './circumstances.ts';
import type { Review } from './criteria.ts';
import type { Ballot, Change } from './model.ts';
import type { Policy } from './policy.ts';
import { criteriaOf } from './review.ts';
import { milestoneAt } from './timeline.ts';

/** A review as a question to people: one seat of its role, which no vote fills as long as something of it is open. */
export function questionOf({ role, putTo }: Review): Pick<Ballot, 'requirements' | 'votes' | 'delegated' | 'putTo'> {
  return { requirements: [{ role, need: 'any' }], votes: [], delegated: [], ...(putTo ? { putTo } : {}) };
}

/**
 * Until when the answers to a review are of use, epoch ms: the pre-check's until GO is asked for, else until the window opens, or ends
 * for one opened later.
 */
export function reviewBy(change: Change, { what, openedAt }: Review, policy: Policy): number {
  const { opensAt, closesAt } = change.content;
  const go = what === 'preCheck' ? milestoneAt('goNogo', change, runbookOf(change, policy), policy) : undefined;
  return go ?? (openedAt < opensAt ? opensAt : closesAt);
}

/** Those who can close what is open: whoever was asked where something has no answer, else whoever's concern stands. */
export function reviewersWaitedFor(review: Review): readonly string[] {
  const asked = [...new Set(Object.values(review.putTo?.people ?? {}).flat())];
  const answers = criteriaOf(review).map(([, answer]) => answer);
  if (answers.includes(undefined)) return asked;
  const concerned = asked.filter((p) => answers.some((a) => a?.answer === 'concern' && a.by === p));
  return concerned.length > 0 ? concerned : asked;
}
