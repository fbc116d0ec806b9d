import { sql, type Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** The channel on which the record tells relays that something may be due. */
export const POKE = 'gonogo';

/** Tells every relay to look now instead of at its next tick, in a transaction once it commits; only a matter of speed. */
export async function poke(db: Kysely<Tables>): Promise<void> {
  await sql`select pg_notify(${POKE}, '')`.execute(db);
}
