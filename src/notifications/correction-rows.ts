import type { RecordedFact } from '../change/facts.ts';
import { implementerOf, type Change } from '../change/model.ts';
import type { NewDelivery } from '../journal/delivery-rows.ts';
import type { View } from './routes.ts';

/** A correction in messages of their own: to those who carry the change when it is asked for, to who asked when it is made (002-REV-05). */
export function correctionRows(change: Change, { fact, seq, by }: RecordedFact): readonly NewDelivery[] {
  if (fact.type !== 'criterionAnswered' && fact.type !== 'correctionMade') return [];
  const { review: number, criterion } = fact;
  const review = change.reviews.find((r) => r.number === number);
  if (review?.what !== 'preCheck') return [];
  const row = (view: View, person: string): NewDelivery => ({
    key: `${change.id}/${seq}/${view}/${person}`,
    kind: 'note',
    channel: person,
    lane: `${person}/${change.id}`,
    position: 9,
    view,
    data: { review: number, criterion },
  });
  if (fact.type === 'correctionMade') {
    const asker = review.answers[criterion]?.by;
    return asker === undefined || asker === by ? [] : [row('corrected', asker)];
  }
  if (fact.answer !== 'concern') return [];
  const people = new Set([implementerOf(change), change.requester]);
  return [...people].filter((person) => person !== by).map((person) => row('correctionAsked', person));
}
