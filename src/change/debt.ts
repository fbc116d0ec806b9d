import type { DebtName } from './model.ts';

/** Something that is owed: by whom, until when, and whether it was paid. */
export interface Debt {
  readonly number: number;
  readonly what: DebtName;
  /** A Slack user id. */
  readonly owner: string;
  readonly owedAt: number;
  readonly dueAt: number;
  /** Of an override: which gate and why. */
  readonly detail?: string;
  readonly remindedAt?: number;
  readonly escalatedAt?: number;
  readonly paid?: { readonly by: string; readonly at: number; readonly note: string };
}
