import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkSaid, type MessageInSlack } from '../../src/journal/check-said.ts';
import { MIGRATIONS } from '../../src/open-database.ts';
import { aDatabase, type TestDatabase } from '../support/postgres.ts';
import { aCopy } from './a-copy.ts';
import { aRecordAt, liveIn, liveToReady } from './a-lived-change.ts';

let lived: TestDatabase;
beforeAll(async () => {
  lived = await aDatabase({ migrations: MIGRATIONS });
  await liveIn(lived.url, liveToReady);
});
afterAll(() => lived.drop());

/** What is found when Slack shows the messages that were sent, after `change` had its way with them. */
async function found(
  change: (sent: MessageInSlack[]) => readonly MessageInSlack[],
  statement = 'select 1',
): Promise<readonly string[]> {
  const record = aRecordAt(await aCopy(lived.url));
  const { rows } =
    await sql<MessageInSlack>`select ts, key from deliveries where ts is not null order by seq, position`.execute(
      record.db,
    );
  await sql.raw(statement).execute(record.db);
  const findings = await checkSaid(record, async (channel) => (channel === 'C0CHANGES' ? change(rows) : []));
  return findings.map(({ place, sentence }) => `${place}: ${sentence}`);
}

test('a channel that shows each message once, among those of others, is as it should be', async () => {
  expect(await found((sent) => [{ ts: '1.1', key: undefined }, ...sent])).toEqual([]);
});

test('a message that is there twice, one that is not, and one nobody knows are told', async () => {
  const lines = await found((sent) => [
    ...sent.filter(({ key }) => key !== 'CHG-1/3/note'),
    { ts: '9.9', key: 'CHG-1/2/note' },
    { ts: '9.8', key: 'CHG-7/1/note' },
  ]);
  expect(lines).toEqual([
    expect.stringMatching(/^CHG-1: CHG-1\/2\/note is in C0CHANGES 2 times: \d+\.000001, 9\.9\.$/),
    expect.stringMatching(/^CHG-1: CHG-1\/3\/note was sent to C0CHANGES as \d+\.000001 and is not there\.$/),
    'C0CHANGES: shows a message under CHG-7/1/note, which the record does not know.',
  ]);
});

test('a message under another timestamp, and one that the record gave up, are told', async () => {
  const statement = `update deliveries set ts = null, state = 'dead' where key = 'CHG-1/4/note'`;
  const lines = await found((sent) => sent.map((m) => (m.key === 'CHG-1/2/note' ? { ...m, ts: '9.9' } : m)), statement);
  expect(lines).toEqual([
    expect.stringMatching(/^CHG-1: CHG-1\/2\/note was sent to C0CHANGES as \d+\.000001 and is there as 9\.9\.$/),
    'CHG-1: CHG-1/4/note is in C0CHANGES although the record says dead.',
  ]);
});

test('a message that carries another stands for both, and is missed for both', async () => {
  const carried = `update deliveries set digest = 'CHG-1/2/note', ts = (select ts from deliveries where key = 'CHG-1/2/note')
                    where key = 'CHG-1/3/note'`;
  expect(await found((sent) => sent.filter(({ key }) => key !== 'CHG-1/3/note'), carried)).toEqual([]);
  const lines = await found((sent) => sent.filter(({ key }) => !/^CHG-1\/[23]\/note$/.test(key ?? '')), carried);
  expect(lines).toHaveLength(2);
});

test('a message whose answer was lost may be there while its row is open', async () => {
  expect(
    await found((sent) => sent, `update deliveries set ts = null, state = 'pending' where key = 'CHG-1/2/note'`),
  ).toEqual([]);
});
