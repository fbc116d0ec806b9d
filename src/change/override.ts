import type { ChangeId } from './change-id.ts';

/** What may keep a change from going on and may be overridden by a second person; a hard freeze has its own ballot (design §1). */
export const GATES = [
  'approval',
  'reviews',
  'goNogo',
  'runbook',
  'votes',
  'preflight',
  'backup',
  'restoreTest',
  'plan',
  'changeSet',
  'incident',
  'tested',
  'order',
  'checklist',
  'watch',
  'rollbackPlan',
  'criticalRollback',
  'lowUsage',
] as const;
export type GateName = (typeof GATES)[number];

/** A gate that somebody answers for in the place of what it asks; for one revision and one window. */
export interface Override {
  readonly gate: GateName;
  readonly by: string;
  readonly reason: string;
  readonly at: number;
  readonly revision: number;
  readonly schedule: number;
  /** What would run, as it was then. */
  readonly changeSet: string;
  /** Digest of what the newest plan would do, as it was then. */
  readonly plan?: string;
  /** Of open incidents: which; one that is declared later is none of them. */
  readonly incidents?: readonly ChangeId[];
  /** Of the checklist: which items were open; another that opens later is none of them. */
  readonly items?: readonly string[];
}
