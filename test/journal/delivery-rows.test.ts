import { expect, test } from 'vitest';
import {
  askForUpdate,
  claimDueDeliveries,
  deliveryEnded,
  deliveryFailed,
  deliverySent,
  insertDeliveries,
  takeDelivery,
  type Delivery,
  type NewDelivery,
} from '../../src/journal/delivery-rows.ts';
import type { Pace } from '../../src/journal/pace-rows.ts';
import { postedAt } from '../../src/journal/posted.ts';
import { threadAt } from '../../src/journal/thread-at.ts';
import { now, type Record } from '../../src/journal/record.ts';
import { aJournal, aJournalAlone, reopened } from './a-journal.ts';

const LEASE_MS = 60_000;
const freely = (_delivery: Omit<Delivery, 'riders'>): Pace => ({ name: 'free', intervalMs: 0, burst: 1 });

function aNote(key: string, overrides: Partial<NewDelivery> = {}): NewDelivery {
  return { key, kind: 'note', channel: 'C1', lane: 'CHG-1', position: 1, view: 'note', data: {}, ...overrides };
}

const HEADLINE = aNote('headline', { kind: 'headline', position: 0, view: 'headline' });

async function write(record: Record, seq: number, ...deliveries: readonly NewDelivery[]): Promise<void> {
  await insertDeliveries(record, record.db, 'CHG-1', { seq, now: await now(record.db) }, deliveries);
}

async function offered(record: Record, leaseMs = LEASE_MS): Promise<readonly string[]> {
  return (await claimDueDeliveries(record, 100, leaseMs)).map((d) => d.key);
}

function take(
  record: Record,
  key: string,
  { token = 'mine', leaseMs = LEASE_MS, pace = freely } = {},
): Promise<Delivery | undefined> {
  return takeDelivery(record, key, token, leaseMs, pace);
}

async function send(record: Record, key: string, seq = 1): Promise<boolean> {
  const taken = await take(record, key);
  return taken !== undefined && deliverySent(record, key, 'mine', { ts: `ts ${key}`, seq, restMs: 0 });
}

test('within a lane the first posts keep the order of facts, and another lane does not wait', async () => {
  const { record } = await aJournal();
  await write(record, 2, aNote('second'), aNote('second, after it', { position: 2 }));
  await write(record, 1, aNote('first'));
  await write(record, 3, aNote('elsewhere', { lane: 'C2/CHG-1', channel: 'C2' }));
  expect(await offered(record)).toEqual(['first', 'elsewhere']);
  expect(await take(record, 'second')).toBeUndefined();
  expect(await send(record, 'first')).toBe(true);
  expect(await take(record, 'second, after it')).toBeUndefined();
  expect(await offered(record)).toEqual(['second']);
  expect(await send(record, 'second')).toBe(true);
  expect(await send(record, 'second, after it')).toBe(true);
});

test('a post that was given up does not hold up its lane', async () => {
  const { record } = await aJournal();
  await write(record, 1, aNote('first'));
  await write(record, 2, aNote('second'));
  await take(record, 'first');
  expect(await take(record, 'second')).toBeUndefined();
  await deliveryEnded(record, 'first', 'mine', { state: 'dead', reason: 'channel_not_found' });
  expect(await offered(record)).toEqual(['second']);
});

test('an update of a screen waits for nobody in its lane', async () => {
  const { record } = await aJournal();
  await write(record, 1, HEADLINE);
  await send(record, 'headline');
  await write(record, 2, HEADLINE, aNote('a note'));
  await take(record, 'a note');
  expect(await take(record, 'headline', { token: 'screen' })).toMatchObject({ ts: 'ts headline', wantedSeq: 2 });
});

test('many facts make one update of a screen, and a note stays said once', async () => {
  const { record } = await aJournal();
  await write(record, 1, HEADLINE, aNote('a note'));
  await write(record, 2, HEADLINE);
  await write(record, 5, HEADLINE);
  await write(record, 1, aNote('a note'));
  expect(await take(record, 'headline')).toMatchObject({ wantedSeq: 5, ts: null, seq: 1 });
  await deliverySent(record, 'headline', 'mine', { ts: '1.1', seq: 5, restMs: 0 });
  expect(await take(record, 'headline')).toBeUndefined();
  expect(await send(record, 'a note')).toBe(true);
  await write(record, 1, aNote('a note'));
  expect(await offered(record)).toEqual([]);
});

test('a screen that fell behind while it was sent is open again', async () => {
  const { record } = await aJournal();
  await write(record, 1, HEADLINE);
  await take(record, 'headline');
  await write(record, 2, HEADLINE);
  expect(await take(record, 'headline', { token: 'twin' })).toBeUndefined();
  await deliverySent(record, 'headline', 'mine', { ts: '1.1', seq: 1, restMs: 0 });
  expect(await offered(record)).toEqual(['headline']);
  expect(await take(record, 'headline')).toMatchObject({ ts: '1.1', wantedSeq: 2, ambiguous: false, attempts: 0 });
  await deliverySent(record, 'headline', 'mine', { ts: '1.1', seq: 2, restMs: 0 });
  expect(await offered(record)).toEqual([]);
});

test('a screen can be asked to catch up without a fact, a note cannot', async () => {
  const { record } = await aJournal();
  await write(record, 1, HEADLINE, aNote('a note'));
  await send(record, 'headline');
  await send(record, 'a note');
  await askForUpdate(record, 'headline');
  await askForUpdate(record, 'a note');
  expect(await offered(record)).toEqual(['headline']);
});

test('a late twin cannot report what another has taken over', async () => {
  const { record } = await aJournal();
  await write(record, 1, aNote('a note'));
  expect(await take(record, 'a note', { token: 'late', leaseMs: 0 })).toMatchObject({ ambiguous: false, attempts: 0 });
  const twin = await take(record, 'a note', { token: 'twin' });
  expect(twin).toMatchObject({ ambiguous: true, attempts: 1, firstTriedAt: expect.any(Number) });
  expect(await deliverySent(record, 'a note', 'late', { ts: '1.1', seq: 1, restMs: 0 })).toBe(false);
  await deliveryFailed(record, 'a note', 'late', { error: 'late', ambiguous: true, waitMs: 0 });
  await deliveryEnded(record, 'a note', 'late', { state: 'dead', reason: 'late' });
  expect(await postedAt(record, 'a note')).toBeUndefined();
  expect(await deliverySent(record, 'a note', 'twin', { ts: '2.2', seq: 1, restMs: 0 })).toBe(true);
  expect(await postedAt(record, 'a note')).toEqual({ channel: 'C1', ts: '2.2' });
});

test('a headline, and a notice, is found by where Slack put it, and nothing else is taken for one', async () => {
  const { record } = await aJournal();
  const notice = aNote('a notice', { kind: 'notice', lane: 'a notice', view: 'notice', channel: 'C2' });
  const freeze = aNote('a freeze', { kind: 'notice', lane: 'a freeze', view: 'freeze', channel: 'C2' });
  await write(record, 1, HEADLINE, aNote('a note'), notice, freeze);
  const place = { seq: 1, now: await now(record.db) };
  const other = { ...notice, key: 'another notice', lane: 'another notice' };
  await insertDeliveries(record, record.db, 'CHG-2', place, [other]);
  for (const [key, ts] of [
    ['headline', '1.1'],
    ['a note', '1.2'],
    ['a notice', '1.3'],
    ['another notice', '1.3'],
    ['a freeze', '1.4'],
  ] as const) {
    await take(record, key);
    await deliverySent(record, key, 'mine', { ts, channel: 'C9', seq: 1, restMs: 0 });
  }
  expect(await threadAt(record, 'C9', '1.1')).toEqual({ change: 'CHG-1', of: 'change' });
  expect(await threadAt(record, 'C1', '1.1')).toBeUndefined();
  expect(await threadAt(record, 'C9', '1.2')).toBeUndefined();
  expect(await threadAt(record, 'C9', '1.3')).toEqual({ changes: ['CHG-1', 'CHG-2'], of: 'notice' });
  expect(await threadAt(record, 'C9', '1.4')).toBeUndefined();
  expect(await threadAt({ ...record, team: 'T-other' }, 'C9', '1.1')).toBeUndefined();
});

test('of ten that take one delivery at the same moment, one has it', async () => {
  const journal = await aJournal();
  const records = [journal.record, reopened(journal)] as const;
  await write(journal.record, 1, aNote('a note'));
  const takes = Array.from({ length: 10 }, (_, i) => take(records[i % 2 === 0 ? 0 : 1], 'a note', { token: `t${i}` }));
  expect((await Promise.all(takes)).filter((d) => d !== undefined)).toHaveLength(1);
});

test('what may have arrived stays ambiguous until it is settled', async () => {
  const { record } = await aJournal();
  await write(record, 1, aNote('a note'));
  await take(record, 'a note');
  await deliveryFailed(record, 'a note', 'mine', { error: 'no answer', ambiguous: true, waitMs: 0 });
  expect(await take(record, 'a note')).toMatchObject({ ambiguous: true, attempts: 1 });
  await deliveryFailed(record, 'a note', 'mine', { error: 'ratelimited', ambiguous: false, waitMs: 0 });
  expect(await take(record, 'a note')).toMatchObject({ ambiguous: true, attempts: 2 });
  await deliverySent(record, 'a note', 'mine', { ts: '1.1', seq: 1, restMs: 0 });
});

test('a failed delivery waits as long as it was told to, and is offered again after it', async () => {
  const { record } = await aJournal();
  await write(record, 1, aNote('a note'));
  await offered(record);
  await take(record, 'a note');
  await deliveryFailed(record, 'a note', 'mine', { error: 'ratelimited', ambiguous: false, waitMs: 300 });
  expect(await offered(record)).toEqual([]);
  expect(await take(record, 'a note')).toBeUndefined();
  await expect.poll(() => offered(record)).toEqual(['a note']);
});

test('a screen rests after an update, then shows all that came meanwhile', async () => {
  const { record } = await aJournal();
  await write(record, 1, HEADLINE);
  await take(record, 'headline');
  await deliverySent(record, 'headline', 'mine', { ts: '1.1', seq: 1, restMs: 300 });
  await write(record, 2, HEADLINE);
  await write(record, 3, HEADLINE);
  expect(await offered(record)).toEqual([]);
  await expect.poll(() => offered(record)).toEqual(['headline']);
  expect(await take(record, 'headline')).toMatchObject({ wantedSeq: 3 });
});

test('an offer that came to nothing is made again under the next generation', async () => {
  const { record } = await aJournal();
  await write(record, 1, aNote('a note'));
  expect(await claimDueDeliveries(record, 10, 0)).toEqual([{ key: 'a note', medium: 'slack', generation: 1 }]);
  expect(await claimDueDeliveries(record, 10, LEASE_MS)).toEqual([{ key: 'a note', medium: 'slack', generation: 2 }]);
  expect(await claimDueDeliveries(record, 10, LEASE_MS)).toEqual([]);
});

test('a channel takes its burst at once, then one for each interval, and other channels do not notice', async () => {
  const { record } = await aJournal();
  const keys = Array.from({ length: 5 }, (_, i) => `note ${i}`);
  await write(
    record,
    1,
    ...keys.map((key) => aNote(key, { lane: key })),
    aNote('other', { channel: 'C2', lane: 'other' }),
  );
  const paced = (key: string): Promise<Delivery | undefined> =>
    take(record, key, { pace: (d) => ({ name: d.channel, intervalMs: 400, burst: 3 }) });
  await offered(record);
  const from = performance.now();
  const taken: string[] = [];
  for (const key of keys) if (await paced(key)) taken.push(key);
  expect(taken).toEqual(keys.slice(0, 3));
  expect(await paced('other')).toBeDefined();
  // Those that were too fast are offered again as soon as the next may go, although their first offer still counts.
  await expect.poll(() => offered(record), { interval: 20 }).not.toEqual([]);
  expect(performance.now() - from).toBeGreaterThan(350);
  const later = (await Promise.all(keys.slice(3).map(paced))).filter((d) => d !== undefined);
  expect(later).toHaveLength(1);
});

test('a delivery that an intent is writing at this moment is taken as soon as it is written', async () => {
  const journal = await aJournal();
  const { record } = journal;
  await write(record, 1, HEADLINE);
  const at = await now(record.db);
  const written = Promise.withResolvers<void>();
  const mayCommit = Promise.withResolvers<void>();
  const hearing = reopened(journal)
    .db.transaction()
    .execute(async (tx) => {
      await insertDeliveries(record, tx, 'CHG-1', { seq: 2, now: at }, [HEADLINE]);
      written.resolve();
      await mayCommit.promise;
    });
  await written.promise;
  const taking = take(record, 'headline');
  mayCommit.resolve();
  await hearing;
  expect(await taking).toMatchObject({ wantedSeq: 2 });
});

const together = (): Pace => ({ name: 'free', intervalMs: 0, burst: 1, together: 4 + 4 });

function aNotice(key: string, overrides: Partial<NewDelivery> = {}): NewDelivery {
  return aNote(key, { kind: 'notice', view: 'notice', lane: key, routine: true, ...overrides });
}

const many = (count: number): readonly NewDelivery[] => Array.from({ length: count }, (_, i) => aNotice(`n${i}`));

test('notices that can wait go as one message, no more of them than it holds, and end with it', async () => {
  const { record } = await aJournal();
  await write(record, 1, ...many(11));
  const taken = await take(record, 'n0', { pace: together });
  expect(taken?.riders.map((r) => r.key).toSorted()).toHaveLength(7);
  const [rider] = taken?.riders ?? [];
  expect(await take(record, rider?.key ?? '', { token: 'twin', pace: together })).toBeUndefined();
  expect(await offered(record)).toHaveLength(3);
  expect(await deliverySent(record, 'n0', 'twin', { ts: '9.9', seq: 1, restMs: 0 })).toBe(false);
  await deliverySent(record, 'n0', 'mine', { ts: '1.1', seq: 1, restMs: 0 });
  expect(await postedAt(record, rider?.key ?? '')).toEqual({ channel: 'C1', ts: '1.1' });
  expect(await take(record, rider?.key ?? '', { token: 'twin', pace: together })).toBeUndefined();
});

test('a message of many that may have arrived is taken again as it was, and no other joins it', async () => {
  const { record } = await aJournal();
  await write(record, 1, ...many(6));
  const first = await take(record, 'n0', { pace: together });
  await deliveryFailed(record, 'n0', 'mine', { error: 'no answer', ambiguous: true, waitMs: 0 });
  await write(record, 2, aNotice('late'));
  const second = await take(record, 'n0', { pace: together });
  expect(second).toMatchObject({ ambiguous: true });
  expect(second?.riders).toEqual(first?.riders);
});

test('what rides is free again when the one that carries it ends unsaid', async () => {
  const { record } = await aJournal();
  await write(record, 1, ...many(6));
  await take(record, 'n0', { pace: together });
  await deliveryEnded(record, 'n0', 'mine', { state: 'superseded', reason: 'called off' });
  expect((await take(record, 'n1', { pace: together }))?.riders).toHaveLength(4);
});

test('what cannot wait goes before them and in no digest, whatever its change has waiting', async () => {
  const { record } = await aJournal();
  await write(record, 1, ...many(6));
  await write(record, 2, aNotice('start', { routine: false, lane: 'n0/now' }));
  expect(await take(record, 'n3', { pace: together })).toBeUndefined();
  expect((await take(record, 'start', { pace: together }))?.riders).toEqual([]);
  expect((await take(record, 'n3', { token: 'other', pace: together }))?.riders).toHaveLength(5);
});

test('few that wait, and those of another channel, medium or lane, go by themselves', async () => {
  const { record } = await aJournal();
  await write(record, 1, ...many(4));
  await write(record, 2, aNotice('behind', { lane: 'n1' }));
  await write(record, 3, aNotice('elsewhere', { channel: 'C2' }), aNotice('mail', { medium: 'mail' }), aNote('a note'));
  expect((await take(record, 'n0', { pace: together }))?.riders).toEqual([]);
});

test('a notice to a thousand targets is offered in a moment, each once, also before the table has statistics', async () => {
  const { record } = await aJournalAlone();
  const keys = Array.from({ length: 1000 }, (_, i) => `user${i}@example.net`);
  await write(record, 1, ...keys.map((key) => aNotice(key, { medium: 'mail', channel: key })));
  const began = performance.now();
  const all: string[] = [];
  for (let round = 0; round < 5; round += 1)
    all.push(...(await claimDueDeliveries(record, 200, LEASE_MS)).map((d) => d.key));
  expect(all.toSorted()).toEqual(keys.toSorted());
  expect(performance.now() - began).toBeLessThan(2000);
});
