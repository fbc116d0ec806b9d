import { holderOf, seatsNeeded, tally, type Electorate } from './ballot.ts';
import { holds, type Actor } from './intents.ts';
import { implementerOf, type Ballot, type Change } from './model.ts';
import { named } from './named.ts';
import type { Policy } from './policy.ts';
import { refuse, type Refused } from './refusals.ts';

/** What an answer is given as: a role, and whose seat it is where that was delegated. */
export interface Seat {
  readonly role: string;
  readonly seatOf?: string;
}

/** Why somebody is too close to a change to vote on it, unless the policy lets them (001-APR-02). */
export function ownChange(
  change: Change,
  user: string,
  { voting }: Policy,
): 'requester' | 'editor' | 'implementer' | undefined {
  if (!voting.requester && user === change.requester) return 'requester';
  if (!voting.editor && user === change.lastEditor) return 'editor';
  return !voting.implementer && user === implementerOf(change) ? 'implementer' : undefined;
}

/** The roster without those who may not vote on this change: whom `all` waits for. */
export function voters(change: Change, roster: Electorate, policy: Policy): Electorate {
  return Object.fromEntries(
    Object.entries(roster).map(([role, people]) => [role, people.filter((p) => !ownChange(change, p, policy))]),
  );
}

/** The roster of one ballot: whoever stands in for a role holds it too. */
export function withStandIns({ putTo }: Pick<Ballot, 'putTo'>, roster: Electorate): Electorate {
  const more = (putTo?.standIns ?? []).map(({ role, fallback }) => {
    const holders = [...(named(roster, role) ?? []), ...(named(roster, fallback) ?? [])];
    return [role, [...new Set(holders)]] as const;
  });
  return { ...roster, ...Object.fromEntries(more) };
}

/**
 * A ballot with the votes that count at this moment: whose seat it is still holds the role, and neither they nor who voted for
 * them is too close to the change (promise 6). An edit after the vote that voided nothing does not take the editor's vote back.
 */
export function standing(change: Change, ballot: Ballot, roster: Electorate, policy: Policy): Ballot {
  const lenient = whateverWasEdited(policy);
  const electorate = voters(change, withStandIns(ballot, roster), lenient);
  const votes = ballot.votes.filter(
    (v) => named(electorate, v.role)?.includes(holderOf(v)) && !ownChange(change, v.by, lenient),
  );
  return { ...ballot, votes };
}

/** The roles whose votes no longer carry a passed ballot, because who gave them may not vote any more (promise 6). */
export function rolesLost(change: Change, ballot: Ballot, roster: Electorate, policy: Policy): readonly string[] {
  const electorate = voters(change, withStandIns(ballot, roster), whateverWasEdited(policy));
  const yes = ({ votes }: Ballot, role: string): number =>
    votes.filter((v) => v.role === role && v.answer === 'yes').length;
  const left = standing(change, ballot, roster, policy);
  return ballot.requirements
    .filter((r) => yes(left, r.role) < Math.min(yes(ballot, r.role), seatsNeeded(r, named(electorate, r.role))))
    .map((r) => r.role);
}

function whateverWasEdited(policy: Policy): Policy {
  return { ...policy, voting: { ...policy.voting, editor: true } };
}

/** Why this person may not answer this ballot, or the seat the answer counts for (001-APR-02, style §4 "change authority"). */
export function seatFor(
  change: Change,
  ballot: Ballot,
  actor: Actor,
  policy: Policy,
): { readonly ok: true; readonly seat: Seat } | Refused {
  if (actor.kind !== 'person' || actor.outsider) return refuse({ code: 'outsider' });
  const roster = withStandIns(ballot, actor.roster);
  const electorate = voters(change, roster, policy);
  const role = ownRole(ballot, { ...actor, roster }, electorate);
  const seat = role === undefined ? delegatedSeat(ballot, actor.user, electorate) : { role };
  if (!seat) return refuse({ code: 'notAnApprover', roles: ballot.requirements.map((r) => r.role) });
  const own = ownChange(change, actor.user, policy);
  return own === undefined ? { ok: true, seat } : refuse({ code: 'ownChange', as: own });
}

/** The role this person would vote for: one not yet filled first, so that two hats do not fill one chair. */
function ownRole(ballot: Ballot, actor: Actor, electorate: Electorate): string | undefined {
  const own = ballot.requirements.map((r) => r.role).filter((role) => holds(actor, role));
  if (actor.kind !== 'person') return undefined;
  const before = ballot.votes.find((v) => v.by === actor.user)?.role;
  if (before !== undefined && own.includes(before)) return before;
  const open = tally(ballot, electorate).filter((s) => s.yes.length < s.needed);
  return own.find((role) => open.some((s) => s.role === role)) ?? own[0];
}

/** The seat that was delegated to somebody, while whoever did so may vote themselves. */
function delegatedSeat(ballot: Ballot, user: string, electorate: Electorate): Seat | undefined {
  const lent = ballot.delegated.find((d) => d.to === user && named(electorate, d.role)?.includes(d.from));
  return lent && { role: lent.role, seatOf: lent.from };
}
