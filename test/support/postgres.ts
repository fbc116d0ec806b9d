import { createHash, randomBytes } from 'node:crypto';
import { Client, DatabaseError } from 'pg';
import { inject } from 'vitest';
import { migrate } from '../../src/postgres/migrate.ts';
import { readMigrations } from '../../src/postgres/migration-files.ts';

/** SQLSTATE insufficient_privilege. */
const NOT_ALLOWED = '42501';
const VACUUM_MAX_MS = 10_000;

export type TestDatabase = { url: string; drop(): Promise<void> };

/**
 * A private, new database on this run's server (which `global-setup.ts` starts), with the migrations of the folder applied. They
 * are applied once for each run and folder; each database is then a copy, made in some tens of milliseconds.
 */
export async function aDatabase(options: { migrations?: string } = {}): Promise<TestDatabase> {
  const server = inject('postgresUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await withClient(server, async (client) => {
    const template =
      options.migrations === undefined ? 'template1' : await aTemplate(client, server, options.migrations);
    await client.query(`create database ${name} template ${template} strategy file_copy`);
  });
  return {
    url: databaseUrl(server, name),
    drop: () => withClient(server, (client) => dropDatabase(client, name)),
  };
}

/** The server's own vacuum may be at work in it, which nobody but a superuser may end: it is soon done, and asked again then. */
async function dropDatabase(client: Client, name: string): Promise<void> {
  const until = performance.now() + VACUUM_MAX_MS;
  for (;;) {
    try {
      await client.query(`drop database if exists ${name} with (force)`);
      return;
    } catch (error) {
      const isVacuum = error instanceof DatabaseError && error.code === NOT_ALLOWED;
      if (!isVacuum || performance.now() > until) throw error;
    }
  }
}

/** Made by the first that asks, while the others wait; under its name only once it is complete. */
async function aTemplate(client: Client, server: string, folder: string): Promise<string> {
  const digest = createHash('sha256');
  for (const { name, sha256 } of await readMigrations(folder)) digest.update(`${name} ${sha256}\n`);
  const template = `template_${digest.digest('hex').slice(0, 16)}`;
  await client.query('select pg_advisory_lock(1)');
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [template]);
    if (rowCount === 1) return template;
    await client.query(`drop database if exists ${template}_new with (force)`);
    await client.query(`create database ${template}_new`);
    await migrate(databaseUrl(server, `${template}_new`), folder);
    await whenLeft(client, `${template}_new`);
    await client.query(`alter database ${template}_new rename to ${template}`);
    return template;
  } finally {
    await client.query('select pg_advisory_unlock(1)');
  }
}

/** A session that was closed is still there for a moment, and a database in use cannot be renamed. */
async function whenLeft(client: Client, database: string): Promise<void> {
  for (;;) {
    const { rowCount } = await client.query('select from pg_stat_activity where datname = $1', [database]);
    if (rowCount === 0) return;
  }
}

function databaseUrl(server: string, name: string): string {
  return Object.assign(new URL(server), { pathname: `/${name}` }).href;
}

async function withClient(url: string, use: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}
