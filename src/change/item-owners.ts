import { holds, type Actor } from './intents.ts';
import { implementerOf, type Change } from './model.ts';
import { named } from './named.ts';
import type { OpenItem } from './open-checklist.ts';
import type { Policy } from './policy.ts';
import { refuse, type Refused } from './refusals.ts';

/** Whose items are the implementer's too. */
export const INFRASTRUCTURE = 'infrastructure';

/** The role that an owner stands for, by the policy's `owners` or as a role of that name; undefined where the policy has none (000-CHK-40). */
export function roleOfOwner(owner: string, policy: Policy): string | undefined {
  const role = named(policy.owners, owner) ?? owner;
  return named(policy.roles, role) ? role : undefined;
}

/** The owners that stand for roles which somebody holds. */
export function ownersOf(roles: readonly string[], { owners }: Pick<Policy, 'owners'>): readonly string[] {
  const theirs = Object.entries(owners).flatMap(([owner, role]) => (roles.includes(role) ? [owner] : []));
  return [...theirs, ...roles.filter((role) => !Object.hasOwn(owners, role))];
}

/**
 * Why somebody may not say how an item stands. Its owner's role may, and for infrastructure the implementer; where the policy has no
 * such role, whoever holds any. What is verified is not ticked by whoever did the work while the role has others (000-CHK-29).
 */
export function barredFromItem(
  change: Change,
  { owner, phase }: OpenItem,
  actor: Actor,
  policy: Policy,
): Refused | undefined {
  if (actor.kind !== 'person' || actor.outsider) return refuse({ code: 'outsider' });
  if (isPerson(owner)) return actor.user === owner ? undefined : refuse({ code: 'notYourItem', owner });
  const isImplementer = actor.user === implementerOf(change);
  if (isImplementer && owner === INFRASTRUCTURE) return undefined;
  const role = roleOfOwner(owner, policy);
  const isOwner = role === undefined ? Object.keys(actor.roster).some((r) => holds(actor, r)) : holds(actor, role);
  if (!isOwner) return refuse({ code: 'notYourItem', owner: role ?? owner });
  const hasOthers = role !== undefined && (named(actor.roster, role) ?? []).some((user) => user !== actor.user);
  return isImplementer && hasOthers && phase === 'verification'
    ? refuse({ code: 'ownVerification', owner: role })
    : undefined;
}

function isPerson(owner: string): boolean {
  return /^[UW][A-Z0-9]+$/.test(owner);
}
