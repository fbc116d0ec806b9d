import { sql } from 'kysely';
import type { Record } from './record.ts';

/** The change whose headline, or whose incident's message, this is; undefined for any other. */
export async function threadAt(
  { team, db }: Record,
  channel: string,
  ts: string,
): Promise<{ readonly change: string; readonly of: 'change' | 'incident' } | undefined> {
  const { rows } = await sql<{ change: string; of: 'change' | 'incident' }>`
    select change, case kind when 'headline' then 'change' else 'incident' end as of from deliveries
     where team = ${team} and coalesce(posted_in, channel) = ${channel} and ts = ${ts}
       and (kind = 'headline' or view = 'handOver')`.execute(db);
  return rows[0];
}
