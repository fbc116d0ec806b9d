import { createHash } from 'node:crypto';
import { canonicalJson } from '../../canonical-json.ts';
import { changeSetEntries } from '../../change/plan/change-set-entries.ts';
import type { PlanUnit } from '../../change/plan/document.ts';

/** SHA-256, hex, of the canonical change set: of its entries as canonical JSON, one a line, sorted. */
export function planDigest(units: readonly PlanUnit[]): string {
  const hash = createHash('sha256');
  for (const line of changeSetEntries(units).map(canonicalJson).toSorted()) hash.update(`${line}\n`);
  return hash.digest('hex');
}
