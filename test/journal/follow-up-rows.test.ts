import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { FollowUp } from '../../src/change/follow-ups.ts';
import { MILESTONES } from '../../src/change/timeline.ts';
import { offeredId } from '../../src/jobs/offered-id.ts';
import { onWake } from '../../src/jobs/wake.ts';
import {
  claimDueFollowUps,
  dropWakes,
  followUpDone,
  insertFollowUps,
  pendingFollowUp,
} from '../../src/journal/follow-up-rows.ts';
import { now, type Record } from '../../src/journal/record.ts';
import { anActor } from '../support/a-change.ts';
import { aPolicy } from '../support/a-policy.ts';
import { aJournal, aJournalAlone, filed, moveClockTo, reopened } from './a-journal.ts';

const LEASE_MS = 60_000;

function aWake(key: string, dueAt: number): FollowUp {
  return { kind: 'wake', key, dueAt, milestone: 'opens', schedule: 1 };
}

async function due(record: Record, ...keys: readonly string[]): Promise<void> {
  const at = await now(record.db);
  await insertFollowUps(
    record,
    record.db,
    'CHG-1',
    keys.map((key, i) => aWake(key, at - 1_000 + i)),
  );
}

test('a follow-up is offered when it is due, longest due first, and not again while its offer counts', async () => {
  const { record } = await aJournal();
  await due(record, 'b', 'a');
  await insertFollowUps(record, record.db, 'CHG-1', [aWake('later', (await now(record.db)) + 60_000)]);
  const offered = await claimDueFollowUps(record, 10, LEASE_MS);
  expect(offered.map((f) => f.key)).toEqual(['b', 'a']);
  expect(offered[0]).toEqual({
    key: 'b',
    change: 'CHG-1',
    kind: 'wake',
    generation: 1,
    data: { milestone: 'opens', schedule: 1 },
  });
  expect(await claimDueFollowUps(record, 10, LEASE_MS)).toEqual([]);
});

test('an offer that came to nothing is made again under the next generation, until the follow-up is done', async () => {
  const { record } = await aJournal();
  await due(record, 'a');
  for (const generation of [1, 2, 3])
    expect(await claimDueFollowUps(record, 10, 0)).toMatchObject([{ key: 'a', generation }]);
  expect(await pendingFollowUp(record, 'a')).toMatchObject({ key: 'a' });
  await followUpDone(record, 'a');
  expect(await claimDueFollowUps(record, 10, 0)).toEqual([]);
  expect(await pendingFollowUp(record, 'a')).toBeUndefined();
});

test('relays that claim at the same moment never get the same row', async () => {
  const journal = await aJournal();
  const { record } = journal;
  await due(record, ...Array.from({ length: 200 }, (_, i) => `key ${i}`));
  const relays = [record, reopened(journal)] as const;
  const claims = Array.from({ length: 20 }, (_, i) => claimDueFollowUps(relays[i % 2 === 0 ? 0 : 1], 15, LEASE_MS));
  const keys = (await Promise.all(claims)).flat().map((f) => f.key);
  expect(new Set(keys).size).toBe(keys.length);
  const rest = await claimDueFollowUps(record, 200, LEASE_MS);
  expect(keys.length + rest.length).toBe(200);
});

test('a row that is committed late is not skipped', async () => {
  const journal = await aJournal();
  const { record } = journal;
  const at = await now(record.db);
  const written = Promise.withResolvers<void>();
  const mayCommit = Promise.withResolvers<void>();
  const slow = reopened(journal)
    .db.transaction()
    .execute(async (tx) => {
      await insertFollowUps(record, tx, 'CHG-1', [aWake('early', at - 60_000)]);
      written.resolve();
      await mayCommit.promise;
    });
  await written.promise;
  await due(record, 'late');
  expect(await claimDueFollowUps(record, 10, LEASE_MS)).toMatchObject([{ key: 'late' }]);
  mayCommit.resolve();
  await slow;
  expect(await claimDueFollowUps(record, 10, LEASE_MS)).toMatchObject([{ key: 'early' }]);
});

test('the same follow-up written twice is one', async () => {
  const { record } = await aJournal();
  await due(record, 'a');
  await due(record, 'a');
  expect(await claimDueFollowUps(record, 10, LEASE_MS)).toHaveLength(1);
});

test('a follow-up that is not due yet is not pending, even for a job that comes early', async () => {
  const { record } = await aJournal();
  await insertFollowUps(record, record.db, 'CHG-1', [aWake('later', (await now(record.db)) + 60_000)]);
  expect(await pendingFollowUp(record, 'later')).toBeUndefined();
});

test('a filed change leaves the prompts of its whole window behind', async () => {
  const journal = await aJournal();
  await filed(journal);
  const { rows } = await sql<{ milestone: string }>`
    select data->>'milestone' as milestone from follow_ups
     where team = ${journal.record.team} and kind = 'wake' order by due_at`.execute(journal.record.db);
  const beforehand = ['prepare', 'preCheck', 'goNogo', 'goDeadline', 'remind'];
  expect(rows.map((r) => r.milestone)).toEqual([...beforehand, 'opens', 'decide', 'unanswered', 'closes']);
});

test('what is owed leaves its chases behind, which what drops prompts lets be; woken, each is heard once', async () => {
  const journal = await aJournalAlone();
  const { record, hear } = journal;
  await filed(journal);
  const instead = { type: 'overrideGate', gate: 'approval', reason: 'Now.', revision: 1, schedule: 1 } as const;
  const change = 'CHG-1';
  await hear({ change, intent: instead, actor: anActor('U0BOB', aPolicy()), id: 'instead', surface: 'slack' });
  await dropWakes(record, record.db, change, { schedule: 2, milestones: MILESTONES });
  const { rows } = await sql<{ key: string; at: string; dueAt: Date }>`
    select key, data->>'at' as at, due_at as "dueAt" from follow_ups
     where team = ${record.team} and kind = 'debt' and state = 'pending' order by due_at`.execute(record.db);
  expect(rows.map((r) => r.at)).toEqual(['half', 'due']);
  const wake = onWake({ record, hear, policy: () => aPolicy() });
  for (const { key, dueAt } of rows) {
    await moveClockTo(record, new Date(dueAt).getTime());
    await wake(offeredId(key, 1));
    await wake(offeredId(key, 2));
    expect(await pendingFollowUp(record, key)).toBeUndefined();
  }
  const facts = await sql<{ type: string }>`
    select type from facts where team = ${record.team} and type like 'debt%' order by seq`.execute(record.db);
  expect(facts.rows.map((r) => r.type)).toEqual(['debtOwed', 'debtReminded', 'debtEscalated']);
});
