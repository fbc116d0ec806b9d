import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openQueues, type Queues } from '../../src/jobs/queues/queues.ts';
import type { QueueWorker } from '../../src/jobs/queues/queue-worker.ts';
import { aProcess } from './a-process.ts';
import { backends, type Backend } from './backends.ts';
import { spoken } from './spoken.ts';

const LOCK_MS = 1000;
const soon = { timeout: 10_000, interval: 20 };

describe.each(backends)('queues on $kind', ({ kind, start }) => {
  let backend: Backend;
  let queues: Queues;
  let prefix: string;
  let lines: string[];
  let worked: string[];
  const workers: QueueWorker[] = [];

  const open = async (): Promise<void> => {
    const { log, lines: said } = spoken();
    lines = said;
    queues = await openQueues({ queue: { kind, url: backend.url }, prefix, log, lockMs: LOCK_MS });
  };
  const work = async (
    handler: (id: string, signal: AbortSignal) => Promise<void>,
    concurrency = 5,
  ): Promise<QueueWorker> => {
    const worker = await queues.work('posts', { concurrency }, handler);
    workers.push(worker);
    return worker;
  };
  const note = async (id: string): Promise<void> => {
    worked.push(id);
  };
  const empty = (): Promise<unknown> => vi.waitFor(async () => expect(await backend.isEmpty(prefix)).toBe(true), soon);

  beforeAll(async () => {
    backend = await start();
  });
  afterAll(() => backend.stop());
  beforeEach(() => {
    prefix = `t${randomUUID()}`;
    worked = [];
  });
  afterEach(async () => {
    for (const worker of workers.splice(0)) await worker.close(0);
    await queues.close();
  });

  test('every id offered is worked once, in the order it was offered', async () => {
    await open();
    await queues.offer('posts', ['a', 'b:1', 'b%3A1', 'ü 🙂', '7', '0']);
    await work(note, 1);
    await empty();
    expect(worked).toEqual(['a', 'b:1', 'b%3A1', 'ü 🙂', '7', '0']);
    expect(queues.health().ok).toBe(true);
  });

  test('an id that is waiting or running is not queued again', async () => {
    await open();
    const gate = Promise.withResolvers<void>();
    await queues.offer('posts', ['a', 'a']);
    await queues.offer('posts', ['a']);
    await work(async (id) => {
      worked.push(id);
      await gate.promise;
    });
    await vi.waitFor(() => expect(worked).toEqual(['a']), soon);
    await queues.offer('posts', ['a', 'b']);
    gate.resolve();
    await empty();
    expect(worked).toEqual(['a', 'b']);
  });

  test('an id that has finished is worked again when it is offered again', async () => {
    await open();
    await work(note);
    await queues.offer('posts', ['a']);
    await empty();
    await queues.offer('posts', ['a']);
    await empty();
    expect(worked).toEqual(['a', 'a']);
  });

  test('a handler that throws is logged and not called again, until the id is offered again', async () => {
    await open();
    await work(async (id) => {
      worked.push(id);
      if (id === 'bad') throw Object.assign(new Error('it broke'), { name: 'DelayedError' });
    }, 1);
    await queues.offer('posts', ['bad', 'good']);
    await empty();
    expect(worked).toEqual(['bad', 'good']);
    expect(lines).toContain('error working bad from the queue posts: DelayedError: it broke');
    await queues.offer('posts', ['bad']);
    await empty();
    expect(worked).toEqual(['bad', 'good', 'bad']);
  });

  test('five hundred ids are worked once each, no more at once than told', async () => {
    await open();
    let atOnce = 0;
    let most = 0;
    await work(async (id) => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise((resolve) => setImmediate(resolve));
      worked.push(id);
      atOnce -= 1;
    }, 8);
    const ids = Array.from({ length: 500 }, (_, i) => `n:${i}`);
    await queues.offer('posts', ids);
    await vi.waitFor(() => expect(worked).toHaveLength(500), soon);
    await empty();
    expect(new Set(worked)).toEqual(new Set(ids));
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(8);
  });

  test('closing waits for what is running and leaves what is waiting for the next worker', async () => {
    await open();
    const gate = Promise.withResolvers<void>();
    await queues.offer('posts', ['a', 'b']);
    const worker = await work(async (id, signal) => {
      worked.push(`${id} begins`);
      await gate.promise;
      worked.push(`${id} ends ${signal.aborted}`);
    }, 1);
    await vi.waitFor(() => expect(worked).toEqual(['a begins']), soon);
    const closed = worker.close(10_000);
    gate.resolve();
    await closed;
    expect(worked).toEqual(['a begins', 'a ends false']);
    await work(note);
    await empty();
    expect(worked).toEqual(['a begins', 'a ends false', 'b']);
  });

  test('closing tells a job that does not end to stop, and then waits no longer', async () => {
    await open();
    await queues.offer('posts', ['stubborn', 'polite']);
    const worker = await work(async (id, signal) => {
      worked.push(id);
      await new Promise<void>((resolve) => {
        if (id === 'polite') signal.addEventListener('abort', () => resolve());
      });
      worked.push('was asked to stop');
    });
    await vi.waitFor(() => expect(worked).toHaveLength(2), soon);
    const before = performance.now();
    await worker.close(100);
    expect(performance.now() - before).toBeLessThan(8000);
    expect(worked).toEqual(['stubborn', 'polite', 'was asked to stop']);
    expect(lines.filter((line) => line.includes('Left 1 running'))).toHaveLength(1);
  });

  test('a worker told to pause takes nothing new', async () => {
    await open();
    const first = await work(note);
    await queues.offer('posts', ['a']);
    await empty();
    first.pause();
    await first.close(1000);
    await queues.offer('posts', ['b']);
    await work(async (id) => {
      worked.push(`${id} by another`);
    });
    await empty();
    expect(worked).toEqual(['a', 'b by another']);
  });

  test('the job of a process that was killed is not run again by itself', async () => {
    const other = aProcess(kind, backend.url, prefix, LOCK_MS, 'row:1');
    try {
      await vi.waitFor(() => expect(other.lines()).toEqual(['row:1']), soon);
    } finally {
      await other.kill();
    }
    await open();
    await work(note);
    expect(await backend.isEmpty(prefix)).toBe(false);
    await empty();
    expect(worked).toEqual([]);
    await queues.offer('posts', ['row:1']);
    await empty();
    expect(worked).toEqual(['row:1']);
  });

  test('ids and names that are none of ours are refused before anything is added', async () => {
    await open();
    await expect(queues.offer('posts', ['a', ''])).rejects.toThrow(RangeError);
    await expect(queues.offer('posts', ['a', 'x'.repeat(301)])).rejects.toThrow(RangeError);
    await expect(queues.offer('posts', ['a', '\uD800'])).rejects.toThrow(RangeError);
    await expect(queues.offer('steps-a:b', ['a'])).rejects.toThrow(RangeError);
    expect(await backend.isEmpty(prefix)).toBe(true);
    await expect(queues.offer('posts', [])).resolves.toBeUndefined();
  });
});
