import { sql } from 'kysely';
import type { Intent } from '../change/intents.ts';
import type { Policy } from '../change/policy.ts';
import type { RecentRecord } from '../change/recorded.ts';
import { instant, type Record } from './record.ts';

/** More of one service within the quiet time tell nobody more. */
const MOST = 20;

/**
 * What was recorded afterwards of the same services within the quiet time of when this was made, for whoever records a change; nothing
 * for anybody else. Changes are numbered one after the other, so that two of one cause do not pass one another here.
 */
export async function readRecentRecords(
  { team, db }: Record,
  intent: Intent,
  { records: { quietMs } }: Policy,
): Promise<readonly RecentRecord[]> {
  if (intent.type !== 'recordChange') return [];
  const { services, opensAt } = intent.content;
  if (services.length === 0 || !Number.isSafeInteger(opensAt)) return [];
  const { rows } = await sql<RecentRecord>`
    select id as change, title, services, opens_at as "madeAt" from changes
     where team = ${team} and recorded and services && ${[...services]}::text[]
       and opens_at > ${instant(opensAt - quietMs)} and opens_at < ${instant(opensAt + quietMs)}
     order by opens_at desc, number desc limit ${MOST}`.execute(db);
  return rows;
}
