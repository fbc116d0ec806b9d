import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { claimWorkspace, readWorkspace } from '../../src/journal/workspace.ts';
import { firstSeen, forgetSignatures } from '../../src/journal/request-signatures.ts';
import type { Record } from '../../src/journal/record.ts';
import { aJournal } from './a-journal.ts';

const OURS = { team: 'T0OURS', botId: 'B1', botUserId: 'U1', url: 'https://ours.slack.com/' };

async function anUnclaimedRecord(): Promise<Record> {
  const { record } = await aJournal();
  await sql`delete from workspace`.execute(record.db);
  return record;
}

test('a record belongs to the workspace that used it first, and to no other', async () => {
  const record = await anUnclaimedRecord();
  expect(await readWorkspace(record.db)).toBeUndefined();
  await claimWorkspace(record.db, OURS);
  await expect(claimWorkspace(record.db, { team: 'T0THEIRS', botId: 'B9', botUserId: 'U9' })).rejects.toThrow(
    'This record belongs to the workspace T0OURS, the token to T0THEIRS; use another DATABASE_URL or DATA_DIR.',
  );
  expect(await readWorkspace(record.db)).toEqual(OURS);
});

test('a bot that was installed again in the same workspace is taken up', async () => {
  const record = await anUnclaimedRecord();
  await claimWorkspace(record.db, OURS);
  const { url, ...unsaid } = OURS;
  await claimWorkspace(record.db, { ...unsaid, botId: 'B2', botUserId: 'U2' });
  expect(await readWorkspace(record.db)).toEqual({ team: 'T0OURS', botId: 'B2', botUserId: 'U2', url });
});

test('of two workspaces that claim an empty record at once, one gets it', async () => {
  const record = await anUnclaimedRecord();
  const claims = ['T0A', 'T0B', 'T0A', 'T0B'].map((team) => claimWorkspace(record.db, { ...OURS, team }));
  const results = await Promise.allSettled(claims);
  expect(results.filter((r) => r.status === 'fulfilled')).toHaveLength(2);
});

test('a request is taken once, and its signature forgotten when it could not be replayed any more', async () => {
  const { record } = await aJournal();
  const arrivals = await Promise.all(Array.from({ length: 10 }, () => firstSeen(record, 'v0=abc')));
  expect(arrivals.filter((first) => first)).toHaveLength(1);
  await forgetSignatures(record);
  expect(await firstSeen(record, 'v0=abc')).toBe(false);
  await sql`update request_signatures set at = at - interval '11 minutes'`.execute(record.db);
  await forgetSignatures(record);
  expect(await firstSeen(record, 'v0=abc')).toBe(true);
});
