import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { listen } from '../../src/postgres/listen.ts';
import { aDatabase, type TestDatabase } from '../support/postgres.ts';
import { aQuery } from './a-query.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.drop());

const SESSION = `select pid from pg_stat_activity where datname = current_database() and application_name = 'ear'`;

function anEar(channel: string) {
  const heard: (string | undefined)[] = [];
  const broken: Error[] = [];
  const listening = listen(database.url, channel, (payload) => heard.push(payload), {
    name: 'ear',
    onBroken: (error) => broken.push(error),
  });
  onTestFinished(() => listening.close());
  return { heard, broken, listening };
}

test('a listener hears what is notified on its channel, whatever the channel is called', async () => {
  const { heard } = anEar('Follow "ups"');
  await vi.waitUntil(() => heard.length === 1);
  await aQuery(
    database.url,
    `select pg_notify('Follow "ups"', 'seven'), pg_notify('other', 'eight'), pg_notify('Follow "ups"', '')`,
  );
  await vi.waitUntil(() => heard.length === 3);
  expect(heard).toEqual([undefined, 'seven', '']);
});

test('a listener that was cut off connects again and says that something may have been missed', async () => {
  const { heard, broken } = anEar('due');
  await vi.waitUntil(() => heard.length === 1);
  await aQuery(database.url, `select pg_terminate_backend(pid, 5000) from (${SESSION}) as ear`);
  await vi.waitUntil(() => heard.length === 2, { timeout: 5_000 });
  await aQuery(database.url, `notify due, 'nine'`);
  await vi.waitUntil(() => heard.length === 3);
  expect(heard).toEqual([undefined, undefined, 'nine']);
  expect(broken.map(({ message }) => message)).toEqual(['terminating connection due to administrator command']);
});

test('a listener that is closed leaves no session behind', async () => {
  const { heard, listening } = anEar('due');
  await vi.waitUntil(() => heard.length === 1);
  await listening.close();
  await vi.waitUntil(async () => (await aQuery(database.url, SESSION)).length === 0);
  await listening.close();
  expect(heard).toEqual([undefined]);
});
