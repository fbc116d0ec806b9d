import { sql } from 'kysely';
import type { ChangeId } from '../change/change-id.ts';
import type { Practice } from '../change/restore-practice.ts';
import type { Record } from './record.ts';

/** The pattern of a change that is itself a rehearsal. */
const REHEARSAL = 'disaster-recovery-rehearsal';

/**
 * The newest time that data of each service were brought back: by the restore test of a backup, in whatever change, or by a rehearsal
 * that ended well. A service that never was is left out.
 */
export async function readPractice({ team, db }: Record, services: readonly string[]): Promise<readonly Practice[]> {
  if (services.length === 0) return [];
  const { rows } = await sql<{ service: string; change: ChangeId; at: number; ms: number | null }>`
    select s.service, newest.change, newest.at, newest.ms from unnest(${services}::text[]) s (service)
     cross join lateral (
       (select r.change, r.ended_at as at, r.restore_ms as ms from runs r join changes c on c.team = r.team and c.id = r.change
         where r.team = ${team} and r.step = 'backup' and r.outcome = 'succeeded' and r.restore_ms is not null
           and c.services @> array[s.service]
         order by r.ended_at desc limit 1)
       union all
       (select c.id, c.ended_at, null from changes c
         where c.team = ${team} and c.services @> array[s.service] and c.ending in ('implemented', 'withIssues')
           and exists (select 1 from facts f where f.team = c.team and f.stream = c.id and f.type = 'changeFiled'
                          and f.payload->'content'->>'pattern' = ${REHEARSAL})
         order by c.ended_at desc limit 1)
       order by 2 desc limit 1) newest`.execute(db);
  return rows.map(({ ms, ...practice }) => (ms === null ? practice : { ...practice, ms }));
}
