import { sql, type Kysely } from 'kysely';
import type { Policy } from '../change/policy.ts';
import type { MeasuredRestores } from '../change/restore-estimate.ts';
import { instant, type Record } from './record.ts';
import type { Tables } from './tables.ts';

/** Which times are asked for: of these runbooks, or of all; of what ended by `until`. */
export interface WhichTimes {
  readonly only?: readonly (string | undefined)[];
  readonly until?: number;
}

/** What the newest restore tests took; of runbooks that test none, none is looked for. */
export async function restoreTimes(
  { team }: Pick<Record, 'team'>,
  db: Kysely<Tables>,
  { runbooks }: Pick<Policy, 'runbooks'>,
  { only, until }: WhichTimes = {},
): Promise<MeasuredRestores> {
  const digests = Object.entries(runbooks).flatMap(([name, { backup, digest }]) =>
    backup?.restoreTest && (only?.includes(name) ?? true) ? [digest] : [],
  );
  if (digests.length === 0) return new Map();
  const inTime = until === undefined ? sql`` : sql`and ended_at <= ${instant(until)}`;
  const { rows } = await sql<{ digest: string; ms: number }>`
    select wanted.digest, newest.restore_ms as ms from unnest(${digests}::text[]) wanted (digest)
      cross join lateral (
        select restore_ms from runs
         where team = ${team} and digest = wanted.digest and step = 'backup' and outcome = 'succeeded'
           and restore_ms is not null ${inTime}
         order by ended_at desc limit 1) newest`.execute(db);
  return new Map(rows.map(({ digest, ms }) => [digest, ms]));
}
