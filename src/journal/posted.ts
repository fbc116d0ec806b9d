import { sql } from 'kysely';
import type { Record } from './record.ts';

/** Where a screen or note was posted, if it was. */
export async function postedAt(
  { team, db }: Record,
  key: string,
): Promise<{ readonly channel: string; readonly ts: string } | undefined> {
  const { rows } = await sql<{ channel: string; ts: string }>`
    select coalesce(posted_in, channel) as channel, ts from deliveries
     where team = ${team} and key = ${key} and ts is not null`.execute(db);
  return rows[0];
}
