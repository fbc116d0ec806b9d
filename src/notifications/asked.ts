import type { KnownBlock } from '@slack/types';
import { askedInPerson, rolesOf } from '../change/asking.ts';
import { shownId } from '../change/change-id.ts';
import type { Confidence } from '../change/figures/confidence.ts';
import type { Ballot, Change } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import { needsGo } from '../change/timeline.ts';
import {
  actions,
  button,
  context,
  fields,
  header,
  linesOf,
  listOf,
  mention,
  quoted,
  section,
  when,
} from '../slack/blocks.ts';
import { confidenceLine } from '../slack/confidence-words.ts';
import { ballotButtons } from '../slack/vote-buttons.ts';
import { BALLOT_WORDS } from '../slack/question-words.ts';
import { KIND_WORDS, roleName } from '../slack/words.ts';
import { ballotWords, deadlineWords, resultWords, roleWords, standInWords } from './ballot-words.ts';
import { attachmentsLine, changeFields, evidenceLines, foundEvidence } from './evidence.ts';
import { named, said, type Said } from './said.ts';

export interface AskedView {
  readonly policy: Policy;
  /** By the database's clock. */
  readonly now: number;
  /** What speaks against the window, a line each (`conflictLines`). */
  readonly conflicts?: readonly string[];
  /** How changes like this one went. */
  readonly confidence?: Confidence;
}

/** The question as a message to one person: what is asked and why of them, the evidence, what the answer leads to; without buttons once it is closed. */
export function asked(
  change: Change,
  ballot: Ballot,
  person: string,
  { policy, now, conflicts = [], confidence }: AskedView,
): Said {
  const { name } = BALLOT_WORDS[ballot.question];
  const state = ballot.result === undefined ? openLines(change, ballot, person, policy) : [closedLine(change, ballot)];
  const files = attachmentsLine(change);
  const buttons = askedInPerson(ballot).includes(person) ? ballotButtons(change, ballot, now) : [];
  const line = ballot.result === undefined ? `${name} is asked of you` : closedLine(change, ballot);
  return said(`${named(change)}: ${line}`, [
    header(`${shownId(change.id)} · ${change.content.title}`),
    section(linesOf([whyYou(change, ballot, person), ...state])),
    fields(...changeFields(change, policy)),
    ...(confidence ? [section(confidenceLine(confidence))] : []),
    section(linesOf(evidenceLines(change, policy, now))),
    ...foundEvidence(change, policy, now),
    ...(files === undefined ? [] : [section(files)]),
    ...(conflicts.length === 0 ? [] : [section(linesOf(['*What speaks against its window*', ...conflicts], 2000))]),
    ...(ballot.result === undefined ? [context(LEADS_TO[ballot.question](change))] : []),
    actions(...buttons, button('Details', { do: 'details', change: change.id })) satisfies KnownBlock,
  ]);
}

/** Why this person and not another. */
function whyYou(change: Change, ballot: Ballot, person: string): string {
  const { asks } = BALLOT_WORDS[ballot.question];
  const roles = rolesOf(ballot, person);
  const lent = ballot.delegated.find((d) => d.to === person);
  if (lent)
    return `${asks}\nYou are asked as ${roleName(lent.role)}, because ${mention(lent.from)} delegated it to you.`;
  if (roles.length === 0) return `${asks} You are no longer asked: the role it takes is not yours any more.`;
  return `${asks}\nYou are asked as ${listOf(
    roles.map((role) => roleWords(ballot, role, person)),
    5,
    ' and ',
  )}${standInWords(ballot, person)}, because ${BECAUSE[ballot.question](change, ballot)}.`;
}

const BECAUSE: Readonly<Record<Ballot['question'], (change: Change, ballot: Ballot) => string>> = {
  approval: ({ content: { kind, risk } }) =>
    `this is a ${KIND_WORDS[kind].toLowerCase()} change${risk === 'high' ? ' at high risk' : ''}`,
  goNogo: () => 'it is carried out only after a GO',
  exception: (_, { freeze }) => `its window lies in the freeze “${quoted(freeze ?? '', 100)}”`,
  retrospective: () => 'it was begun as an emergency',
};

const LEADS_TO: Readonly<Record<Ballot['question'], (change: Change) => string>> = {
  approval: (change) =>
    needsGo(change)
      ? 'Approved, it waits for its GO/NO-GO. Rejected, it ends here.'
      : 'Approved, it waits for its window. Rejected, it ends here.',
  goNogo: () => 'On GO the people affected are told of the window. On NO-GO it is a draft again with everything kept.',
  exception: () => 'Allowed, it goes on. Refused, it is a draft again with everything kept.',
  retrospective: () => 'What was done stays done either way; until this is answered the change cannot be closed.',
};

function openLines(change: Change, ballot: Ballot, person: string, policy: Policy): readonly string[] {
  const own = ballot.votes.find((v) => v.by === person);
  const [, ...tally] = ballotWords(change, ballot, policy);
  const { youSaid } = BALLOT_WORDS[ballot.question];
  const answered =
    own === undefined ? [] : [`*${youSaid[own.answer]}* ${when(own.at)}; you may change that as long as this is open.`];
  return [...answered, deadlineWords(change, ballot).trim(), ...tally].filter((line) => line !== '');
}

function closedLine(change: Change, ballot: Ballot): string {
  return ballot.result === 'superseded'
    ? 'No longer asked: the change was edited or is off.'
    : resultWords(change, ballot);
}

/** To somebody who was asked and has not answered; the buttons are on the question itself. */
export function reminder(change: Change, ballot: Ballot): Said {
  const { name, yes, no } = BALLOT_WORDS[ballot.question];
  const text = `*Still waiting for your answer: ${name} of ${named(change)}.* Press ${yes} or ${no} on my message above.${deadlineWords(change, ballot)}`;
  return said(text, [section(text)]);
}
