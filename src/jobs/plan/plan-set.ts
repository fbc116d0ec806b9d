import { createHash } from 'node:crypto';
import { canonicalJson } from '../../canonical-json.ts';
import { changeSetEntries } from '../../change/plan/change-set-entries.ts';
import type { PlanUnit } from '../../change/plan/document.ts';
import type { PlanReview } from '../../change/plan/plan-review.ts';

/** A set of more entries is known by its digest alone: whether another lies within it nobody can say. */
const ENTRIES_MAX = 500;
/** Hex digits of an entry's digest that are kept. */
const ENTRY_DIGITS = 16;

/** The canonical change set by its digests: SHA-256, hex, of its entries as canonical JSON, one a line, sorted; and of each entry. */
export function planSet(units: readonly PlanUnit[]): Pick<PlanReview, 'digest' | 'entries'> {
  const lines = changeSetEntries(units).map(canonicalJson).toSorted();
  const digest = sha256(lines.map((line) => `${line}\n`));
  if (lines.length > ENTRIES_MAX) return { digest };
  return { digest, entries: lines.map((line) => sha256([line]).slice(0, ENTRY_DIGITS)) };
}

function sha256(parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
