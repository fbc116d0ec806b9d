import type { Actor } from './intents.ts';
import type { Ballot, BallotResult, Change, Vote } from './model.ts';
import type { ApprovalClass, Policy, Requirement } from './policy.ts';
import { implementerOf } from './model.ts';
import { holds } from './intents.ts';
import { refuse, type Refused } from './refusals.ts';

/** One line of a tally: what is asked of a role and who has given it. */
export interface Seat {
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

/** The count, per requirement; `roster` holds those who may vote (`voters`). One person counts once per ballot, for one role. */
export function tally(ballot: Ballot, roster: Readonly<Record<string, readonly string[]>>): readonly Seat[] {
  return ballot.requirements.map((r) => ({
    role: r.role,
    needed: seatsNeeded(r, roster[r.role]),
    yes: ballot.votes.filter((v) => v.role === r.role && v.answer === 'yes').map((v) => v.by),
  }));
}

/** What the votes decide now; undefined while the ballot stays open. A single no vetoes. */
export function resultOf(
  ballot: Ballot,
  roster: Readonly<Record<string, readonly string[]>>,
): BallotResult | undefined {
  if (ballot.votes.some((v) => v.answer === 'no')) return 'vetoed';
  return tally(ballot, roster).every((s) => s.yes.length >= s.needed) ? 'passed' : undefined;
}

/** Why somebody is too close to a change to vote on it, unless the policy lets them (001-APR-02). */
function ownChange(
  change: Change,
  user: string,
  { voting }: Policy,
): 'requester' | 'editor' | 'implementer' | undefined {
  if (!voting.requester && user === change.requester) return 'requester';
  if (!voting.editor && user === change.lastEditor) return 'editor';
  return !voting.implementer && user === implementerOf(change) ? 'implementer' : undefined;
}

/** The roster without those who may not vote on this change: whom `all` waits for. */
export function voters(
  change: Change,
  roster: Readonly<Record<string, readonly string[]>>,
  policy: Policy,
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(roster).map(([role, people]) => [role, people.filter((p) => !ownChange(change, p, policy))]),
  );
}

/** The roles whose votes no longer carry a passed ballot, because who gave them may not vote any more (promise 6). */
export function rolesLost(ballot: Ballot, roster: Readonly<Record<string, readonly string[]>>): readonly string[] {
  const lost = ballot.requirements.filter((r) => {
    const yes = ballot.votes.filter((v) => v.role === r.role && v.answer === 'yes');
    const still = yes.filter((v) => roster[r.role]?.includes(v.by));
    return still.length < Math.min(yes.length, seatsNeeded(r, roster[r.role]));
  });
  return lost.map((r) => r.role);
}

/** The role this person would vote for: one not yet filled first, so that two hats do not fill one chair. */
function roleFor(
  ballot: Ballot,
  actor: Actor,
  roster: Readonly<Record<string, readonly string[]>>,
): string | undefined {
  const own = ballot.requirements.map((r) => r.role).filter((role) => holds(actor, role));
  if (actor.kind !== 'person') return undefined;
  const before = ballot.votes.find((v) => v.by === actor.user)?.role;
  if (before !== undefined && own.includes(before)) return before;
  const open = tally(ballot, roster).filter((s) => s.yes.length < s.needed);
  return own.find((role) => open.some((s) => s.role === role)) ?? own[0];
}

/** Why this person may not answer this ballot, or the role the answer counts for (001-APR-02, style §4 "change authority"). */
export function seatOf(
  change: Change,
  ballot: Ballot,
  actor: Actor,
  policy: Policy,
): { readonly ok: true; readonly role: string } | Refused {
  if (actor.kind !== 'person') return refuse({ code: 'outsider' });
  if (actor.outsider) return refuse({ code: 'outsider' });
  const role = roleFor(ballot, actor, voters(change, actor.roster, policy));
  if (role === undefined) return refuse({ code: 'notAnApprover', roles: ballot.requirements.map((r) => r.role) });
  const own = ownChange(change, actor.user, policy);
  return own === undefined ? { ok: true, role } : refuse({ code: 'ownChange', as: own });
}

/** A ballot with this vote in the place of the person's former one. */
export function withVote(ballot: Ballot, vote: Vote): Ballot {
  return { ...ballot, votes: [...ballot.votes.filter((v) => v.by !== vote.by), vote] };
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
