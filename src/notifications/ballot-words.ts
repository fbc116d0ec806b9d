import { answerBy, waitedFor } from '../change/asking.ts';
import { seatsNeeded } from '../change/ballot.ts';
import type { Ballot, Change } from '../change/model.ts';
import type { Vote } from '../change/vote.ts';
import type { Policy } from '../change/policy.ts';
import { listOf, mention, quoted, when } from '../slack/blocks.ts';
import { BALLOT_WORDS } from '../slack/question-words.ts';
import { roleName } from '../slack/words.ts';
import { roleWithPeople } from './said.ts';

/** Who may vote in which role now (`voters`), groups resolved; without it the policy's own lists speak. */
export type Roster = Readonly<Record<string, readonly string[]>>;

/** An open ballot in words: the question, who has said what, what is missing and who can give it. */
export function ballotWords(change: Change, ballot: Ballot, policy: Policy, roster?: Roster): readonly string[] {
  const { question } = ballot;
  const votes = ballot.votes.slice(0, 10).map((v) => `• ${voteWords(ballot, v)}`);
  const missing = ballot.requirements.flatMap((r) => missingOf(ballot, r, policy, roster));
  return [
    `${BALLOT_WORDS[question].asks}${freezeWords(ballot)}${deadlineWords(change, ballot)}`,
    ...votes,
    ...unanswered(ballot),
    missing.length === 0 ? 'Nothing is missing.' : `Still missing: ${listOf(missing, 4, '; ')}.`,
  ];
}

/** Who asked or delegated, until the seat has its answer; of each person the newest question. */
function unanswered({ votes, asked, delegated }: Ballot): readonly string[] {
  const open = asked.filter(
    (a, i) =>
      !votes.some((v) => v.by === a.by && v.at >= a.at) && asked.findLastIndex((other) => other.by === a.by) === i,
  );
  const lent = delegated.filter((d) => !votes.some((v) => v.by === d.to));
  return [
    ...open.slice(-5).map((a) => `• ${mention(a.by)} asks: “${quoted(a.question, 300)}”`),
    ...lent.slice(-5).map((d) => `• ${mention(d.from)} delegated as ${roleName(d.role)} to ${mention(d.to)}`),
  ];
}

/** Which freeze an exception is for, as a sentence of its own. */
function freezeWords({ freeze }: Ballot): string {
  return freeze === undefined ? '' : ` The freeze is “${quoted(freeze, 100)}”.`;
}

/** Until when an answer is of use, and what happens without one; nothing where it can wait. */
export function deadlineWords(change: Change, ballot: Ballot): string {
  const by = answerBy(change, ballot);
  if (by === undefined) return '';
  switch (ballot.question) {
    case 'approval':
    case 'exception':
      return ` Without it the change cannot start in its window; please answer by ${when(by)}.`;
    case 'goNogo':
      return ` Answers count until ${when(by)}; without a GO by then it is a draft again.`;
    case 'retrospective':
      return ` Answers count until ${when(by)}.`;
  }
}

function missingOf(
  ballot: Ballot,
  requirement: Ballot['requirements'][number],
  policy: Policy,
  roster?: Roster,
): readonly string[] {
  const { role, need } = requirement;
  const yes = ballot.votes.filter((v) => v.role === role && v.answer === 'yes').length;
  const waited = waitedFor(ballot, role);
  const nobody = ballot.putTo?.people[role]?.length === 0;
  if (nobody) return [`${roleName(role)}, which nobody holds who may vote on this change: ask the operator`];
  const who =
    waited.length === 0 ? roleWithPeople(role, policy) : `${roleName(role)} (${listOf(waited.map(mention), 6)})`;
  if (need === 'all' && roster === undefined) return [`everybody in ${who}, ${yes} so far`];
  const needed = seatsNeeded(requirement, roster?.[role]);
  if (yes >= needed) return [];
  return [needed === 1 ? `one of ${who}` : `${needed - yes} more of ${who}, ${yes} of ${needed} so far`];
}

/** One answer in words: who, for which role, and why. */
export function voteWords(
  ballot: Pick<Ballot, 'question' | 'putTo'>,
  { by, role, answer, reason, seatOf }: Vote,
): string {
  const said = BALLOT_WORDS[ballot.question].says;
  const why = reason === undefined ? '' : `: ${quoted(reason, 300)}`;
  const whose = seatOf === undefined ? '' : ` for ${mention(seatOf)}`;
  return `${mention(by)} ${said[answer]} as ${roleWords(ballot, role, seatOf ?? by)}${whose}${why}`;
}

/** The role somebody answers for; whoever stands in for it is named by their own too. */
export function roleWords({ putTo }: Pick<Ballot, 'putTo'>, role: string, person: string): string {
  const standIn = putTo?.standIns.find((s) => s.role === role && s.people.includes(person));
  return standIn ? `${roleName(standIn.fallback)}, as fallback for ${roleName(role)}` : roleName(role);
}

/** Why somebody is asked who does not hold the role itself. */
export function standInWords({ putTo }: Pick<Ballot, 'putTo'>, person: string): string {
  const own = putTo?.standIns.find((s) => s.people.includes(person));
  if (!own) return '';
  return own.why === 'silence' ? ' (nobody of that role has answered)' : ' (nobody of that role can answer)';
}

/** What the latest closed ballots decided: who, when and why, in the place of their buttons. */
export function decidedWords(change: Change): readonly string[] {
  const last = (question: Ballot['question']): Ballot | undefined =>
    change.ballots.findLast((b) => b.question === question && b.result !== undefined && b.result !== 'superseded');
  return (['approval', 'exception', 'goNogo', 'retrospective'] as const)
    .map(last)
    .flatMap((b) => (b ? [resultWords(change, b)] : []));
}

/** What a closed ballot decided: who, when and why. */
export function resultWords(change: Change, ballot: Ballot): string {
  const { question, result, votes, deadline } = ballot;
  const go = question === 'goNogo';
  const until = when(deadline ?? ballot.openedAt);
  if (result === 'expired')
    return `${go ? 'No GO' : `${BALLOT_WORDS[question].name}: no answer`} came before ${until}.`;
  const answer = result === 'vetoed' ? 'no' : 'yes';
  const given = votes.filter((v) => v.answer === answer);
  const what = BALLOT_WORDS[question].decided[answer];
  const who = given.map(
    ({ by, role, at, reason }) =>
      `${mention(by)} (${roleWords(ballot, role, by)}) ${when(at)}${reason === undefined ? '' : `: ${quoted(reason, 200)}`}`,
  );
  const former =
    ballot.revision < change.revision || ((go || question === 'exception') && ballot.schedule < change.schedule);
  const freeze = ballot.freeze === undefined ? '' : ` “${quoted(ballot.freeze, 100)}”`;
  return `${what}${freeze}${former ? ', for a former version,' : ''} by ${listOf(who, 5)}.`;
}
