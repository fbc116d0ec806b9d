import { randomUUID } from 'node:crypto';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readFitness } from '../../src/jobs/queues/redis-fitness.ts';
import { openQueues, type Queues } from '../../src/jobs/queues/queues.ts';
import type { QueueWorker } from '../../src/jobs/queues/queue-worker.ts';
import { aProxy } from '../support/proxy.ts';
import { aRedis, hasRedis } from '../support/redis.ts';
import { spoken } from './spoken.ts';

const OFFER_MS = 2500;
const soon = { timeout: 10_000, interval: 20 };
const recovery = { timeout: 30_000, interval: 250 };

describe.skipIf(!hasRedis('what becomes of the queues when Redis fails'))('queues on Redis', () => {
  let redis: Awaited<ReturnType<typeof aRedis>>;
  let queues: Queues | undefined;
  let worker: QueueWorker | undefined;
  let prefix: string;
  let worked: string[];
  let lines: string[];

  const open = async (url = redis.url): Promise<Queues> => {
    const { log, lines: said } = spoken();
    lines = said;
    queues = await openQueues({ queue: { kind: 'redis', url }, prefix, log, lockMs: 1000 });
    return queues;
  };
  const work = async (opened: Queues): Promise<void> => {
    worker = await opened.work('posts', { concurrency: 5 }, async (id) => {
      worked.push(id);
    });
  };
  /** As the sweep does: offers what is not done yet, again and again, each offer answered in time. */
  const sweptUntilDone = (
    opened: Queues,
    ids: readonly string[],
    within: { timeout: number; interval: number },
  ): Promise<void> =>
    vi.waitFor(async () => {
      const before = performance.now();
      await opened
        .offer(
          'posts',
          ids.filter((id) => !worked.includes(id)),
        )
        .catch(() => undefined);
      expect(performance.now() - before).toBeLessThan(OFFER_MS);
      expect(worked).toEqual(expect.arrayContaining([...ids]));
    }, within);

  beforeEach(async () => {
    prefix = `t${randomUUID()}`;
    worked = [];
    redis = await aRedis();
  });
  afterEach(async () => {
    await worker?.close(1000);
    await queues?.close();
    worker = queues = undefined;
    await redis.stop();
  });

  test('FLUSHALL loses nothing that is offered again', async () => {
    const opened = await open();
    const ids = Array.from({ length: 50 }, (_, i) => `row:${i}`);
    await opened.offer('posts', ids);
    await redis.flush();
    await work(opened);
    await sweptUntilDone(opened, ids, soon);
    await redis.flush();
    await sweptUntilDone(opened, ['row:50'], soon);
  });

  test('without Redis the bot starts, says so, and refuses offers in time; both recover when it comes', async () => {
    await redis.kill();
    const before = performance.now();
    const opened = await open();
    expect(performance.now() - before).toBeLessThan(5000);
    expect(lines.join('\n')).toMatch(/does not answer .*going on without it/);
    expect(opened.health()).toMatchObject({ ok: false, sentence: expect.stringContaining('does not answer') });
    await work(opened);
    await expect(opened.offer('posts', ['a'])).rejects.toThrow();
    await redis.start();
    await sweptUntilDone(opened, ['a'], recovery);
    expect(opened.health().ok).toBe(true);
  });

  test('after Redis was killed and came back empty the worker goes on', async () => {
    const opened = await open();
    await work(opened);
    await sweptUntilDone(opened, ['a'], soon);
    await redis.kill();
    await vi.waitFor(() => expect(opened.health().ok).toBe(false), soon);
    const before = performance.now();
    await expect(opened.offer('posts', ['b'])).rejects.toThrow();
    expect(performance.now() - before).toBeLessThan(OFFER_MS);
    await redis.restart({ keep: false });
    await sweptUntilDone(opened, ['b'], recovery);
  });

  test('what waits in an append-only file outlives a restart', async () => {
    const opened = await open();
    await opened.offer('posts', ['a']);
    await redis.restart({ keep: true });
    await work(opened);
    await vi.waitFor(() => expect(worked).toEqual(['a']), recovery);
  });

  test(
    'when all connections fall silent, offers fail in time and the worker hears again within thirty seconds',
    { timeout: 40_000 },
    async () => {
      const proxy = await aProxy(redis.port);
      try {
        const opened = await open(`redis://127.0.0.1:${proxy.port}`);
        await work(opened);
        await sweptUntilDone(opened, ['a'], soon);
        proxy.blackHole();
        const before = performance.now();
        await expect(opened.offer('posts', ['b'])).rejects.toThrow(/no answer within 2000 ms/);
        expect(performance.now() - before).toBeLessThan(OFFER_MS);
        await sweptUntilDone(opened, ['b', 'c'], recovery);
        expect(opened.health().ok).toBe(true);
        await worker?.close(1000);
      } finally {
        await queues?.close();
        await proxy.stop();
      }
    },
  );

  test('closing does not wait for a Redis that is gone', async () => {
    const opened = await open();
    await work(opened);
    await sweptUntilDone(opened, ['a'], soon);
    await redis.kill();
    const before = performance.now();
    await worker?.close(10_000);
    await opened.close();
    expect(performance.now() - before).toBeLessThan(8000);
  });

  test('jobs planted by a stranger never reach a handler unless they look like ours', async () => {
    const opened = await open();
    const stranger = new Queue('posts', { connection: { url: redis.url }, prefix });
    const raw = new Redis(redis.url);
    const hostile = [
      null,
      7,
      'a',
      ['a'],
      {},
      { id: '' },
      { id: 7 },
      { id: 'a', run: 'rm -rf /' },
      { id: 'x'.repeat(301) },
      { id: ['a'] },
    ];
    await stranger.addBulk(hostile.map((data) => ({ name: 'wake', data })));
    await stranger.addBulk([{ name: 'wake', data: { id: 'x'.repeat(5_000_000) } }]);
    await raw.hset(`${prefix}:posts:j-broken`, { name: 'wake', data: '{"id":', opts: '{}', timestamp: '1' });
    await raw.lpush(`${prefix}:posts:wait`, 'j-broken', 'j-nowhere');
    await stranger.add('wake', { id: 'unknown row' }, { attempts: 5 });
    let threw = 0;
    worker = await opened.work('posts', { concurrency: 3 }, async (id) => {
      worked.push(id);
      if (id === 'unknown row') {
        threw += 1;
        throw new Error('there is no such row');
      }
    });
    await opened.offer('posts', ['ours']);
    await vi.waitFor(() => expect(worked).toContain('ours'), soon);
    await vi.waitFor(async () => expect(await stranger.getJobCountByTypes('wait', 'delayed')).toBe(0), soon);
    expect(worked.toSorted()).toEqual(['ours', 'unknown row']);
    expect(threw).toBe(1);
    expect(lines.filter((line) => line.includes('does not carry just an id')).length).toBeGreaterThan(hostile.length);
    await stranger.close();
    raw.disconnect();
  });

  test('a server that may evict keys is refused in one sentence', async () => {
    await redis.stop();
    redis = await aRedis({ policy: 'allkeys-lru' });
    await expect(open()).rejects.toThrow('its maxmemory-policy is allkeys-lru. Set it to noeviction.');
  });

  test('a server without an append-only file is warned about', async () => {
    await open();
    expect(lines).toEqual([]);
    await queues?.close();
    await redis.stop();
    redis = await aRedis({ appendOnly: false });
    await open();
    expect(lines).toEqual([expect.stringMatching(/^warn Redis keeps no append-only file/)]);
  });
});

test('a server that hides its eviction policy is only warned about', () => {
  const { refusal, warnings } = readFitness('# Server\r\nredis_version:7.0.15\r\naof_enabled:1\r\n');
  expect(refusal).toBeUndefined();
  expect(warnings).toEqual(['Redis does not tell its maxmemory-policy: see to it that it is noeviction.']);
});
