import { sql } from 'kysely';
import { aContent, anActor } from '../test/support/a-change.ts';
import { aPolicy } from '../test/support/a-policy.ts';
import { openEar, type Hear } from '../src/journal/hear.ts';
import type { Record } from '../src/journal/record.ts';
import { say } from '../src/notifications/routes.ts';
import { withServer } from './a-server.ts';
import { quantile } from './side-by-side.ts';

/** Filings heard per round, and rounds; sides are interleaved so that a busy machine touches both alike. */
const FILINGS = 100;
const ROUNDS = 5;

const policy = aPolicy();
const opensAt = Date.now() + 30 * 24 * 3_600_000;
const content = aContent({ opensAt, closesAt: opensAt + 3_600_000 });

/** Files a change after the other, through the one door. */
export function filer(record: Record): () => Promise<string> {
  const hear: Hear = openEar({ record, policy: () => policy, patterns: () => [], say, sayOfCalendar: () => [] });
  let n = 0;
  return async () => {
    n += 1;
    const heard = await hear({
      change: 'new',
      intent: { type: 'fileChange', content },
      actor: anActor('U0ADA', policy),
      id: `bench/${n}`,
      surface: 'bench',
    });
    if (!heard.ok) throw new Error(`filing was refused: ${heard.refusal.code}`);
    return heard.change;
  };
}

/** CPU ms of this process per unit of work. */
async function cpuPerUnit(units: number, work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  for (let i = 0; i < units; i += 1) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / units;
}

/** What a filing costs this process, beside a plain insert. */
export async function benchFiling(): Promise<void> {
  await withServer(async (open) => {
    const record = await open('filing');
    const { db } = record;
    const filing = filer(record);
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
    const median = (values: readonly number[]): number => quantile(values, 0.5);
    const ratios = rounds.map(({ ours, bare }) => ours / bare);
    console.log(
      `a filing heard: ${median(rounds.map((r) => r.ours)).toFixed(2)} ms of CPU; a bare transaction: ${median(rounds.map((r) => r.bare)).toFixed(2)} ms`,
    );
    console.log(
      `ratio, median of ${ROUNDS} interleaved rounds: ${median(ratios).toFixed(1)} (${Math.min(...ratios).toFixed(1)} to ${Math.max(...ratios).toFixed(1)})`,
    );
  });
}
