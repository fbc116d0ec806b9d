import type { Criterion } from '../change/criteria.ts';
import type { Change } from '../change/model.ts';
import { openCorrections, reviewOf, takesAnswers } from '../change/review.ts';
import { mention, section, sentence } from '../slack/blocks.ts';
import { CRITERION_WORDS } from '../slack/question-words.ts';
import { named, said, type Said } from './said.ts';

const TEXT_MAX = 1000;

/** To those who carry a change: what its pre-check asks to be put right; undefined once nobody asks it any more. */
export function correctionAsked(change: Change, criterion: Criterion): Said | undefined {
  const review = reviewOf(change, 'preCheck');
  const answer = openCorrections(change).find(([c]) => c === criterion)?.[1];
  if (!answer || !review || !takesAnswers(change, review)) return undefined;
  const text = `*A correction is asked of ${named(change)}.* ${mention(answer.by)} on ${CRITERION_WORDS[criterion].toLowerCase()}: ${sentence(answer.text ?? '', TEXT_MAX)} Put it right, then press *Corrected* on the pre-check in its thread; GO cannot open before.`;
  return said(text, [section(text)]);
}

/** To whoever asked for a correction: what was done, and how to ask again; undefined once it was answered anew. */
export function corrected(change: Change, criterion: Criterion): Said | undefined {
  const review = reviewOf(change, 'preCheck');
  const made = review?.answers[criterion]?.corrected;
  if (!review || !made) return undefined;
  const next = takesAnswers(change, review)
    ? ' Press *OK* on the pre-check if it contents you, or *Correction* if it does not.'
    : '';
  const text = `*The correction you asked of ${named(change)} was made.* ${mention(made.by)} on ${CRITERION_WORDS[criterion].toLowerCase()}: ${sentence(made.text, TEXT_MAX)} GO no longer waits for it.${next}`;
  return said(text, [section(text)]);
}
