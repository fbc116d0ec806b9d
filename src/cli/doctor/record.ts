import { sql, type Kysely } from 'kysely';
import type { Config } from '../../config.ts';
import { sayDuration } from '../../change/duration.ts';
import { checkRecord } from '../../journal/check.ts';
import { readHold } from '../../journal/hold.ts';
import { one, type Record } from '../../journal/record.ts';
import type { Tables } from '../../journal/tables.ts';
import { readWorkspace } from '../../journal/workspace.ts';
import { findDatabase } from '../find-database.ts';
import { migrationProblem, migrationState } from '../migration-state.ts';
import { counted } from '../terminal.ts';
import { openTool } from '../with-record.ts';
import { notOk, ok, type Line } from './line.ts';
import { stuckLines } from './stuck.ts';

/** Due for longer than this, something is stuck (an outage may cost a minute). */
const GRACE_MS = 120_000;
const CLOCKS_APART_MAX_MS = 2_000;
/** Findings printed; the rest is counted. */
const SHOWN_MAX = 20;

/** The record answers, fits this program, goes by the right time, is not on hold, holds together, and nothing in it is stuck. Returns whose it is. */
export async function* recordLines(config: Config): AsyncGenerator<Line, string | undefined> {
  let database;
  try {
    database = await findDatabase(config);
  } catch (error) {
    yield notOk(error instanceof Error ? error.message : String(error));
    return undefined;
  }
  const db = openTool(database.url);
  try {
    yield ok(`the record answers, at ${database.where}.`);
    const problem = migrationProblem(await migrationState(db));
    if (problem !== undefined) {
      yield notOk(problem);
      return undefined;
    }
    yield* await clockLines(db);
    const hold = await readHold(db);
    if (hold) yield notOk(`the record is on hold: ${hold.reason} \`npm run gonogo -- restore --release\` ends it.`);
    const workspace = await readWorkspace(db);
    if (workspace) yield* await contentLines({ db, team: workspace.team });
    else yield ok('the record is empty and belongs to no workspace yet.');
    return workspace?.team;
  } catch (error) {
    yield notOk(`looking at the record: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  } finally {
    await db.destroy();
    await database.close();
  }
}

async function clockLines(db: Kysely<Tables>): Promise<readonly Line[]> {
  const before = Date.now();
  const { rows } = await sql<{ real: number; shift: number }>`
    select clock_timestamp() as real, (select (extract(epoch from shift) * 1000)::float8 from app.clock) as shift`.execute(
    db,
  );
  const { real, shift } = one(rows);
  // The server looked at its clock at some moment between question and answer.
  const apart = real < before ? real - before : Math.max(0, real - Date.now());
  const clock =
    Math.abs(apart) > CLOCKS_APART_MAX_MS
      ? notOk(
          `the clock of the record is ${sayDuration(Math.abs(apart))} ${apart > 0 ? 'ahead of' : 'behind'} this machine's: set both by NTP.`,
        )
      : ok("the clock of the record agrees with this machine's.");
  const moved = Math.abs(shift) > CLOCKS_APART_MAX_MS;
  return moved ? [clock, notOk(`the record goes by a time moved by ${sayDuration(shift)}, as in a sandbox.`)] : [clock];
}

async function contentLines(record: Record): Promise<readonly Line[]> {
  const findings = await checkRecord(record, { graceMs: GRACE_MS });
  const shown = findings.slice(0, SHOWN_MAX).map(({ place, sentence }) => notOk(`${place}: ${sentence}`));
  const rest = findings.length - shown.length;
  const { rows } = await sql<{ changes: number }>`
    select count(*) as changes from changes where team = ${record.team}`.execute(record.db);
  return [
    ...(findings.length === 0 ? [ok(`the record holds together: ${counted(one(rows).changes, 'change')}.`)] : shown),
    ...(rest > 0 ? [notOk(`and ${rest} more findings of this kind.`)] : []),
    ...(await stuckLines(record)),
  ];
}
