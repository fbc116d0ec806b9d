import { canonicalJson, sha256 } from '../canonical-json.ts';

/** What one link covers: everything about a fact but its payload, which it covers by digest. */
export interface Link {
  readonly team: string;
  readonly stream: string;
  readonly seq: number;
  readonly type: string;
  /** Epoch ms. */
  readonly at: number;
  readonly by: string;
  readonly surface: string;
  /** The id of the saying it came from. */
  readonly intent: string;
  readonly payloadDigest: string;
  readonly previous: string;
}

/** The hash before the first fact of any stream. */
export const GENESIS = '0'.repeat(64);

export function payloadDigest(payload: unknown): string {
  return sha256(canonicalJson(payload));
}

export function linkHash(link: Link): string {
  const { team, stream, seq, type, at, by, surface, intent, payloadDigest: digest, previous } = link;
  return sha256(canonicalJson([team, stream, seq, type, at, by, surface, intent, digest, previous]));
}

export interface ChainRow extends Link {
  readonly hash: string;
  /** Null when the payload was erased. */
  readonly payload: unknown;
}

/** The first place where a stream does not hold together, in words; undefined when it verifies. */
export function brokenLink(rows: readonly ChainRow[]): string | undefined {
  let previous = GENESIS;
  for (const [index, row] of rows.entries()) {
    const place = `${row.stream} fact ${row.seq} (${row.type})`;
    if (row.seq !== index + 1) return `${place}: expected number ${index + 1}; a fact is missing`;
    if (row.previous !== previous) return `${place}: does not follow the fact before it`;
    if (row.payload !== null && payloadDigest(row.payload) !== row.payloadDigest)
      return `${place}: its content was altered`;
    if (linkHash(row) !== row.hash) return `${place}: its link was altered`;
    previous = row.hash;
  }
  return undefined;
}
