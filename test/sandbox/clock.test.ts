import { Client } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { openSandboxClock } from '../../sandbox/clock.ts';
import { aDatabase } from '../support/postgres.ts';

async function aClock() {
  const database = await aDatabase({ migrations: 'src/journal/migrations' });
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const clock = openSandboxClock(database.url);
  onTestFinished(async () => {
    await clock.close();
    await client.end();
    await database.drop();
  });
  const wait = (key: string, after: string, kind: string, state: string) =>
    client.query(
      `insert into follow_ups (team, key, change, kind, due_at, state, data)
       values ('T0TEST', $1, 'CHG-1', $3, app.now() + $2::interval, $4, '{"milestone":"remind"}')`,
      [key, after, kind, state],
    );
  return { clock, wait };
}

test('the next milestone is the earliest wake still waiting in the future', async () => {
  const { clock, wait } = await aClock();
  expect(await clock.next()).toBeUndefined();
  await wait('past', '-1 hour', 'wake', 'pending');
  await wait('done', '1 hour', 'wake', 'done');
  await wait('run', '1 hour', 'run', 'pending');
  await wait('later', '3 days', 'wake', 'pending');
  await wait('next', '1 day', 'wake', 'pending');
  const next = await clock.next();
  expect(next?.label).toBe('CHG-1 remind');
  expect(Math.abs((next?.at ?? 0) - Date.now() - 86_400_000)).toBeLessThan(10_000);
});

test('the clock skips ahead to an instant and never back', async () => {
  const { clock } = await aClock();
  const target = Date.now() + 7 * 86_400_000;
  await clock.skipTo(target);
  const after = await clock.now();
  expect(after).toBeGreaterThanOrEqual(target - 1);
  expect(after - target).toBeLessThan(10_000);
  await clock.skipTo(target - 86_400_000);
  expect(await clock.now()).toBeGreaterThanOrEqual(after);
});
