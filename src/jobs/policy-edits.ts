import { canonicalJson, sha256 } from '../canonical-json.ts';
import { insertBulletins, newestNumbered, type NewBulletin } from '../journal/bulletins.ts';
import { now, type Record } from '../journal/record.ts';

/** An edit of the policy that its operator is to hear of: which, counted from 1, and what is wrong with it; nothing once it is mended. */
export interface PolicyEdit {
  readonly number: number;
  readonly problems: readonly string[];
  /** Names what is wrong; empty once it is mended. */
  readonly digest: string;
}

export interface PolicyEditDeps {
  readonly record: Record;
  /** What is wrong with the policy file as this process reads it now, a line each. */
  readonly problems: () => readonly string[];
  /** How it is told, or undefined where there is nobody to tell: `notifications` knows. */
  readonly tell: (edit: PolicyEdit, at: number) => NewBulletin | undefined;
}

/**
 * What a process does every few seconds: a broken policy is told once for each way in which it is broken, and once that it is mended. The
 * record keeps what was told last, so that several processes tell it once, and one that is started on the mended file still says so.
 */
export function openPolicyEdits({ record, problems, tell }: PolicyEditDeps): () => Promise<void> {
  let settled: string | undefined;
  return async () => {
    const found = problems();
    const digest = found.length === 0 ? '' : sha256(canonicalJson(found)).slice(0, 16);
    if (digest === settled) return;
    const told = await newestNumbered(record, 'policy');
    const at = await now(record.db);
    const edit = { number: (told?.number ?? 0) + 1, problems: found, digest };
    const bulletin = (told?.data['digest'] ?? '') === digest ? undefined : tell(edit, at);
    // Settled only once the record says so: another process may have told something else under the same number.
    settled = bulletin ? undefined : digest;
    if (bulletin) await insertBulletins(record, [bulletin]);
  };
}
