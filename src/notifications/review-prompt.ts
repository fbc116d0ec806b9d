import type { Button, KnownBlock } from '@slack/types';
import type { Criterion, Review } from '../change/criteria.ts';
import type { Change } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import { approvalClass } from '../change/ballot.ts';
import { sayDuration } from '../change/duration.ts';
import { criteriaOf, isComplete, isCurrent, takesAnswers } from '../change/review.ts';
import { actions, quoted, section } from '../slack/blocks.ts';
import { criterionButtons } from '../slack/vote-buttons.ts';
import { CRITERION_WORDS, REVIEW_WORDS } from '../slack/question-words.ts';
import { KIND_WORDS } from '../slack/words.ts';
import { answerWords } from './review-words.ts';
import { implementer, named, roleWithPeople, said, type Said } from './said.ts';

const EXCERPT_MAX = 600;

/** One review in the thread: who is asked and why, each criterion with its state and its buttons, until its answers count no more. */
export function reviewPrompt(change: Change, number: number, policy: Policy): Said {
  const review = change.reviews.find((r) => r.number === number);
  if (!review) return said(named(change), []);
  const criteria = criteriaOf(review);
  const ok = criteria.filter(([, answer]) => answer?.answer === 'ok').length;
  const name = REVIEW_WORDS[review.what];
  return said(`${named(change)}: ${name.toLowerCase()}, ${ok} of ${criteria.length} ok.`, [
    section(asksWords(change, review, policy)),
    ...criterionBlocks(change, review, (criterion) => criterionButtons(change, review, criterion)),
  ]);
}

/** Each criterion with what the change says of it, its state, and what may be pressed. */
export function criterionBlocks(
  change: Change,
  review: Review,
  buttonsOf: (criterion: Criterion) => readonly Button[],
): readonly KnownBlock[] {
  return criteriaOf(review).flatMap(([criterion, answer]): readonly KnownBlock[] => {
    const buttons = buttonsOf(criterion);
    const text = `*${CRITERION_WORDS[criterion]}*${excerpt(change, criterion)}\n${answerWords(answer, takesAnswers(change, review))}`;
    return [section(text), ...(buttons.length > 0 ? [actions(...buttons)] : [])];
  });
}

/** Who is asked, why, and what hangs on it; or why nobody is any more. */
export function asksWords(change: Change, review: Review, policy: Policy): string {
  const name = `*${REVIEW_WORDS[review.what]}*`;
  const who = roleWithPeople(review.role, policy);
  if (!takesAnswers(change, review)) return `${name}: ${closedWords(change, review)}`;
  if (review.what === 'preCheck')
    return `${name} with the ${who}, to find what is missing while there is time. Press OK or Correction for each; ${implementer(change)} puts right what is not ok and presses Corrected. GO waits for open corrections.`;
  return `${name}, asked of the ${who} because ${whyReviewed(change)}. Press OK or Concern for each; the change is approved when the vote has passed and all are ok.`;
}

/** What makes the policy ask for a review. */
export function whyReviewed(change: Change): string {
  return approvalClass(change) === 'high'
    ? 'the policy asks it of a change at high risk'
    : `the policy asks it of a ${KIND_WORDS[change.content.kind].toLowerCase()} change`;
}

/** Why nothing is asked any more. */
export function closedWords(change: Change, review: Review): string {
  if (!isCurrent(change, review))
    return review.what === 'preCheck'
      ? 'of a former window; the answers do not count for the new one.'
      : 'of a former version; what counts now is asked anew.';
  return isComplete(review) ? 'done, all ok.' : 'over; no more answers are asked for.';
}

/** The change's own words on an item of the pre-check, so that it is a walk-through and not a guess. */
function excerpt({ content }: Change, criterion: Criterion): string {
  const texts: Readonly<Partial<Record<Criterion, string>>> = {
    modified: content.implementationPlan,
    tested: content.testingPlan,
    downtime: content.downtimeMs === undefined ? content.impact : sayDuration(content.downtimeMs),
  };
  const text = texts[criterion];
  return text === undefined ? '' : `\n${quoted(text, EXCERPT_MAX)}`;
}
