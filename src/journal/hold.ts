import { sql, type Kysely } from 'kysely';
import { poke } from './poke.ts';
import type { Tables } from './tables.ts';

/** Why nothing is announced and nothing begun, and since when by the record's clock. */
export interface Hold {
  /** One sentence. */
  readonly reason: string;
  readonly since: number;
}

/** For the queries that hand out work. */
export const NOT_ON_HOLD = sql<boolean>`not exists (select 1 from hold)`;

/** The hold this record is on; undefined when it is on none. */
export async function readHold(db: Kysely<Tables>): Promise<Hold | undefined> {
  const { rows } = await sql<Hold>`select reason, since from hold`.execute(db);
  return rows[0];
}

/** From now on intents are heard as ever, and what follows from them waits until a person releases the hold. */
export async function putOnHold(db: Kysely<Tables>, reason: string): Promise<void> {
  await sql`
    insert into hold (reason, since) values (${reason}, app.now())
    on conflict (sole) do update set reason = excluded.reason, since = excluded.since`.execute(db);
}

/** Lets everything that waited go its way, and has the relays look at once. */
export async function releaseHold(db: Kysely<Tables>): Promise<void> {
  await sql`delete from hold`.execute(db);
  await poke(db);
}
