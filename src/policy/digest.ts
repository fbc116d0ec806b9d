import { canonicalJson, sha256 } from '../canonical-json.ts';

/**
 * What a vote and a step worker compare: SHA-256, in hex, of a runbook as it is written, before defaults and paths. Layout, order of keys
 * and the folder of the policy do not matter to it.
 */
export function runbookDigest(written: unknown): string {
  return sha256(canonicalJson(written));
}
