import { sql } from 'kysely';
import type { Record } from './record.ts';

/** Keeps a request's signature for as long as Slack's check would let it pass again; false when it was taken before. */
export async function firstSeen({ db }: Pick<Record, 'db'>, signature: string): Promise<boolean> {
  const { rows } = await sql`
    insert into request_signatures (signature, at) values (${signature}, clock_timestamp())
    on conflict do nothing returning 1`.execute(db);
  return rows.length > 0;
}

/** Forgets signatures too old to be replayed. */
export async function forgetSignatures({ db }: Pick<Record, 'db'>): Promise<void> {
  await sql`delete from request_signatures where at < clock_timestamp() - interval '10 minutes'`.execute(db);
}
