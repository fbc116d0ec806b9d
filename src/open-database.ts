import { fileURLToPath } from 'node:url';
import { Kysely, PostgresDialect } from 'kysely';
import type { Logger } from 'pino';
import type { Closing } from './closing.ts';
import type { Config } from './config.ts';
import type { Tables } from './journal/tables.ts';
import { openPool } from './postgres/connect.ts';
import { startEmbeddedPostgres } from './postgres/embedded.ts';
import { migrate, MigrationRefused } from './postgres/migrate.ts';

/** The migrations of the record. */
export const MIGRATIONS = fileURLToPath(new URL('journal/migrations', import.meta.url));

const CONNECTIONS_MAX = 12;

export interface Database {
  readonly url: string;
  readonly db: Kysely<Tables>;
}

/** The database of the record, brought to this version: the operator's, or the one that comes with the bot. */
export async function openDatabase(config: Config, closing: Closing, log: Logger): Promise<Database> {
  const url = await addressOf(config, closing, log);
  const applied = await broughtUp(url);
  if (applied.length > 0) log.info({ applied }, 'brought the record to this version');
  const pool = openPool(url, {
    max: CONNECTIONS_MAX,
    name: 'gonogo',
    onBroken: (error) => log.warn({ err: error }, 'a connection to the record broke'),
  });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  closing.add('the record', () => db.destroy());
  return { url, db };
}

async function broughtUp(url: string): Promise<string[]> {
  try {
    return await migrate(url, MIGRATIONS);
  } catch (cause) {
    if (cause instanceof MigrationRefused) throw cause;
    const { host, pathname } = new URL(url);
    const why = cause instanceof Error && cause.message !== '' ? cause.message : 'no answer';
    throw new Error(
      `The record cannot be opened: the database ${pathname.slice(1)} at ${host} says “${why}”. Is DATABASE_URL right, and does the server run?`,
      { cause },
    );
  }
}

async function addressOf(config: Config, closing: Closing, log: Logger): Promise<string> {
  if (config.database.kind === 'postgres') return config.database.url;
  const embedded = await startEmbeddedPostgres({ dataDir: config.dataDir, log });
  closing.add('the embedded PostgreSQL', embedded.stop);
  return embedded.url;
}
