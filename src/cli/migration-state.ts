import { sql, type Kysely } from 'kysely';
import { MIGRATIONS } from '../open-database.ts';
import { readMigrations } from '../postgres/migration-files.ts';

/** How a database stands to this program. */
export interface MigrationState {
  /** Applied there, oldest first. */
  readonly applied: readonly string[];
  /** Of this program and not applied there yet. */
  readonly missing: readonly string[];
  /** Applied there by a newer program. */
  readonly unknown: readonly string[];
}

/** Reads what was applied, and applies nothing. */
export async function migrationState<T>(db: Kysely<T>): Promise<MigrationState> {
  const known = (await readMigrations(MIGRATIONS)).map(({ name }) => name);
  const { rows: tables } = await sql`select to_regclass('app.migrations') as found`.execute(db);
  const found = tables.some((row) => typeof row === 'object' && row !== null && 'found' in row && row.found !== null);
  const { rows } = found
    ? await sql<{ name: string }>`select name from app.migrations order by name`.execute(db)
    : { rows: [] };
  const applied = rows.map(({ name }) => name);
  return {
    applied,
    missing: known.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !known.includes(name)),
  };
}

/** What is wrong with it and what to do, in one sentence; undefined when record and program belong together. */
export function migrationProblem({ applied, missing, unknown }: MigrationState): string | undefined {
  if (unknown.length > 0)
    return `The record was written by a newer version of this program (${unknown.join(', ')}): use that one.`;
  if (applied.length === 0) return 'The database holds no record yet: the bot makes one when it first starts.';
  if (missing.length > 0)
    return `The record is of an older version (without ${missing.join(', ')}): start this version of the bot once, which brings it up to date.`;
  return undefined;
}
