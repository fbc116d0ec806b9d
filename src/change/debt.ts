/**
 * What is owed: after a shortcut the rest of an emergency's paper, its test, or the reason of an override put right (design §3,
 * "debts"); after the end its review, or the cause of a rollback; and each action of a review (001-TYP-17).
 */
export const DEBTS = [
  'fullRequest',
  'retrospectiveVote',
  'pir',
  'procedures',
  'override',
  'test',
  'cause',
  'action',
] as const;
export type DebtName = (typeof DEBTS)[number];

/** Something that is owed: by whom, until when, and whether it was paid. */
export interface Debt {
  readonly number: number;
  readonly what: DebtName;
  /** A Slack user id. */
  readonly owner: string;
  readonly owedAt: number;
  readonly dueAt: number;
  /** Of an override: which gate and why. Of an action: what is to be done. */
  readonly detail?: string;
  readonly remindedAt?: number;
  readonly escalatedAt?: number;
  readonly paid?: { readonly by: string; readonly at: number; readonly note: string };
}
