import { sql } from 'kysely';
import type { Record } from './record.ts';

/** So many of the newest say how it goes. */
const LOOKED_AT = 5;

/** How many of the last changes by a runbook ended, one apart, and how many of those well: implemented, without an issue. */
export async function pastEndings(
  { team, db }: Record,
  runbook: string,
  apart?: string,
): Promise<{ readonly of: number; readonly well: number }> {
  const { rows } = await sql<{ ending: string }>`
    select ending from changes where team = ${team} and runbook = ${runbook} and ending is not null and id is distinct from ${apart ?? null}
     order by ended_at desc limit ${LOOKED_AT}`.execute(db);
  return { of: rows.length, well: rows.filter(({ ending }) => ending === 'implemented').length };
}
