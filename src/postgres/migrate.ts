import { Client } from 'pg';
import { connection } from './connect.ts';
import { readMigrations, type Migration } from './migration-files.ts';

/** This program and this record do not belong together; the message says what to do. */
export class MigrationRefused extends Error {
  override name = 'MigrationRefused';
}

type Applied = { name: string; sha256: string };

/** Any number, the same in every version of this program: whoever migrates a database holds this lock in it. */
const LOCK = 7_264_011;
/** How long a start waits for another one that is migrating. */
const LOCK_WAIT_MS = 60_000;

/**
 * Brings the database to the newest of the folder's migrations, each in a transaction of its own, and answers with the names of those
 * it applied. Any number of processes may call it at once. Throws `MigrationRefused` when an applied file has changed
 * since, when a new one is numbered below one applied, and when the record knows a migration that this program does not.
 */
export async function migrate(url: string, folder: string): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const client = new Client(connection(url, 'gonogo migrate'));
  client.on('error', () => undefined); // the query under way fails of it, and tells
  await client.connect();
  try {
    await takeLock(client);
    await client.query(`create schema if not exists app`);
    await client.query(
      `create table if not exists app.migrations (
         name text primary key, sha256 text not null, at timestamptz not null default clock_timestamp())`,
    );
    const { rows } = await client.query<Applied>('select name, sha256 from app.migrations');
    const pending = pendingAfter(rows, migrations);
    for (const migration of pending) await apply(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

/** What is left to apply. Throws `MigrationRefused` as `migrate` says. */
function pendingAfter(applied: Applied[], migrations: Migration[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, sha256 } of applied) {
    const migration = known.get(name);
    if (migration === undefined) {
      throw new MigrationRefused(
        `The record was written by a newer version of this program (it knows ${name}, which this one does not): start that version or a newer one.`,
      );
    }
    if (migration.sha256 !== sha256) {
      throw new MigrationRefused(
        `${name} is not the file that was applied to this record: put the released file back, and make the change in a new migration.`,
      );
    }
  }
  const names = new Set(applied.map(({ name }) => name));
  const pending = migrations.filter(({ name }) => !names.has(name));
  const last = migrations.findLast(({ name }) => names.has(name));
  const early = pending.find(({ number }) => last !== undefined && number < last.number);
  if (last !== undefined && early !== undefined) {
    throw new MigrationRefused(
      `${early.name} is numbered below ${last.name}, which is applied already: give it the next number.`,
    );
  }
  return pending;
}

/** Held until the connection ends. */
async function takeLock(client: Client): Promise<void> {
  await client.query(`set lock_timeout = ${LOCK_WAIT_MS}`);
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
  } catch (cause) {
    throw new Error('waiting for another process that is migrating the record', { cause });
  }
}

async function apply(client: Client, { name, sql, sha256 }: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(sql);
    await client.query('insert into app.migrations (name, sha256) values ($1, $2)', [name, sha256]);
    await client.query('commit');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`applying ${name}: ${why}`, { cause });
  }
}
