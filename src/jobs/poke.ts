import { sql } from 'kysely';
import type { Record } from '../journal/record.ts';

/** The channel on which the record tells relays that something may be due. */
export const POKE = 'gonogo';

/** Tells every relay to look now instead of at its next tick; only a matter of speed, so a failure is nobody's business. */
export async function poke({ db }: Pick<Record, 'db'>): Promise<void> {
  await sql`select pg_notify(${POKE}, '')`.execute(db).catch(() => undefined);
}
