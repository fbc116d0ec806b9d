import { inPerson, rolesOf } from '../change/asking.ts';
import { shownId } from '../change/change-id.ts';
import type { Review } from '../change/criteria.ts';
import type { Change } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import { criteriaOf, isSettled } from '../change/review.ts';
import { actions, button, context, fields, header, linesOf, listOf, section } from '../slack/blocks.ts';
import { criterionButtons } from '../slack/vote-buttons.ts';
import { REVIEW_WORDS } from '../slack/question-words.ts';
import type { AskedView } from './asked.ts';
import { roleWords, standInWords } from './ballot-words.ts';
import { changeFields, evidenceLines, foundEvidence } from './evidence.ts';
import { closedWords, criterionBlocks, whyReviewed } from './review-prompt.ts';
import { consequenceWords, openWords } from './review-words.ts';
import { named, said, type Said } from './said.ts';

/** A review as a message to one person: what is asked and why of them, the evidence, each criterion; without buttons once it is settled. */
export function reviewAsked(
  change: Change,
  review: Review,
  person: string,
  { policy, now, conflicts = [] }: AskedView,
): Said {
  const name = REVIEW_WORDS[review.what];
  const isOver = isSettled(change, review);
  const mayAnswer = !isOver && inPerson(review.putTo?.people ?? {}).includes(person);
  const criteria = criteriaOf(review);
  const ok = criteria.filter(([, answer]) => answer?.answer === 'ok').length;
  const line = isOver
    ? `${name}: ${closedWords(change, review)}`
    : `${name} is asked of you, ${ok} of ${criteria.length} ok`;
  return said(`${named(change)}: ${line}`, [
    header(`${shownId(change.id)} · ${change.content.title}`),
    section(isOver ? `*${name}*: ${closedWords(change, review)}` : whyYou(change, review, person)),
    fields(...changeFields(change, policy)),
    section(linesOf(evidenceLines(change, policy, now))),
    ...foundEvidence(change, policy, now),
    ...(conflicts.length === 0 ? [] : [section(linesOf(['*What speaks against its window*', ...conflicts], 2000))]),
    ...criterionBlocks(change, review, (c) => (mayAnswer ? criterionButtons(change, review, c) : [])),
    ...(isOver ? [] : [context(consequenceWords(change, review, policy))]),
    actions(button('Details', { do: 'details', change: change.id })),
  ]);
}

/** Why this person and not another. */
function whyYou(change: Change, review: Review, person: string): string {
  const name = `*${REVIEW_WORDS[review.what]}.*`;
  const roles = rolesOf(review, person).map((role) => roleWords(review, role, person));
  if (roles.length === 0) return `${name} You are no longer asked: the role it takes is not yours any more.`;
  const isPreCheck = review.what === 'preCheck';
  const because = isPreCheck
    ? 'whoever is asked for GO finds what is missing while there is time'
    : whyReviewed(change);
  const press = isPreCheck ? 'OK or Correction' : 'OK or Concern';
  return `${name} You are asked as ${listOf(roles, 5, ' and ')}${standInWords(review, person)}, because ${because}. Press ${press} for each.`;
}

/** To somebody who can close what is open; the buttons are on the review itself. */
export function reviewReminder(change: Change, review: Review, policy: Policy): Said {
  const name = REVIEW_WORDS[review.what];
  const text = `*Waiting for your answer: ${name} of ${named(change)}.* ${openWords(review)} Press the buttons on my message above. ${consequenceWords(change, review, policy)}`;
  return said(text, [section(text)]);
}
