import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { claimDueDeliveries, takeDelivery } from '../../src/journal/delivery-rows.ts';
import { claimDueFollowUps, pendingFollowUp } from '../../src/journal/follow-up-rows.ts';
import { putOnHold, readHold, releaseHold } from '../../src/journal/hold.ts';
import { runsOfHost } from '../../src/journal/run-rows.ts';
import { MIGRATIONS } from '../../src/open-database.ts';
import { aDatabase } from '../support/postgres.ts';
import { aRecordAt, liveIn, liveToReady } from './a-lived-change.ts';

test('on hold nothing is handed out, neither to the relay nor to a worker that was told before; afterwards all of it is', async () => {
  const database = await aDatabase({ migrations: MIGRATIONS });
  onTestFinished(() => database.drop());
  await liveIn(database.url, liveToReady);
  const record = aRecordAt(database.url);
  const { rows } = await sql<{ key: string; note: string }>`
    select (select key from follow_ups where data->>'milestone' = 'opens' limit 1) as key,
           (select key from deliveries where kind = 'note' order by seq limit 1) as note`.execute(record.db);
  const [{ key, note } = { key: '', note: '' }] = rows;
  await sql`update follow_ups set state = 'pending', due_at = app.now() where key = ${key}`.execute(record.db);
  await sql`update deliveries set state = 'pending', ts = null where key = ${note}`.execute(record.db);
  await sql`update runs set state = 'running' where run = (select run from runs limit 1)`.execute(record.db);
  const handedOut = async (): Promise<readonly number[]> => {
    const pending = await pendingFollowUp(record, key);
    const followUps = await claimDueFollowUps(record, 10, 0);
    const deliveries = await claimDueDeliveries(record, 10, 0);
    const taken = await takeDelivery(record, note, 'token', 1000, () => ({ name: 'p', intervalMs: 0, burst: 1 }));
    const runs = await runsOfHost(record, 'deploy-1');
    return [pending ? 1 : 0, followUps.length, deliveries.length, taken ? 1 : 0, runs.length];
  };

  await putOnHold(record.db, 'We look around first.');
  expect(await readHold(record.db)).toMatchObject({ reason: 'We look around first.' });
  expect(await handedOut()).toEqual([0, 0, 0, 0, 0]);
  await releaseHold(record.db);
  expect(await readHold(record.db)).toBeUndefined();
  expect(await handedOut()).toEqual([1, 1, 1, 1, 1]);
});
