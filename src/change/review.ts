import { approvalClass } from './ballot.ts';
import type { Seen } from './circumstances.ts';
import { holds, type Actor } from './intents.ts';
import { CRITERIA, type Criterion, type CriterionAnswer, type Review, type ReviewName } from './criteria.ts';
import type { Change } from './model.ts';
import { named } from './named.ts';
import type { Policy, ReviewKind } from './policy.ts';
import { refuse, type Refused } from './refusals.ts';
import { ownChange, voters, withStandIns } from './seats.ts';

/** The reviews the policy asks of a change, by its kind and risk; a standard change and an emergency have none (design §3). */
export function reviewsAsked(change: Pick<Change, 'content'>, policy: Policy): readonly ReviewKind[] {
  const asked = approvalClass(change);
  return asked === 'normal' || asked === 'high' ? policy.reviews[asked] : [];
}

/** The review that counts now: of this revision, or the pre-check of this window. */
export function reviewOf(change: Change, what: ReviewName): Review | undefined {
  return change.reviews.findLast((r) => r.what === what && isCurrent(change, r));
}

/** Whether a review is of the change as it now is: an edit or another window leaves the former ones behind. */
export function isCurrent(change: Change, review: Review): boolean {
  return review.what === 'preCheck' ? review.schedule === change.schedule : review.revision === change.revision;
}

/** Whether an answer would count: a review's until the change is approved, the pre-check's until the GO is asked for. */
export function takesAnswers(change: Change, review: Review): boolean {
  const { status } = change;
  return isCurrent(change, review) && (status === 'inReview' || (status === 'approved' && review.what === 'preCheck'));
}

/** The criteria of a review in their order, each with its answer. */
export function criteriaOf({
  what,
  answers,
}: Pick<Review, 'what' | 'answers'>): readonly (readonly [Criterion, CriterionAnswer | undefined])[] {
  return CRITERIA[what].map((criterion) => [criterion, answers[criterion]] as const);
}

export function isComplete(review: Review): boolean {
  return criteriaOf(review).every(([, answer]) => answer?.answer === 'ok');
}

/**
 * What its reviewers have yet to close: whatever is not ok. With a concern of the pre-check it is the turn of whoever carries the
 * change; one of a review they alone can end.
 */
export function openCriteria(review: Pick<Review, 'what' | 'answers'>): readonly Criterion[] {
  return criteriaOf(review).flatMap(([criterion, answer]) =>
    !answer || (answer.answer === 'concern' && review.what !== 'preCheck') ? [criterion] : [],
  );
}

/** The reviews that wait for somebody who holds their role. */
export function openReviews(change: Change): readonly Review[] {
  return change.reviews.filter((r) => takesAnswers(change, r) && openCriteria(r).length > 0);
}

/** Whether nothing is asked any more: every criterion is ok, or answers count no longer. */
export function isSettled(change: Change, review: Review): boolean {
  return isComplete(review) || !takesAnswers(change, review);
}

/** The reviews that keep a change from being approved: not complete, or not begun. Empty when none is asked or all are ok. */
export function reviewsMissing(
  change: Change,
  policy: Policy,
): readonly { readonly what: ReviewKind; readonly review: Review | undefined }[] {
  return reviewsAsked(change, policy)
    .map((what) => ({ what, review: reviewOf(change, what) }))
    .filter(({ review }) => !review || !isComplete(review));
}

/** What the pre-check asked to be put right and nobody has yet: the GO waits for it (002-REV-05). */
export function openCorrections(change: Change): readonly (readonly [Criterion, CriterionAnswer])[] {
  const preCheck = reviewOf(change, 'preCheck');
  return (preCheck ? criteriaOf(preCheck) : []).flatMap(([criterion, answer]) =>
    answer?.answer === 'concern' && !answer.corrected ? [[criterion, answer] as const] : [],
  );
}

/** Why this person may not answer a review; the same stand aside as in a vote (001-APR-02). */
export function barredReviewer(change: Change, review: Review, actor: Actor, policy: Policy): Refused | undefined {
  if (actor.kind !== 'person' || actor.outsider) return refuse({ code: 'outsider' });
  const roster = withStandIns(review, actor.roster);
  if (!holds({ ...actor, roster }, review.role)) return refuse({ code: 'notAReviewer', role: review.role });
  const own = ownChange(change, actor.user, policy);
  return own && refuse({ code: 'ownChange', as: own, review: true });
}

export interface Lapsed {
  readonly review: number;
  readonly what: ReviewKind;
  readonly criterion: Criterion;
  readonly reviewer: string;
}

/**
 * Answers of ok on which this change leans and which no longer count, because who gave them lost the role or carries the change
 * out (promise 6). An edit after the answer that voided nothing does not take the editor's answer back. Only a person's saying
 * brings the roles as they are; without one nothing is known to have lapsed.
 */
export function lapsedAnswers(change: Change, { policy, roster: known }: Seen): readonly Lapsed[] {
  if (!known) return [];
  const former = { ...change, lastEditor: change.requester };
  return reviewsAsked(change, policy).flatMap((what) => {
    const review = reviewOf(change, what);
    if (!review) return [];
    const able = named(voters(former, withStandIns(review, known), policy), review.role);
    return criteriaOf(review).flatMap(([criterion, answer]) =>
      answer?.answer === 'ok' && !able?.includes(answer.by)
        ? [{ review: review.number, what, criterion, reviewer: answer.by }]
        : [],
    );
  });
}

interface Place {
  readonly review: number;
  readonly criterion: Criterion;
}

/** A review with this answer in the place of the former one, whoever gave that. */
export function withAnswer(
  review: Review,
  fact: Place & { readonly answer: 'ok' | 'concern'; readonly reviewer: string; readonly text?: string },
  at: number,
): Review {
  const { answer, reviewer: by, text } = fact;
  return replaced(review, fact, { answer, by, at, ...(text === undefined ? {} : { text }) });
}

export function withoutAnswer(review: Review, { review: number, criterion }: Place): Review {
  const { [criterion]: _lapsed, ...answers } = review.answers;
  return review.number === number ? { ...review, answers } : review;
}

export function withCorrection(
  review: Review,
  place: Place,
  corrected: NonNullable<CriterionAnswer['corrected']>,
): Review {
  const answer = review.answers[place.criterion];
  return answer ? replaced(review, place, { ...answer, corrected }) : review;
}

function replaced(review: Review, { review: number, criterion }: Place, answer: CriterionAnswer): Review {
  return review.number === number ? { ...review, answers: { ...review.answers, [criterion]: answer } } : review;
}
