import { sql } from 'kysely';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { NotRecorded, Unsure } from '../../src/journal/hear.ts';
import { readChange } from '../../src/journal/read-change.ts';
import { say } from '../../src/notifications/routes.ts';
import { freePort } from '../../src/postgres/free-port.ts';
import { aJournal, anEar, codeOf, countOf, filed, reopened, voting } from './a-journal.ts';
import { aLine } from './a-line.ts';

/** A person is answered within three seconds, and the ack still has to reach Slack. */
const PATIENCE_MS = 2_500;

async function timed<T>(work: Promise<T>): Promise<{ readonly ms: number; readonly error: unknown }> {
  const from = performance.now();
  const error: unknown = await work.then(
    () => undefined,
    (e: unknown) => e,
  );
  return { ms: performance.now() - from, error };
}

test('with the database away nothing is recorded, and that is said in time', async () => {
  const journal = await aJournal();
  await filed(journal);
  const away = Object.assign(new URL(journal.url), { port: String(await freePort()) }).href;
  const { error, ms } = await timed(anEar(reopened(journal, away))(voting('a press', 'U0BOB')));
  expect(error).toBeInstanceOf(NotRecorded);
  expect(ms).toBeLessThan(PATIENCE_MS);
});

for (const [fault, recorded] of [['cut before', false] as const, ['cut after', true] as const]) {
  test(`a connection lost ${fault === 'cut before' ? 'just before' : 'just after'} the commit leaves it unsure, and pressing again has one effect`, async () => {
    const journal = await aJournal({ say });
    await filed(journal);
    const line = await aLine(journal.url);
    const ear = anEar(reopened(journal, line.url), { say });
    line.atCommit(fault);
    const { error } = await timed(ear(voting('a press', 'U0BOB')));
    expect(error).toBeInstanceOf(Unsure);
    expect(await countOf(journal.record, 'intents')).toBe(recorded ? 2 : 1);
    const answer = await ear(voting('a press', 'U0BOB'));
    expect(answer).toMatchObject({ ok: true, fromSeq: 4, toSeq: 6 });
    expect(await ear(voting('a press', 'U0BOB'))).toEqual(answer);
    const story = await readChange(journal.record, 'CHG-1');
    expect(story?.facts.filter((f) => f.fact.type === 'voteCast')).toHaveLength(1);
  });
}

test('a database that goes silent is not waited for, before the commit, during it or on a new connection', async () => {
  const journal = await aJournal();
  await filed(journal);
  const [before, during, fresh] = await Promise.all([aLine(journal.url), aLine(journal.url), aLine(journal.url)]);
  const records = [before, during, fresh].map((line) => reopened(journal, line.url));
  await Promise.all(records.slice(0, 2).map((r) => sql`select 1`.execute(r.db)));
  before.fallSilent();
  during.atCommit('silence');
  fresh.fallSilent();
  const ears = records.map((record) => anEar(record));
  const presses = ears.map((ear, i) => timed(ear(voting(`press ${i}`, 'U0BOB'))));
  const [a, b, c] = await Promise.all(presses);
  expect([a, b, c].map((p) => (p?.ms ?? Infinity) < PATIENCE_MS)).toEqual([true, true, true]);
  expect(a?.error).toBeInstanceOf(NotRecorded);
  expect(b?.error).toBeInstanceOf(Unsure);
  expect(c?.error).toBeInstanceOf(NotRecorded);
  before.recover();
  during.recover();
  fresh.recover();
  expect(codeOf(await journal.hear(voting('press 0', 'U0BOB')))).toBe('ok');
  expect((await readChange(journal.record, 'CHG-1'))?.change.status).toBe('approved');
});

test('what was said not to be recorded is not recorded a moment later', async () => {
  const journal = await aJournal();
  await filed(journal);
  const other = new Client(journal.url);
  await other.connect();
  await other.query('begin');
  await other.query('select from changes where team = $1 for update', [journal.record.team]);
  const { error, ms } = await timed(journal.hear(voting('a press', 'U0BOB')));
  expect(error).toBeInstanceOf(NotRecorded);
  expect(ms).toBeLessThan(PATIENCE_MS);
  await other.query('commit');
  await other.end();
  expect(codeOf(await journal.hear(voting('another press', 'U0EVE')))).toBe('notAnApprover');
  expect((await readChange(journal.record, 'CHG-1'))?.facts).toHaveLength(3);
});

test('a server that is shut down in the middle of a transaction leaves nothing of it', async () => {
  const journal = await aJournal({ say });
  await filed(journal);
  const doomed = anEar(journal.record, { say });
  const other = new Client(journal.url);
  await other.connect();
  await other.query('begin');
  await other.query('select from changes where team = $1 for update', [journal.record.team]);
  const press = timed(doomed(voting('a press', 'U0BOB')));
  const kill = `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  await expect.poll(async () => (await other.query(kill)).rowCount).toBe(1);
  expect((await press).error).toBeInstanceOf(NotRecorded);
  await other.query('commit');
  await other.end();
  expect(codeOf(await journal.hear(voting('a press', 'U0BOB')))).toBe('ok');
});
