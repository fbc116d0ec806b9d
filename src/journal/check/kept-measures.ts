import { sql, type Kysely } from 'kysely';
import type { Measure } from '../../change/figures/measure.ts';
import type { KeptTimes } from '../service-times.ts';
import type { Tables } from '../tables.ts';

/** What the figures know of one change, as kept. */
export interface KeptMeasures {
  /** `'unmade'` where it is still to be made; undefined where nothing is counted. */
  readonly measure: Measure | 'unmade' | undefined;
  /** By service. */
  readonly times: readonly (KeptTimes & { readonly service: string })[];
}

export async function readKeptMeasures(db: Kysely<Tables>, team: string, stream: string): Promise<KeptMeasures> {
  const measures = await sql<{ measure: Measure | null }>`
    select measure from measures where team = ${team} and change = ${stream}`.execute(db);
  const times = await sql<KeptTimes & { service: string }>`
    select service, ended_at as "endedAt", rehearsed_at as "rehearsedAt" from service_times
     where team = ${team} and change = ${stream}`.execute(db);
  const [row] = measures.rows;
  return { measure: row && (row.measure ?? 'unmade'), times: times.rows };
}
