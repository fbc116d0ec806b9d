import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, PostgresDialect } from 'kysely';
import { Client } from 'pg';
import { MIGRATIONS } from '../src/open-database.ts';
import type { Record } from '../src/journal/record.ts';
import type { Tables } from '../src/journal/tables.ts';
import { openPool } from '../src/postgres/connect.ts';
import { startEmbeddedPostgres } from '../src/postgres/embedded.ts';
import { migrate } from '../src/postgres/migrate.ts';

export const TEAM = 'T0BENCH';
const FILL_MS = 60 * 60_000;

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A server of its own in a folder of its own, for as long as `use` takes; `open` makes an empty record in it. */
export async function withServer(use: (open: (name: string) => Promise<Record>) => Promise<void>): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'gonogo-bench-'));
  const server = await startEmbeddedPostgres({ dataDir: dir, log: quiet });
  const opened: Kysely<Tables>[] = [];
  try {
    await use(async (name) => {
      const url = await newDatabase(server.url, name);
      await migrate(url, MIGRATIONS);
      const pool = openPool(url, { max: 4, name: 'bench', statementMs: FILL_MS });
      const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
      opened.push(db);
      return { db, team: TEAM };
    });
  } finally {
    await Promise.all(opened.map((db) => db.destroy()));
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

async function newDatabase(server: string, name: string): Promise<string> {
  const client = new Client(server);
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
