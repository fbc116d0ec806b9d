import { cpus } from 'node:os';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { aPolicy } from '../test/support/a-policy.ts';
import { aContent, anActor } from '../test/support/a-change.ts';
import { MIGRATIONS } from '../src/open-database.ts';
import { openEar } from '../src/journal/hear.ts';
import type { Tables } from '../src/journal/tables.ts';
import { say } from '../src/notifications/routes.ts';
import { openPool } from '../src/postgres/connect.ts';
import { startEmbeddedPostgres } from '../src/postgres/embedded.ts';
import { migrate } from '../src/postgres/migrate.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Filings heard per round, and rounds; sides are interleaved so that a busy machine touches both alike. */
const FILINGS = 100;
const ROUNDS = 5;

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** CPU ms of this process per unit of work. */
async function cpuPerUnit(units: number, work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  for (let i = 0; i < units; i += 1) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / units;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const dir = await mkdtemp(join(tmpdir(), 'gonogo-bench-'));
const server = await startEmbeddedPostgres({ dataDir: dir, log: quiet });
try {
  await migrate(server.url, MIGRATIONS);
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: openPool(server.url, { max: 4, name: 'bench' }) }),
  });
  const policy = aPolicy();
  const hear = openEar({
    record: { db, team: 'T0BENCH' },
    policy: () => policy,
    patterns: () => [],
    say,
    sayOfCalendar: () => [],
  });
  const opensAt = Date.now() + 30 * 24 * 3_600_000;
  const content = aContent({ opensAt, closesAt: opensAt + 3_600_000 });
  let n = 0;
  const filing = async (): Promise<void> => {
    n += 1;
    const heard = await hear({
      change: 'new',
      intent: { type: 'fileChange', content },
      actor: anActor('U0ADA', policy),
      id: `bench/${n}`,
      surface: 'bench',
    });
    if (!heard.ok) throw new Error(`filing was refused: ${heard.refusal.code}`);
  };
  await sql`create table yardstick (id bigint generated always as identity primary key, body jsonb not null)`.execute(
    db,
  );
  const body = JSON.stringify(content);
  /** The yardstick: one transaction with one insert, no product around it. */
  const insert = async (): Promise<void> => {
    await db.transaction().execute((tx) => sql`insert into yardstick (body) values (${body})`.execute(tx));
  };
  await cpuPerUnit(20, filing);
  await cpuPerUnit(20, insert);
  const rounds: { readonly ours: number; readonly bare: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push({ ours: await cpuPerUnit(FILINGS, filing), bare: await cpuPerUnit(FILINGS, insert) });
  }
  const ratios = rounds.map(({ ours, bare }) => ours / bare);
  console.log(`machine: ${cpus().length} cores, Node ${process.version}`);
  console.log(
    `a filing heard: ${median(rounds.map((r) => r.ours)).toFixed(2)} ms of CPU; a bare transaction: ${median(rounds.map((r) => r.bare)).toFixed(2)} ms`,
  );
  console.log(
    `ratio, median of ${ROUNDS} interleaved rounds: ${median(ratios).toFixed(1)} (${Math.min(...ratios).toFixed(1)} to ${Math.max(...ratios).toFixed(1)})`,
  );
  await db.destroy();
} finally {
  await server.stop();
  await rm(dir, { recursive: true, force: true });
}
