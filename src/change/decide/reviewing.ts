import { agree, type Circumstances, type Decision } from '../circumstances.ts';
import type { Intent } from '../intents.ts';
import { CRITERIA, type Criterion, type Review } from '../criteria.ts';
import type { Change } from '../model.ts';
import { refuse } from '../refusals.ts';
import { barredReviewer, takesAnswers, openCorrections } from '../review.ts';
import { onlyItsPeople } from './filing.ts';

type Of<T extends Intent['type']> = Extract<Intent, { type: T }>;

/** An answer to one criterion, in the place of the former one; a concern says what is wrong (001-REV-01 to 03, 002-REV-04). */
export function answerCriterion(
  change: Change,
  intent: Of<'answerCriterion'>,
  { actor, policy }: Circumstances,
): Decision {
  const review = opened(change, intent);
  if (!review) return refuse({ code: 'reviewClosed' });
  const barred = barredReviewer(change, review, actor, policy);
  if (barred) return barred;
  if (actor.kind !== 'person') return refuse({ code: 'outsider' });
  const text = intent.text?.trim();
  if (intent.answer === 'concern' && !text) return refuse({ code: 'reasonNeeded' });
  return agree({
    type: 'criterionAnswered',
    review: review.number,
    criterion: intent.criterion,
    answer: intent.answer,
    reviewer: actor.user,
    ...(text ? { text } : {}),
  });
}

/** Who carries the change says what was done about a correction; the GO waits for it no longer (002-REV-05). */
export function correct(change: Change, intent: Of<'correct'>, circumstances: Circumstances): Decision {
  const review = opened(change, intent);
  if (!review || review.what !== 'preCheck') return refuse({ code: 'reviewClosed' });
  const barred = onlyItsPeople(change, circumstances);
  if (barred) return barred;
  if (!openCorrections(change).some(([criterion]) => criterion === intent.criterion))
    return refuse({ code: 'nothingToCorrect' });
  const text = intent.text.trim();
  if (text === '') return refuse({ code: 'reasonNeeded' });
  return agree({ type: 'correctionMade', review: review.number, criterion: intent.criterion, text });
}

/** The review an intent names, if it still takes answers and has this criterion. */
function opened(change: Change, place: { readonly review: number; readonly criterion: Criterion }): Review | undefined {
  const review = change.reviews.find((r) => r.number === place.review);
  const criteria: readonly Criterion[] = review ? CRITERIA[review.what] : [];
  return review && takesAnswers(change, review) && criteria.includes(place.criterion) ? review : undefined;
}
