import { sql, type Kysely } from 'kysely';
import { named } from '../change/named.ts';
import type { Policy } from '../change/policy.ts';
import type { MeasuredRollbacks } from '../change/rollback-estimate.ts';
import { instant, type Record } from './record.ts';
import type { WhichTimes } from './restore-times.ts';
import type { Tables } from './tables.ts';

/** What the newest rollbacks took that succeeded, of each scope; of runbooks that change no critical service none is looked for. */
export async function rollbackTimes(
  { team }: Pick<Record, 'team'>,
  db: Kysely<Tables>,
  { runbooks, services }: Pick<Policy, 'runbooks' | 'services'>,
  { only, until }: WhichTimes = {},
): Promise<MeasuredRollbacks> {
  const asked = new Set(Object.values(services).flatMap((service) => (service.critical ? service.runbooks : [])));
  const digests = [...asked].flatMap((name) => {
    const runbook = (only?.includes(name) ?? true) ? named(runbooks, name) : undefined;
    return runbook ? [runbook.digest] : [];
  });
  if (digests.length === 0) return new Map();
  const inTime = until === undefined ? sql`` : sql`and ended_at <= ${instant(until)}`;
  const { rows } = await sql<{ digest: string; infrastructure: number | null; application: number | null }>`
    select wanted.digest, infrastructure.ms as infrastructure, application.ms as application
      from unnest(${digests}::text[]) wanted (digest)
      left join lateral (${newest('infrastructure')}) infrastructure on true
      left join lateral (${newest('application')}) application on true`.execute(db);
  return new Map(
    rows.map(({ digest, infrastructure, application }) => [
      digest,
      {
        ...(infrastructure === null ? {} : { infrastructure }),
        ...(application === null ? {} : { application }),
      },
    ]),
  );

  function newest(scope: string) {
    return sql`
      select (extract(epoch from (ended_at - began_at)) * 1000)::float8 as ms from runs
       where team = ${team} and digest = wanted.digest and step = 'rollback' and scope = ${scope}
         and outcome = 'succeeded' ${inTime}
       order by ended_at desc limit 1`;
  }
}
