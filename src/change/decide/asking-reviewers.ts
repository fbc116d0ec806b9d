import { isSame, nextReminderAt, peopleAsked } from '../asking.ts';
import { questionOf, reviewBy, reviewersWaitedFor } from '../asking-reviewers.ts';
import { agree, type Circumstances, type Decision } from '../circumstances.ts';
import type { Fact } from '../facts.ts';
import type { Intent } from '../intents.ts';
import type { Change } from '../model.ts';
import { refuse } from '../refusals.ts';
import { openReviews } from '../review.ts';

/**
 * Puts an open review to those who hold its role at this moment, as a ballot is to its voters. Later those who can close what is open
 * are reminded, whoever came into the role since is asked, and whoever left it no longer is.
 */
export function askReviewers(
  change: Change,
  intent: Extract<Intent, { type: 'askReviewers' }>,
  { actor, policy, now }: Circumstances,
): Decision {
  if (actor.kind === 'person') return refuse({ code: 'workerOnly' });
  const { review: number, nth, unread = [] } = intent;
  const review = openReviews(change).find((r) => r.number === number);
  const by = review && reviewBy(change, review, policy);
  if (!review || by === undefined || now >= by) return refuse({ code: 'reviewClosed' });
  const former = review.putTo;
  if (nth !== (former ? former.reminders + 1 : 0)) return refuse({ code: 'staleMilestone' });
  const remindAt = nextReminderAt({ by, isFirst: !former }, now, policy);
  const next = remindAt === undefined ? {} : { remindAt };
  // As of a ballot: a reminder has passed and nobody of the role has answered anything, or this is the last one.
  const isSilent = Object.keys(review.answers).length === 0;
  const isOverdue = isSilent && (nth > 1 || (nth === 1 && remindAt === undefined));
  const { people, standIns } = peopleAsked(change, questionOf(review), intent.people, { policy, isOverdue });
  const more = { ...(standIns.length === 0 ? {} : { standIns }), ...(unread.length === 0 ? {} : { unread }) };
  const asked = { type: 'reviewersAsked', review: number, nth, people, ...more } as const satisfies Fact;
  if (!former) return agree({ ...asked, ...next });
  const waited = reviewersWaitedFor({ ...review, putTo: { ...former, people } });
  const reminded = waited.filter((p) => former.people[review.role]?.includes(p));
  return agree(...(isSame(people, former.people) ? [] : [asked]), {
    type: 'reviewersReminded',
    review: number,
    nth,
    people: { [review.role]: reminded },
    ...next,
  });
}
