import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Tables } from './tables.ts';

/** The record of one workspace: the database, and the team id that every key carries. */
export interface Record {
  readonly db: Kysely<Tables>;
  readonly team: string;
}

/** Epoch ms on its way into a timestamptz column. */
export function instant(at: number): RawBuilder<number> {
  return sql<number>`to_timestamp(${at}::double precision / 1000)`;
}

/** The one clock that says what is due: the database's, moved only in a sandbox or a test. */
export async function now(db: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{ now: number }>`select app.now() as now`.execute(db);
  return one(rows).now;
}

/** The only row of an answer that always has one. */
export function one<T>(rows: readonly T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error('reading the record: expected a row and got none');
  return row;
}
