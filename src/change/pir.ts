import { outcomeOf } from './long-watch.ts';
import type { Change } from './model.ts';

/** What a post-implementation review answers, in the order in which it is asked (000-PIR-03 to 000-PIR-05). */
export const PIR_TEXTS = ['happened', 'well', 'better', 'recommended'] as const;
export type PirText = (typeof PIR_TEXTS)[number];
export type PirTexts = Readonly<Record<PirText, string>>;

/** The action of a review fits into a line of what is owed. */
export const ACTION_MAX = 200;
/** Actions that one writing of a review may have, and that may be open at a time. */
export const ACTIONS_MAX = 5;
export const ACTIONS_OPEN_MAX = 20;

/** Something to be done about what a review found, as it is asked for. */
export interface NewAction {
  readonly text: string;
  /** A Slack user id. */
  readonly owner: string;
  /** The day it is due, `2026-12-04`, in the policy's zone. */
  readonly due: string;
}

/** The review was handed in; `actions` are the debts that came of it. What was recommended may be empty, the other texts are not. */
export interface PirWritten extends PirTexts {
  readonly type: 'pirWritten';
  readonly actions: readonly number[];
}

/** A review as it was written last; those before it stay among the facts. */
export interface Pir extends PirTexts {
  /** From 1; grows each time it is written. */
  readonly number: number;
  readonly by: string;
  readonly at: number;
  readonly actions: readonly number[];
}

export function pirAfter(
  { pir }: Pick<Change, 'pir'>,
  { type: _type, ...written }: PirWritten,
  { at, by }: { readonly at: number; readonly by: string },
): Pir {
  return { ...written, number: (pir?.number ?? 0) + 1, by, at };
}

/**
 * Whether a change that has ended owes its review (design §3, "PIR"): a standard one never, one of high risk and an emergency always,
 * another where it did not go well; what is found in its long watch counts as it is found.
 */
export function owesPir(change: Pick<Change, 'content' | 'ending' | 'issues'>): boolean {
  const { kind, risk } = change.content;
  if (kind === 'standard') return false;
  return kind === 'emergency' || risk === 'high' || outcomeOf(change) !== 'implemented';
}
