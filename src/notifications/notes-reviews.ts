import type { Fact } from '../change/facts.ts';
import { criteriaOf, isComplete } from '../change/review.ts';
import { listOf, mention, sentence } from '../slack/blocks.ts';
import { CRITERION_WORDS, REVIEW_WORDS } from '../slack/question-words.ts';
import { asksWords } from './review-prompt.ts';
import { implementer } from './said.ts';
import type { Line, Scene } from './scene.ts';

type Of<T extends Fact['type']> = Extract<Fact, { type: T }>;

const TEXT_MAX = 1000;

export function reviewOpenedNote(fact: Of<'reviewOpened'>, { after, policy }: Scene): Line | undefined {
  const review = after.reviews.find((r) => r.number === fact.review);
  return review && { text: asksWords(after, review, policy) };
}

/** A concern is told with who can end it; of the oks only the one that completes the review, or that ends a concern. */
export function criterionNote(fact: Of<'criterionAnswered'>, { before, after }: Scene): Line | undefined {
  const review = after.reviews.find((r) => r.number === fact.review);
  if (!review) return undefined;
  const about = `*${CRITERION_WORDS[fact.criterion]}*`;
  const who = mention(fact.reviewer);
  if (fact.answer === 'concern') {
    const text = sentence(fact.text ?? '', TEXT_MAX);
    return review.what === 'preCheck'
      ? {
          text: `${who} asks for a correction. ${about}: ${text} ${implementer(after)}: put it right, then press Corrected on the pre-check above; GO waits for it.`,
        }
      : {
          text: `${who} has a concern. ${about}: ${text} The change is not approved while it stands: answer here or edit the change, until a reviewer presses OK.`,
        };
  }
  const former = before?.reviews.find((r) => r.number === fact.review);
  if (isComplete(review) && !(former && isComplete(former))) {
    const people = new Set(criteriaOf(review).flatMap(([, answer]) => (answer ? [mention(answer.by)] : [])));
    return { text: `${REVIEW_WORDS[review.what]}: all ok, by ${listOf([...people], 3)}.` };
  }
  return former?.answers[fact.criterion]?.answer === 'concern'
    ? { text: `${about} is ok now, says ${who}.` }
    : undefined;
}

export function lapsedNote({ criterion, reviewer }: Of<'criterionLapsed'>): Line {
  return {
    text: `*${CRITERION_WORDS[criterion]}* is asked again: ${mention(reviewer)}, who answered OK, no longer holds the role or carries the change out.`,
  };
}

export function correctionNote({ criterion, text }: Of<'correctionMade'>, { by }: Scene): Line {
  return { text: `${mention(by)} corrected *${CRITERION_WORDS[criterion]}*: ${sentence(text, TEXT_MAX)}` };
}
