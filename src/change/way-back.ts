import { runbookOf } from './circumstances.ts';
import type { Change, RollbackScopeName } from './model.ts';
import type { Policy, Runbook } from './policy.ts';

/** By which means a change is undone: a scope of its runbook, or by hand. */
export type WayBack = RollbackScopeName | 'byHand';

const SCOPES = ['application', 'infrastructure'] as const;

/** What a runbook can undo by itself. */
export function scopesOf(runbook: Runbook | undefined): readonly RollbackScopeName[] {
  return SCOPES.filter((scope) => runbook?.rollback[scope] !== undefined);
}

/**
 * The ways back there are: the scopes of its runbook, and where that has none, or there is no runbook, by hand, as the rollback plan says
 * (002-TML-09, 002-INC-01). None where its runbook is gone from the policy, for then nothing can be checked.
 */
export function waysBack(change: Pick<Change, 'content'>, policy: Policy): readonly WayBack[] {
  const runbook = runbookOf(change, policy);
  const scopes = scopesOf(runbook);
  const isGone = change.content.runbook !== undefined && !runbook;
  return scopes.length > 0 || isGone ? scopes : ['byHand'];
}
