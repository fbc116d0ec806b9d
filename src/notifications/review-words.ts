import { runbookOf } from '../change/circumstances.ts';
import type { Criterion, CriterionAnswer, Review } from '../change/criteria.ts';
import type { Change } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import { reviewBy } from '../change/asking-reviewers.ts';
import {
  criteriaOf,
  isComplete,
  openCorrections,
  openCriteria,
  reviewOf,
  reviewsAsked,
  reviewsMissing,
  takesAnswers,
} from '../change/review.ts';
import { milestoneAt } from '../change/timeline.ts';
import { listOf, mention, quoted, sentence, when } from '../slack/blocks.ts';
import { CRITERION_WORDS } from '../slack/question-words.ts';
import { roleWithPeople } from './said.ts';

const TEXT_MAX = 300;

/** The reviews and the pre-check of a change on its headline: how far each is, what is wrong, and who is still to answer. */
export function reviewLines(change: Change, policy: Policy): readonly string[] {
  const asked = reviewsAsked(change, policy);
  const states = asked.map((what) => `${what} ${stateWords(reviewOf(change, what))}`);
  const missing = reviewsMissing(change, policy);
  const roles = new Set(missing.map(({ what, review }) => review?.role ?? policy.reviewers[what]));
  const who = [...roles].map((role) => roleWithPeople(role, policy));
  const still = who.length === 0 || change.status !== 'inReview' ? '' : ` Still to come from ${listOf(who, 3, '; ')}.`;
  const preCheck = reviewOf(change, 'preCheck');
  const isAsked = asked.some((what) => reviewOf(change, what));
  return [
    ...(isAsked ? [`Reviews: ${states.join('; ')}.${still}`] : []),
    ...(preCheck
      ? [`Pre-check: ${stateWords(preCheck, takesAnswers(change, preCheck) ? undefined : 'not done')}.`]
      : []),
  ];
}

/** How far a review is, after its name: decided by whom and when, or what is open; without an answer `none`. */
function stateWords(review: Review | undefined, none = 'not begun'): string {
  const answers = review ? criteriaOf(review) : [];
  const given = answers.flatMap(([, answer]) => answer ?? []);
  const ok = given.filter((a) => a.answer === 'ok');
  if (given.length === 0 || !review) return none;
  if (isComplete(review)) {
    const people = [...new Set(ok.map((a) => mention(a.by)))];
    return `ok by ${listOf(people, 3)} ${when(Math.max(...ok.map((a) => a.at)))}`;
  }
  const isPreCheck = review.what === 'preCheck';
  const concerns = answers.flatMap(([criterion, a]) =>
    a?.answer === 'concern' ? [concernWords(criterion, a, isPreCheck ? 'correction' : 'concern')] : [],
  );
  return [`${ok.length} of ${answers.length} ok`, ...concerns].join(', ');
}

function concernWords(criterion: Criterion, { by, text = '', corrected }: CriterionAnswer, noun: string): string {
  const about = `${noun} by ${mention(by)} on ${CRITERION_WORDS[criterion].toLowerCase()}`;
  return corrected
    ? `${about}, corrected by ${mention(corrected.by)}: ${quoted(corrected.text, TEXT_MAX)}`
    : `${about}: ${quoted(text, TEXT_MAX)}`;
}

/** The state of one criterion in words: who said what, when, and what became of it; `isOpen` where it may still be answered. */
export function answerWords(answer: CriterionAnswer | undefined, isOpen: boolean): string {
  if (!answer) return isOpen ? 'Not answered yet.' : 'Not answered.';
  const { by, at, text = '', corrected } = answer;
  if (answer.answer === 'ok') return `OK by ${mention(by)} ${when(at)}.`;
  const done = corrected
    ? ` Corrected by ${mention(corrected.by)} ${when(corrected.at)}: ${sentence(corrected.text, 2 * TEXT_MAX)}`
    : '';
  return `Not ok, says ${mention(by)} ${when(at)}: ${sentence(text, 2 * TEXT_MAX)}${done}`;
}

/** What of a review is open for its reviewers, as a sentence: without an answer, or a concern that only they can end. */
export function openWords(review: Review): string {
  const names = openCriteria(review).map((c) => {
    const by = review.answers[c]?.by;
    return `${CRITERION_WORDS[c]}${by === undefined ? '' : ` (the concern of ${mention(by)} stands)`}`;
  });
  return `Open: ${listOf(names, 3)}.`;
}

/** Until when the answers are of use, and what happens without them. */
export function consequenceWords(change: Change, review: Review, policy: Policy): string {
  const by = when(reviewBy(change, review, policy));
  return review.what === 'preCheck'
    ? `GO is asked for ${by}: it cannot open before what you ask to be corrected is, and nobody checks what is not answered by then.`
    : `The change is not approved, and cannot start in its window, before all is ok; please answer by ${by}.`;
}

/** What the pre-check asked for and nobody has put right, in sentences; undefined where nothing is open. */
export function correctionsWords(change: Change): string | undefined {
  const open = openCorrections(change).map(
    ([criterion, { text = '' }]) => `${CRITERION_WORDS[criterion]}: ${sentence(text, TEXT_MAX)}`,
  );
  return open.length === 0 ? undefined : open.join(' ');
}

/** What the pre-check came to, for whoever says GO; nothing where the policy leaves it no room. */
export function preCheckEvidence(change: Change, policy: Policy): string {
  if (milestoneAt('preCheck', change, runbookOf(change, policy), policy) === undefined) return '';
  const review = reviewOf(change, 'preCheck');
  return review && criteriaOf(review).some(([, answer]) => answer)
    ? ` Pre-check: ${stateWords(review)}.`
    : ' The pre-check was not done.';
}
