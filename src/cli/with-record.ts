import { Kysely, PostgresDialect } from 'kysely';
import type { Record } from '../journal/record.ts';
import type { Tables } from '../journal/tables.ts';
import { readWorkspace, type Workspace } from '../journal/workspace.ts';
import { openPool } from '../postgres/connect.ts';
import { findDatabase } from './find-database.ts';
import { migrationProblem, migrationState } from './migration-state.ts';
import { CannotDo } from './terminal.ts';
import { toolConfig } from './tool-config.ts';

/** One statement of a tool may take longer than one that a person in Slack waits for. */
const STATEMENT_MS = 10 * 60_000;

export interface OpenRecord {
  readonly record: Record;
  readonly workspace: Workspace;
}

/** Connects to a database for a tool. */
export function openTool(url: string): Kysely<Tables> {
  const pool = openPool(url, { max: 2, name: 'gonogo tool', statementMs: STATEMENT_MS });
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

/** Opens the record this environment points to, for as long as `use` takes. Throws `CannotDo` when there is none that fits this program. */
export async function withRecord<T>(env: NodeJS.ProcessEnv, use: (open: OpenRecord) => Promise<T>): Promise<T> {
  const database = await findDatabase(toolConfig(env));
  const db = openTool(database.url);
  try {
    const problem = migrationProblem(await migrationState(db));
    if (problem !== undefined) throw new CannotDo(problem);
    const workspace = await readWorkspace(db);
    if (!workspace)
      throw new CannotDo('The record belongs to no workspace yet: the bot says whose it is when it first starts.');
    return await use({ record: { db, team: workspace.team }, workspace });
  } finally {
    await db.destroy();
    await database.close();
  }
}
