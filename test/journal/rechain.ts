import { sql } from 'kysely';
import { GENESIS, linkHash, payloadDigest } from '../../src/journal/chain.ts';
import { chainRows } from '../../src/journal/facts-store.ts';
import type { Record } from '../../src/journal/record.ts';

/** Makes the chain of CHG-1 hold again after its facts were altered, as a program with a mistake in it would have written them. */
export async function rechain({ db, team }: Record): Promise<void> {
  let previous = GENESIS;
  for (const row of await chainRows(db, team, 'CHG-1')) {
    const link = { ...row, payloadDigest: payloadDigest(row.payload), previous };
    previous = linkHash(link);
    await sql`
      update facts set payload_digest = ${link.payloadDigest}, previous = ${link.previous}, hash = ${previous}
       where team = ${team} and stream = 'CHG-1' and seq = ${row.seq}`.execute(db);
  }
}
