import { sql } from 'kysely';
import type { Occasion, RollbackScopeName, Step } from '../change/model.ts';
import type { Stop } from '../change/stop.ts';
import type { ChangeId } from '../change/change-id.ts';
import { NOT_ON_HOLD } from './hold.ts';
import { instant, type Record } from './record.ts';

export interface RunRow {
  readonly run: string;
  readonly change: ChangeId;
  readonly step: Step;
  readonly occasion: Occasion;
  readonly scope: RollbackScopeName | null;
  readonly label: string;
  readonly digest: string;
  readonly state: 'requested' | 'running' | 'ended';
  readonly host: string | null;
  readonly beganAt: number | null;
  readonly endedAt: number | null;
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly outputBytes: number;
  readonly overdue: boolean;
  /** What people want of it: its end, and later perhaps its death. */
  readonly stop: Stop | null;
}

const COLUMNS = sql`run, change, step, occasion, scope, label, digest, state, host, began_at as "beganAt", ended_at as "endedAt",
  outcome, reason, output_bytes as "outputBytes", overdue, stop`;

export async function readRun({ team, db }: Record, run: string): Promise<RunRow | undefined> {
  const { rows } = await sql<RunRow>`select ${COLUMNS} from runs where team = ${team} and run = ${run}`.execute(db);
  return rows[0];
}

/** Runs this host began and has not reported: what a new worker looks after when it starts; none while the record is on hold. */
export async function runsOfHost({ team, db }: Record, host: string): Promise<readonly RunRow[]> {
  const { rows } = await sql<RunRow>`
    select ${COLUMNS} from runs where team = ${team} and host = ${host} and state = 'running' and ${NOT_ON_HOLD} order by began_at`.execute(
    db,
  );
  return rows;
}

/** Keeps a chunk of masked output; the same chunk again changes nothing. */
export async function keepOutput(
  { team, db }: Record,
  run: string,
  chunk: { readonly fromByte: number; readonly toByte: number; readonly text: string },
): Promise<void> {
  await sql`
    insert into run_output (team, run, from_byte, to_byte, text)
    values (${team}, ${run}, ${chunk.fromByte}, ${chunk.toByte}, ${chunk.text}) on conflict do nothing`.execute(db);
  await sql`
    update runs set output_bytes = greatest(output_bytes, ${chunk.toByte}), reported_at = clock_timestamp()
     where team = ${team} and run = ${run}`.execute(db);
}

/** Where the next chunk begins: everything before it is kept. */
export async function outputKept({ team, db }: Record, run: string): Promise<number> {
  const { rows } = await sql<{ kept: number | null }>`
    select max(to_byte)::float8 as kept from run_output where team = ${team} and run = ${run}`.execute(db);
  return rows[0]?.kept ?? 0;
}

/** The end of what a run has said, at most `bytes` of it in whole chunks. */
export async function lastOutput({ team, db }: Record, run: string, chunks: number): Promise<string> {
  const { rows } = await sql<{ text: string }>`
    select text from (select from_byte, text from run_output where team = ${team} and run = ${run}
                       order by from_byte desc limit ${chunks}) as last order by from_byte`.execute(db);
  return rows.map((r) => r.text).join('');
}

/** All a run has said, as kept. */
export async function wholeOutput(record: Record, run: string): Promise<string> {
  return lastOutput(record, run, 100_000);
}

/** A run passed its ceiling and did not stop: an alarm, nothing more. */
export async function markOverdue({ team, db }: Record, run: string): Promise<void> {
  await sql`update runs set overdue = true where team = ${team} and run = ${run}`.execute(db);
}

/** How long former runs of a step took, without the looks after an end, of those that ended by `until`, newest first: what the progress bar measures against. */
export async function formerDurations(
  { team, db }: Record,
  runbookDigest: string,
  step: Step,
  until?: number,
): Promise<readonly number[]> {
  const inTime = until === undefined ? sql`` : sql`and ended_at <= ${instant(until)}`;
  const { rows } = await sql<{ ms: number }>`
    select (extract(epoch from (ended_at - began_at)) * 1000)::float8 as ms from runs
     where team = ${team} and digest = ${runbookDigest} and step = ${step} and occasion <> 'long'
       and outcome = 'succeeded' ${inTime}
     order by ended_at desc limit 10`.execute(db);
  return rows.map((r) => r.ms);
}
