import { evolve } from '../../change/evolve.ts';
import type { RecordedFact } from '../../change/facts.ts';
import type { Change } from '../../change/model.ts';
import type { ChainRow } from '../chain.ts';
import { recordedFact } from '../facts-store.ts';

/** A fact, and the change around it. */
export interface Moment {
  readonly before: Change | undefined;
  readonly after: Change;
  readonly recorded: RecordedFact;
}

export type Story =
  | { readonly ok: true; readonly moments: readonly Moment[]; readonly change: Change | undefined }
  /** Why the facts cannot be folded. */
  | { readonly ok: false; readonly reason: string };

/** Folds a stream fact by fact, keeping every stage. */
export function readStory(rows: readonly ChainRow[]): Story {
  const moments: Moment[] = [];
  let change: Change | undefined;
  try {
    for (const row of rows) {
      const recorded = recordedFact(row);
      const before = change;
      change = evolve(before, recorded);
      moments.push({ before, after: change, recorded });
    }
    return { ok: true, moments, change };
  } catch (error) {
    // What was altered may break anywhere: that it does is the finding.
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
