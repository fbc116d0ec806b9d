import type { Review } from './criteria.ts';
import type { Fact } from './facts.ts';
import type { Change } from './model.ts';
import { withAnswer, withCorrection, withoutAnswer } from './review.ts';

type OfAReview = Extract<
  Fact,
  {
    type:
      | 'reviewOpened'
      | 'reviewersAsked'
      | 'reviewersReminded'
      | 'criterionAnswered'
      | 'criterionLapsed'
      | 'correctionMade';
  }
>;

/** The reviews of a change after one more fact about them. */
export function reviewsAfter(
  { reviews, revision, schedule }: Pick<Change, 'reviews' | 'revision' | 'schedule'>,
  fact: OfAReview,
  { at, by }: { readonly at: number; readonly by: string },
): readonly Review[] {
  switch (fact.type) {
    case 'reviewOpened': {
      const { review: number, what, role } = fact;
      return [...reviews, { number, what, role, revision, schedule, openedAt: at, answers: {} }];
    }
    case 'reviewersAsked': {
      const { people, standIns = [] } = fact;
      return on(reviews, fact.review, ({ putTo }) => ({ people, standIns, reminders: putTo?.reminders ?? 0 }));
    }
    case 'reviewersReminded':
      return on(reviews, fact.review, ({ putTo }) => ({ people: {}, standIns: [], ...putTo, reminders: fact.nth }));
    case 'criterionAnswered':
      return reviews.map((r) => withAnswer(r, fact, at));
    case 'criterionLapsed':
      return reviews.map((r) => withoutAnswer(r, fact));
    case 'correctionMade':
      return reviews.map((r) => withCorrection(r, fact, { by, at, text: fact.text }));
  }
}

function on(
  reviews: readonly Review[],
  number: number,
  putTo: (review: Review) => NonNullable<Review['putTo']>,
): readonly Review[] {
  return reviews.map((r) => (r.number === number ? { ...r, putTo: putTo(r) } : r));
}
