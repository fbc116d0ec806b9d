import type { Fact } from '../change/facts.ts';
import { sayDuration } from '../change/duration.ts';
import type { BallotQuestion, Change, ChangeContent } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import type { MadeAlready } from '../change/recorded.ts';
import { reviewsAsked } from '../change/review.ts';
import { needsGo, prepareDueAt } from '../change/timeline.ts';
import { linesOf, listOf, mention, quoted, sentence, when } from '../slack/blocks.ts';
import { BALLOT_WORDS } from '../slack/question-words.ts';
import { resultWords } from '../slack/outcome-words.ts';
import { KIND_WORDS, whoSaid } from '../slack/words.ts';
import { voteWords } from './ballot-words.ts';
import { editLines } from './edit-words.ts';
import { nextWords } from './next-words.ts';
import { preCheckEvidence } from './review-words.ts';
import { implementer, roleWithPeople } from './said.ts';
import type { Line, Scene } from './scene.ts';

type Of<T extends Fact['type']> = Extract<Fact, { type: T }>;

const DAY_MS = 24 * 3_600_000;

const KEPT =
  'It is a draft again with everything kept: edit it, then submit it again. The approval stands while nothing material is edited.';

/** What a no leads to. */
const AFTER_NO: Readonly<Record<BallotQuestion, string>> = {
  approval: 'This change ends here; to try another way, file a new one.',
  goNogo: KEPT,
  exception:
    'It is a draft again with everything kept: reschedule it to a time outside the freeze, then submit it again.',
  retrospective: 'What was done stays done; the review says what is to be learnt and put right.',
};

/** What it leads to when nobody answers before the deadline. */
const AFTER_SILENCE: Readonly<Record<BallotQuestion, string>> = {
  approval: '',
  goNogo: ` ${KEPT}`,
  exception: ' It cannot start while the freeze lasts: reschedule it, and it is asked again where need be.',
  retrospective: '',
};

export function filedNote(fact: Of<'changeFiled'>, { conflicts = [], policy, at }: Scene): Line {
  const { requester, content, made } = fact;
  if (made) return { text: recordedWords(fact, made) };
  const against =
    conflicts.length === 0
      ? ''
      : `\n${linesOf(
          conflicts.map((line) => `• ${line}`),
          2000,
        )}`;
  const what = sentence(content.description === '' ? content.title : content.description, 500);
  return { text: `Filed by ${mention(requester)}: ${what}${lateWords(content, policy, at)}${against}` };
}

/** Written down when it was done: nothing is asked of anybody. */
function recordedWords({ requester, content }: Of<'changeFiled'>, { doneBy, formerly }: MadeAlready): string {
  const by = doneBy === undefined ? mention(content.implementer ?? requester) : quoted(doneBy, 100);
  const from = formerly === undefined ? '' : ` In the log it comes from it is ${quoted(formerly, 60)}.`;
  return `Recorded afterwards by ${mention(requester)}: made by ${by} ${when(content.opensAt)}. ${sentence(content.description, 1000)}${from} Nothing is asked of anybody, and nobody else was told; what is written in this thread is kept with it.`;
}

/** Filed when preparation should have begun already (002-TML-01). */
function lateWords(content: ChangeContent, policy: Policy, at: number): string {
  const { opensAt, kind } = content;
  const lead = policy.leads.prepare;
  if (kind !== 'normal' || at <= prepareDueAt(content, policy)) return '';
  const days = Math.floor((opensAt - at) / DAY_MS);
  const ahead = days < 1 ? 'Less than a day' : days === 1 ? 'One day' : `${days} days`;
  return ` ${ahead} ahead; the process asks for ${'days' in lead ? `${lead.days} days` : sayDuration(lead.ms)}.`;
}

export function editedNote(fact: Of<'changeEdited'>, { before, policy }: Scene): Line | undefined {
  if (!before) return undefined;
  const lines = editLines(before.content, fact.content, policy);
  const voided = fact.material
    ? ' Approvals given to the former version do not count for this one.'
    : fact.rescheduled && before.content.kind === 'normal'
      ? ' The approval stands; GO or NO-GO is asked for the new window.'
      : '';
  return { text: `Edited by ${mention(fact.editor)}.${voided}\n${linesOf(lines, 2500)}` };
}

/** The first submission is one with the filing. */
export function submittedNote(_: Of<'changeSubmitted'>, { before, by }: Scene): Line | undefined {
  return before === undefined || before.version === 1
    ? undefined
    : { text: `Submitted again by ${whoSaid(by)}; what still stands of the approvals counts.` };
}

export function approvedNote(_: Of<'changeApproved'>, { after, policy, at }: Scene): Line {
  const asked = after.ballots.some((b) => b.question === 'approval' && b.result === 'passed');
  const how = asked
    ? 'Approved.'
    : `Approved: nobody needs to vote on a ${KIND_WORDS[after.content.kind].toLowerCase()} change.`;
  return { text: `${how} ${nextWords(after, policy, at) ?? ''}`.trim() };
}

export function ballotOpenedNote(fact: Of<'ballotOpened'>, { after, policy }: Scene): Line {
  const roles = fact.requirements.map(({ role, need }) => {
    const many = need === 'all' ? 'everybody in ' : need === 'any' || need === 1 ? 'one of ' : `${need} of `;
    return `${many}${roleWithPeople(role, policy)}`;
  });
  const until = fact.deadline === undefined ? '' : ` until ${when(fact.deadline)}`;
  const { name, yes, no } = BALLOT_WORDS[fact.question];
  const freeze = fact.freeze === undefined ? '' : ` for the freeze “${quoted(fact.freeze, 100)}”`;
  return {
    text: `${name} is asked of ${listOf(roles, 5, ' and ')}${freeze}${until}. Press ${yes} or ${no} on the message above.${beside(fact, after, policy)}`,
  };
}

/** What else is asked at the same time, or was asked before. */
function beside({ question }: Of<'ballotOpened'>, after: Change, policy: Policy): string {
  if (question === 'goNogo') return preCheckEvidence(after, policy);
  const reviews = question === 'approval' ? reviewsAsked(after, policy) : [];
  if (reviews.length === 0) return '';
  return ` Reviewed at the same time, below: ${listOf(reviews, 3)}.`;
}

export function ballotClosedNote(fact: Of<'ballotClosed'>, { after, policy }: Scene): Line | undefined {
  const ballot = after.ballots.find((b) => b.number === fact.ballot);
  if (!ballot) return undefined;
  switch (fact.result) {
    case 'vetoed': {
      const noes = ballot.votes.filter((v) => v.answer === 'no').map((v) => voteWords(ballot, v));
      return { text: `${listOf(noes, 5, '; ').replace(/[.…]$/, '')}. ${AFTER_NO[ballot.question]}` };
    }
    case 'expired': {
      const who = ballot.requirements.map((r) => roleWithPeople(r.role, policy));
      const what = ballot.question === 'goNogo' ? 'No GO came' : 'No answer came';
      return { text: `${what} in time from ${listOf(who, 5, ' and ')}.${AFTER_SILENCE[ballot.question]}` };
    }
    case 'passed':
    case 'superseded':
      return undefined;
  }
}

export function readiedNote(_: Of<'changeReadied'>, { after, policy, at }: Scene): Line {
  const { overrides, revision, schedule } = after;
  const isWithoutGo = overrides.some((o) => o.gate === 'goNogo' && o.revision === revision && o.schedule === schedule);
  const isGo = needsGo(after) && !isWithoutGo;
  const how = isGo
    ? 'GO: everything asked before the window is given.'
    : `Ready for its window${isWithoutGo ? ', without a GO' : ''}.`;
  const isOpen = at >= after.content.opensAt;
  const next = isOpen ? `The window is open: ${implementer(after)} presses Start.` : nextWords(after, policy, at);
  return { text: `${how} ${next ?? ''}`.trim() };
}

export function withdrawnNote({ reason }: Of<'changeWithdrawn'>, { by, after }: Scene): Line {
  const told = after.told.some((t) => t.notice === 'planned') ? ' Those who were told of it hear that it is off.' : '';
  return {
    text: `Withdrawn by ${whoSaid(by)}: ${sentence(reason, 1000)}${told} *Outcome* ${resultWords('cancelled')}.`,
  };
}
