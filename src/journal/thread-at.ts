import { sql } from 'kysely';
import type { Record } from './record.ts';

/** Below which of its messages a thread stands. */
export type ThreadOf = 'change' | 'incident' | 'notice';

/** The change whose headline, notice or incident's message this is; undefined for any other, and for a message that tells of several. */
export async function threadAt(
  { team, db }: Record,
  channel: string,
  ts: string,
): Promise<{ readonly change: string; readonly of: ThreadOf } | undefined> {
  const { rows } = await sql<{ change: string; of: ThreadOf }>`
    select change, case kind when 'headline' then 'change' else 'incident' end as of from deliveries
     where team = ${team} and coalesce(posted_in, channel) = ${channel} and ts = ${ts}
       and (kind = 'headline' or view = 'handOver')
    union all
    select change, 'notice' as of from deliveries
     where team = ${team} and coalesce(posted_in, channel) = ${channel} and ts = ${ts}
       and kind = 'notice' and change is not null
     limit 2`.execute(db);
  return rows.length === 1 ? rows[0] : undefined;
}
