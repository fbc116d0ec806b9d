import { sql } from 'kysely';
import type { ChangeId } from '../change/change-id.ts';
import type { Record } from './record.ts';

/** What stands above a thread: the headline of a change, the message of its incident, or notices, of every change that is told of there. */
export type ThreadAt =
  | { readonly of: 'change' | 'incident'; readonly change: ChangeId }
  | { readonly of: 'notice'; readonly changes: readonly ChangeId[] };

/** The change whose headline, or whose incident's message, this is, or those whose notice it is; undefined for any other. */
export async function threadAt({ team, db }: Record, channel: string, ts: string): Promise<ThreadAt | undefined> {
  const { rows } = await sql<{ change: ChangeId; of: ThreadAt['of'] }>`
    select change, case kind when 'headline' then 'change' else 'incident' end as of from deliveries
     where team = ${team} and coalesce(posted_in, channel) = ${channel} and ts = ${ts}
       and (kind = 'headline' or view = 'handOver')
    union
    select change, 'notice' as of from deliveries
     where team = ${team} and coalesce(posted_in, channel) = ${channel} and ts = ${ts}
       and kind = 'notice' and ts is not null and view = 'notice'
     order by change`.execute(db);
  const [first] = rows;
  if (!first) return undefined;
  const { of, change } = first;
  return of === 'notice' ? { of, changes: rows.map((row) => row.change) } : { of, change };
}
