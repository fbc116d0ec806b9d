import type { Button } from '@slack/types';
import type { Criterion, Review } from '../change/criteria.ts';
import { hears } from '../change/lifecycle.ts';
import type { Ballot, Change } from '../change/model.ts';
import { openCorrections, openCriteria, takesAnswers } from '../change/review.ts';
import { button } from './blocks.ts';
import { BALLOT_WORDS, CRITERION_WORDS } from './question-words.ts';

/** What may be pressed for one ballot; nothing once it is closed or past its deadline. */
export function ballotButtons(change: Change, ballot: Ballot, now: number): readonly Button[] {
  const { number, question, result, deadline } = ballot;
  if (result !== undefined || !hears(change.status, 'castVote') || now >= (deadline ?? Infinity)) return [];
  const { yes, no } = BALLOT_WORDS[question];
  const at = { change: change.id, ballot: number } as const;
  const vote = { ...at, do: 'vote' } as const;
  return [
    button(yes, { ...vote, answer: 'yes' }, 'primary', `yes:${number}`),
    button(no, { ...vote, answer: 'no' }, 'danger', `no:${number}`),
    ...(hears(change.status, 'askAbout') ? [button('Ask', { ...at, do: 'ask' }, undefined, `${number}`)] : []),
    ...(hears(change.status, 'delegateVote')
      ? [button('Delegate', { ...at, do: 'delegate' }, undefined, `${number}`)]
      : []),
  ];
}

/**
 * What may be pressed for one criterion of a review; nothing once its answers do not count any more. `about` follows each label,
 * where the criterion does not stand above.
 */
export function criterionButtons(change: Change, review: Review, criterion: Criterion, about = ''): readonly Button[] {
  if (!takesAnswers(change, review) || !hears(change.status, 'answerCriterion')) return [];
  const at = { change: change.id, review: review.number, criterion } as const;
  const nth = `${review.number}:${criterion}`;
  const isPreCheck = review.what === 'preCheck';
  const isToCorrect = isPreCheck && openCorrections(change).some(([c]) => c === criterion);
  return [
    button(`OK${about}`, { do: 'review', ...at, answer: 'ok' }, 'primary', `ok:${nth}`),
    button(
      `${isPreCheck ? 'Correction' : 'Concern'}${about}`,
      { do: 'review', ...at, answer: 'concern' },
      undefined,
      `no:${nth}`,
    ),
    ...(isToCorrect ? [button(`Corrected${about}`, { do: 'corrected', ...at }, undefined, nth)] : []),
  ];
}

/** What may be pressed for everything that is open of a review, each with its criterion. */
export function reviewButtons(change: Change, review: Review): readonly Button[] {
  return openCriteria(review).flatMap((c) => criterionButtons(change, review, c, `: ${CRITERION_WORDS[c]}`));
}
