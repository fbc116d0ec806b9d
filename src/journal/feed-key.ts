import { sql } from 'kysely';
import { one, type Record } from './record.ts';

/**
 * The key that signs links to the calendar feed: 244 bits of chance, made by the database when it is first asked for and the same
 * ever after. Taking the row away makes every link given until then worthless.
 */
export async function feedKey({ team, db }: Record): Promise<string> {
  const { rows } = await sql<{ key: string }>`
    insert into feed_keys (team, key)
    values (${team}, replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''))
    on conflict (team) do update set key = feed_keys.key
    returning key`.execute(db);
  return one(rows).key;
}

/** The same where there is one: whoever only reads makes none. */
export async function existingFeedKey({ team, db }: Record): Promise<string | undefined> {
  const { rows } = await sql<{ key: string }>`select key from feed_keys where team = ${team}`.execute(db);
  return rows[0]?.key;
}
