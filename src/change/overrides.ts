import { seatsNeeded } from './ballot.ts';
import { changeSetOf } from './change-set.ts';
import { itemsHolding } from './checklist-gates.ts';
import type { Seen } from './circumstances.ts';
import type { GateName, Override } from './override.ts';
import { implementerOf, type Change } from './model.ts';
import { named } from './named.ts';
import { stoppingIncidents } from './open-incidents.ts';
import { knownPlan } from './plan/known-plan.ts';
import { rollbackPlan } from './plan/rollback-plan.ts';

/** Why somebody is not the second person an override takes, whatever the policy lets them vote on (design §1). */
export function notASecondPerson(change: Change, user: string): 'requester' | 'editor' | 'implementer' | undefined {
  if (user === change.requester) return 'requester';
  if (user === change.lastEditor) return 'editor';
  return user === implementerOf(change) ? 'implementer' : undefined;
}

/**
 * The overrides of a gate that hold for this revision and window; those of the runbook and of a plan for what would run now and
 * nothing else, those of an incident or of the checklist for the incidents or the items they were given for, those of the watch for that
 * end and no later one.
 */
export function overridesOf(change: Change, gate: GateName, seen: Seen): readonly Override[] {
  const { policy, roster } = seen;
  const holders = roster && (named(roster, policy.overrides.role) ?? []);
  const stopping = gate === 'incident' ? stoppingIncidents(change.content, policy) : [];
  const holding = gate === 'checklist' ? itemsHolding(change, seen) : [];
  return change.overrides.filter(
    (o) =>
      o.gate === gate &&
      o.revision === change.revision &&
      o.schedule === change.schedule &&
      (gate !== 'runbook' || o.changeSet === changeSetOf(change, policy)) &&
      ((gate !== 'changeSet' && gate !== 'rollbackPlan') || o.plan === planAnsweredFor(change, gate)) &&
      stopping.every((i) => o.incidents?.includes(i.change)) &&
      holding.every((i) => o.items?.includes(i.id)) &&
      (gate !== 'watch' || o.at >= (change.endedAt ?? Infinity)) &&
      (!holders || (holders.includes(o.by) && o.by !== change.requester && o.by !== implementerOf(change))),
  );
}

/** Digest of the plan that an override of this gate is given for: the newest of the way on, or of the way back. */
export function planAnsweredFor(change: Change, gate: GateName): string | undefined {
  return (gate === 'rollbackPlan' ? rollbackPlan(change) : knownPlan(change))?.digest;
}

/** Whether as many as the policy asks answer for a gate; where the roster is known, only those who still may. */
export function isOverridden(change: Change, gate: GateName, seen: Seen): boolean {
  const given = new Set(overridesOf(change, gate, seen).map((o) => o.by));
  const { overrides } = seen.policy;
  if (given.size === 0) return false;
  if (overrides.need !== 'all') return given.size >= seatsNeeded(overrides, undefined);
  return secondPeople(change, seen).every((user) => given.has(user));
}

/** Those who may override; where the roster is not known, whom the policy names. */
function secondPeople(change: Change, { policy, roster }: Seen): readonly string[] {
  const { role } = policy.overrides;
  const { members = [], delegates = [] } = named(policy.roles, role) ?? {};
  const holders = roster ? (named(roster, role) ?? []) : [...members, ...delegates];
  return holders.filter((user) => !notASecondPerson(change, user));
}
