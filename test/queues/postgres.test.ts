import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { openQueues, type Queues } from '../../src/jobs/queues/queues.ts';
import { aDatabase } from '../support/postgres.ts';
import { aProcess } from './a-process.ts';
import { spoken } from './spoken.ts';

const soon = { timeout: 10_000, interval: 20 };

describe('queues in PostgreSQL', () => {
  let database: Awaited<ReturnType<typeof aDatabase>>;
  let admin: Client;
  let queues: Queues | undefined;
  const prefix = `t${randomUUID()}`;
  const { log, lines } = spoken();
  const open = async (): Promise<Queues> => {
    queues = await openQueues({ queue: { kind: 'postgres', url: database.url }, prefix, log });
    return queues;
  };
  /** Ends sessions of ours, as a restart of the server or a firewall does. */
  const cut = (named: string): Promise<unknown> =>
    admin.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name like $1',
      [named],
    );

  beforeAll(async () => {
    database = await aDatabase();
    admin = new Client({ connectionString: database.url });
    await admin.connect();
  });
  afterEach(async () => {
    await queues?.close();
    queues = undefined;
  });
  afterAll(async () => {
    await admin.end();
    await database.drop();
  });

  test('a second process is told to set REDIS_URL, and takes over once the first is killed', async () => {
    const first = aProcess('postgres', database.url, prefix, 30_000, 'a');
    await vi.waitFor(() => expect(first.lines()).toEqual(['a']), soon);
    await expect(open()).rejects.toThrow(
      /Another process already works the queues .* set REDIS_URL to run more than one\.$/,
    );
    await first.kill();
    expect((await open()).health().ok).toBe(true);
  });

  test('the lock is taken again after its connection was lost', async () => {
    const opened = await open();
    await cut('gonogo queues lock');
    await vi.waitFor(() => expect(opened.health().ok).toBe(false), { timeout: 10_000, interval: 1 });
    await vi.waitFor(() => expect(opened.health().ok).toBe(true), soon);
    const second = aProcess('postgres', database.url, prefix, 30_000, 'a');
    await second.ended;
    expect(second.lines().join()).toMatch(/set REDIS_URL/);
  });

  test('a worker whose connections were all cut works what is offered next', async () => {
    const opened = await open();
    const worked: string[] = [];
    const worker = await opened.work('posts', { concurrency: 2 }, async (id) => {
      worked.push(id);
    });
    await opened.offer('posts', ['b']);
    await vi.waitFor(() => expect(worked).toContain('b'), soon);
    await cut('%');
    await vi.waitFor(async () => {
      await opened.offer('posts', ['c']);
      expect(worked).toContain('c');
    }, soon);
    await worker.close(1000);
    expect(lines.join('\n')).not.toContain('error');
  });
});
