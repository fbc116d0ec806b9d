import type { Delegation } from './before-a-vote.ts';
import { openBallots, type Ballot, type BallotQuestion, type BallotResult, type Change } from './model.ts';
import type { Vote } from './vote.ts';
import type { ApprovalClass, Policy, Requirement } from './policy.ts';
import { named } from './named.ts';

/** Every role with those who may vote in it (`voters`). */
export type Electorate = Readonly<Record<string, readonly string[]>>;

/** One line of a tally: what is asked of a role and who has given it. */
export interface Tallied {
  readonly role: string;
  readonly needed: number;
  readonly yes: readonly string[];
}

/** How many of a role must agree; `all` counts those who hold it, and nobody at all still needs one. */
export function seatsNeeded(requirement: Requirement, holders: readonly string[] | undefined): number {
  if (requirement.need === 'any') return 1;
  if (requirement.need === 'all') return Math.max(1, holders?.length ?? Number.POSITIVE_INFINITY);
  return requirement.need;
}

/** Whose seat a vote fills: that of whoever gave it, or the one that was delegated to them. */
export function holderOf({ by, seatOf }: Vote): string {
  return seatOf ?? by;
}

/** The count, per requirement. One person counts once per ballot, for one role; where all must agree, only theirs count. */
export function tally(ballot: Pick<Ballot, 'requirements' | 'votes'>, electorate: Electorate): readonly Tallied[] {
  return ballot.requirements.map((r) => {
    const holders = named(electorate, r.role);
    const yes = ballot.votes.filter((v) => v.role === r.role && v.answer === 'yes');
    const counted = r.need === 'all' ? yes.filter((v) => holders?.includes(holderOf(v))) : yes;
    return { role: r.role, needed: seatsNeeded(r, holders), yes: counted.map((v) => v.by) };
  });
}

/** What the votes that stand decide now; undefined while the ballot stays open. A single no vetoes. */
export function resultOf(ballot: Ballot, electorate: Electorate): BallotResult | undefined {
  if (ballot.votes.some((v) => v.answer === 'no')) return 'vetoed';
  return tally(ballot, electorate).every((s) => s.yes.length >= s.needed) ? 'passed' : undefined;
}

/** A ballot with this vote in the place of the person's former one, and of any given from the same seat: it is taken back. */
export function withVote(ballot: Ballot, vote: Vote): Ballot {
  return {
    ...ballot,
    votes: [...ballot.votes.filter((v) => v.by !== vote.by && holderOf(v) !== holderOf(vote)), vote],
    delegated: ballot.delegated.filter((d) => d.from !== vote.by),
  };
}

/** A ballot whose seat passed on: what had been answered from it no longer counts. */
export function withDelegation(ballot: Ballot, delegation: Delegation): Ballot {
  const { from } = delegation;
  return {
    ...ballot,
    votes: ballot.votes.filter((v) => holderOf(v) !== from),
    delegated: [...ballot.delegated.filter((d) => d.from !== from), delegation],
  };
}

/** Which approvals a change needs: `high` replaces `normal` at high risk (001-APR-03). */
export function approvalClass(change: Pick<Change, 'content'>): ApprovalClass {
  const { kind, risk } = change.content;
  return kind === 'normal' && risk === 'high' ? 'high' : kind;
}

/** The approvals a change needs before its window; an emergency's come afterwards (001-APR-04). */
export function approvalsNeeded(change: Pick<Change, 'content'>, policy: Policy): readonly Requirement[] {
  const asked = approvalClass(change);
  return asked === 'emergency' ? [] : policy.approvals[asked];
}

/** The open ballot of one question. */
export function openBallot(change: Change, question: BallotQuestion): Ballot | undefined {
  return openBallots(change).find((b) => b.question === question);
}
