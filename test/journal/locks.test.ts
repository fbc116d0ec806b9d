import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { ChangeId } from '../../src/change/change-id.ts';
import { offeredId } from '../../src/jobs/offered-id.ts';
import { openStepWorker } from '../../src/jobs/steps/step-worker.ts';
import { claimDueFollowUps } from '../../src/journal/follow-up-rows.ts';
import { readChange } from '../../src/journal/read-change.ts';
import type { Outcome } from '../../src/journal/hear.ts';
import { takeLock } from '../../src/journal/projection.ts';
import { aWorker } from '../support/a-change.ts';
import { aPolicy, aRunbook } from '../support/a-policy.ts';
import { aJournal, codeOf, filed, reopened, type Journal } from './a-journal.ts';

/** An emergency prepares at once, and here its first step is one that changes something. */
const policy = aPolicy({ runbooks: { 'web-release': aRunbook({ preflight: [] }) } });
const EMERGENCY = {
  kind: 'emergency',
  justification: 'outage',
  runbook: 'web-release',
  params: { release: 'v1.2.3' },
} as const;

function backupOf(change: ChangeId): string {
  return `${change}-r1-w1-window-backup-1`;
}

function begin({ hear }: Journal, change: ChangeId, id = `begin ${change}`): Promise<Outcome> {
  const digest = policy.runbooks['web-release']?.digest ?? '';
  const intent = { type: 'beginStep', run: backupOf(change), host: 'deploy-1', digest } as const;
  return hear({ change, intent, actor: aWorker(), id, surface: 'worker' });
}

function end(
  { hear }: Journal,
  change: ChangeId,
  outcome: 'succeeded' | 'failed' | 'unknown' = 'succeeded',
): Promise<Outcome> {
  const intent = { type: 'reportStep', run: backupOf(change), outcome } as const;
  return hear({ change, intent, actor: aWorker(), id: `end ${change}`, surface: 'worker' });
}

async function aQueueOf(changes: number): Promise<{ journal: Journal; ids: readonly ChangeId[] }> {
  const journal = await aJournal({ policy });
  const ids: ChangeId[] = [];
  for (let i = 0; i < changes; i += 1) ids.push(await filed(journal, `form ${i}`, EMERGENCY));
  return { journal, ids };
}

test('a lock is held by one run at a time; who comes second hears which change has it', async () => {
  const { journal } = await aQueueOf(2);
  expect(codeOf(await begin(journal, 'CHG-1'))).toBe('ok');
  expect(await begin(journal, 'CHG-2')).toEqual({
    ok: false,
    refusal: { code: 'lockHeld', lock: 'web', holder: 'CHG-1' },
  });
});

test.each(['succeeded', 'failed'] as const)(
  'a lock is free again when its run has %s, under the same intent',
  async (outcome) => {
    const { journal } = await aQueueOf(2);
    await begin(journal, 'CHG-1');
    expect(codeOf(await begin(journal, 'CHG-2', 'one id'))).toBe('lockHeld');
    expect(codeOf(await end(journal, 'CHG-1', outcome))).toBe('ok');
    expect(codeOf(await begin(journal, 'CHG-2', 'one id'))).toBe('ok');
  },
);

test('of eight runs that want one lock at the same moment, one begins', async () => {
  const { journal, ids } = await aQueueOf(8);
  const outcomes = (await Promise.all(ids.map((id) => begin(journal, id)))).map(codeOf);
  expect(outcomes.toSorted()).toEqual([...Array(7).fill('lockHeld'), 'ok']);
  const { rows } = await sql<{ change: string }>`
    select change from locks where team = ${journal.record.team}`.execute(journal.record.db);
  expect(rows).toEqual([{ change: ids[outcomes.indexOf('ok')] }]);
});

test('a refused claim takes no lock', async () => {
  const { journal } = await aQueueOf(1);
  const intent = { type: 'beginStep', run: backupOf('CHG-1'), host: 'deploy-1', digest: 'another' } as const;
  const outcome = await journal.hear({ change: 'CHG-1', intent, actor: aWorker(), id: 'x', surface: 'worker' });
  expect(codeOf(outcome)).toBe('runbookChanged');
  const { rows } = await sql`select from locks where team = ${journal.record.team}`.execute(journal.record.db);
  expect(rows).toEqual([]);
});

test('a lock whose run ended unknown stays with its change, whose next run may take it over', async () => {
  const { journal } = await aQueueOf(2);
  await begin(journal, 'CHG-1');
  expect(codeOf(await end(journal, 'CHG-1', 'unknown'))).toBe('ok');
  expect(codeOf(await begin(journal, 'CHG-2'))).toBe('lockHeld');
  const { record } = journal;
  const own = { name: 'web', change: 'CHG-1', run: 'CHG-1-next', at: 0 };
  expect(await takeLock(record, record.db, own)).toBeUndefined();
});

function want(change: string): Parameters<typeof takeLock>[2] {
  return { name: 'web', change, run: `${change}-run`, at: 0 };
}

test('a lock that is freed while somebody asks for it goes to who asks', async () => {
  const journal = await aJournal();
  const { record } = journal;
  expect(await takeLock(record, record.db, want('CHG-1'))).toBeUndefined();
  const deleted = Promise.withResolvers<void>();
  const mayCommit = Promise.withResolvers<void>();
  const freeing = reopened(journal)
    .db.transaction()
    .execute(async (tx) => {
      await sql`delete from locks where team = ${record.team}`.execute(tx);
      deleted.resolve();
      await mayCommit.promise;
    });
  await deleted.promise;
  const asking = takeLock(record, record.db, want('CHG-2'));
  mayCommit.resolve();
  await freeing;
  expect(await asking).toBeUndefined();
  expect(await takeLock(record, record.db, want('CHG-3'))).toBe('CHG-2');
});

test('a worker that finds the lock held says once whom it waits for', async () => {
  const { journal } = await aQueueOf(2);
  const { record, hear } = journal;
  await begin(journal, 'CHG-1');
  const dataDir = await mkdtemp(join(tmpdir(), 'gonogo-lock-'));
  const log = pino({ level: 'silent' });
  const worker = openStepWorker({ record, hear, policy: () => policy, host: 'deploy-1', dataDir, env: {}, log });
  for (let offers = 0; offers < 2; offers += 1) {
    await sql`update follow_ups set offered_until = '-infinity'`.execute(record.db);
    for (const { key, generation } of await claimDueFollowUps(record, 100, 60_000))
      if (key.includes('CHG-2')) await worker.onRun(offeredId(key, generation), new AbortController().signal);
  }
  const story = await readChange(record, 'CHG-2');
  expect(story?.change.runs.at(-1)).toMatchObject({ state: 'requested', awaits: { lock: 'web', holder: 'CHG-1' } });
  expect(story?.facts.filter(({ fact }) => fact.type === 'lockAwaited')).toHaveLength(1);
});
