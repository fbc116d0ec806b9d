import type { Policy, Runbook } from './policy.ts';
import type { Change } from './model.ts';
import type { Actor } from './intents.ts';
import type { Fact } from './facts.ts';
import type { Refused } from './refusals.ts';
import { named } from './named.ts';
import type { Electorate } from './ballot.ts';

/** What a decision may look at besides the change: the database's clock, the policy in force, who speaks. */
export interface Circumstances {
  /** Epoch ms by the database's clock. */
  readonly now: number;
  readonly policy: Policy;
  /** Names of the pre-approved patterns a standard change may use (001-TYP-05). */
  readonly patterns: readonly string[];
  readonly actor: Actor;
}

/** What can be judged without knowing who asks: a view draws by it what a decision would say. */
export interface Seen {
  readonly now: number;
  readonly policy: Policy;
  /** Who holds which role now, where that is known. */
  readonly roster?: Electorate;
}

export function seenBy({ now, policy, actor }: Omit<Circumstances, 'patterns'>): Seen {
  return { now, policy, ...(actor.kind === 'person' ? { roster: actor.roster } : {}) };
}

export type Decided = { readonly ok: true; readonly facts: readonly Fact[] };
export type Decision = Decided | Refused;

export function agree(...facts: readonly Fact[]): Decided {
  return { ok: true, facts };
}

export function runbookOf(change: Pick<Change, 'content'>, policy: Policy): Runbook | undefined {
  return change.content.runbook === undefined ? undefined : named(policy.runbooks, change.content.runbook);
}
