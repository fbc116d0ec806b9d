import { inPerson } from '../change/asking.ts';
import type { Review } from '../change/criteria.ts';
import type { Fact, RecordedFact } from '../change/facts.ts';
import type { Change } from '../change/model.ts';
import { isSettled } from '../change/review.ts';
import type { NewDelivery } from '../journal/delivery-rows.ts';
import { eitherAlone, FOLLOWED_MAX } from './ask-rows.ts';

/** A review as a message to each person asked, and its updates: a criterion was answered, the change was edited, or all is settled. */
export function reviewerRows(
  before: Change | undefined,
  after: Change,
  { fact, seq }: RecordedFact,
): readonly NewDelivery[] {
  const questions = after.reviews.flatMap((review) =>
    touched(before, after, review, fact).map((person, i) => row(after, review.number, person, i)),
  );
  if (fact.type !== 'reviewersReminded') return questions;
  return [
    ...questions,
    ...inPerson(fact.people).map((person, i): NewDelivery => ({
      ...row(after, fact.review, person, i),
      key: `${after.id}/${seq}/reminded/${person}`,
      kind: 'note',
      view: 'reviewReminded',
    })),
  ];
}

function row(change: Change, review: number, person: string, i: number): NewDelivery {
  return {
    key: `${change.id}/reviewAsked/${review}/${person}`,
    kind: 'live',
    channel: person,
    lane: `${person}/${change.id}`,
    position: 10 + i,
    view: 'reviewAsked',
    data: { review, person },
  };
}

/** Whose message a fact changes: everybody's where they may press no more or read other evidence, else as of a ballot. */
function touched(before: Change | undefined, after: Change, review: Review, fact: Fact): readonly string[] {
  const former = before?.reviews.find((r) => r.number === review.number);
  const people = asked(review);
  const changed = eitherAlone(people, former ? asked(former) : []);
  if (!before || !former) return changed;
  const [was, is] = [isSettled(before, former), isSettled(after, review)];
  if (was !== is || (fact.type === 'changeEdited' && !is)) return [...new Set([...changed, ...people])];
  if (former.answers === review.answers) return changed;
  const own = 'reviewer' in fact ? people.filter((person) => person === fact.reviewer) : [];
  return [...new Set([...changed, ...(people.length > FOLLOWED_MAX ? own : people)])];
}

function asked({ putTo }: Review): readonly string[] {
  return putTo ? inPerson(putTo.people) : [];
}
