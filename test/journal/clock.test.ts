import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Record } from '../../src/journal/record.ts';
import { claimDueFollowUps, pendingFollowUp } from '../../src/journal/follow-up-rows.ts';
import { now } from '../../src/journal/record.ts';
import { FILED_AT, GO_AT, OPENS_AT } from '../support/a-change.ts';
import { DAY, MINUTE } from '../support/a-policy.ts';
import { aJournal, filed, moveClockTo } from './a-journal.ts';

const LEASE_MS = 60_000;

async function dueNow(record: Record): Promise<readonly unknown[]> {
  const due = await claimDueFollowUps(record, 10, LEASE_MS);
  return due.filter((f) => f.kind === 'wake').map((f) => f.data['milestone']);
}

test('the record has one clock; it runs on from wherever it was put', async () => {
  const { record } = await aJournal();
  await moveClockTo(record, OPENS_AT);
  const at = await now(record.db);
  expect(at - OPENS_AT).toBeGreaterThanOrEqual(0);
  expect(at - OPENS_AT).toBeLessThan(5_000);
  await expect.poll(() => now(record.db)).toBeGreaterThan(at);
});

test('what is due follows the clock when it is moved, and an offer under way does not', async () => {
  const journal = await aJournal();
  const { record } = journal;
  await moveClockTo(record, FILED_AT);
  await filed(journal);
  expect(await dueNow(record)).toEqual([]);
  await moveClockTo(record, GO_AT - MINUTE);
  expect(await dueNow(record)).toEqual(['prepare', 'preCheck']);
  expect(await dueNow(record)).toEqual([]);
  await moveClockTo(record, GO_AT);
  const [go] = await claimDueFollowUps(record, 10, LEASE_MS);
  expect(go?.data).toMatchObject({ milestone: 'goNogo' });
  expect(await pendingFollowUp(record, go?.key ?? '')).toBeDefined();
  // Three days on, the offer of a minute still counts: it is real time that the worker has.
  await moveClockTo(record, GO_AT + 3 * DAY);
  expect(await dueNow(record)).toEqual(['goDeadline']);
});

test('a fact is written at the instant of the clock that is moved', async () => {
  const journal = await aJournal();
  await moveClockTo(journal.record, GO_AT);
  await filed(journal);
  const { rows } = await sql<{ at: number }>`select distinct at from facts where team = ${journal.record.team}`.execute(
    journal.record.db,
  );
  expect(rows).toHaveLength(1);
  expect((rows[0]?.at ?? 0) - GO_AT).toBeLessThan(5_000);
});
