import type { Log } from '../log.ts';
import type { Engine, Health } from './engine.ts';
import { inTime } from './in-time.ts';
import { postgresEngine } from './postgres-engine.ts';
import { checkQueueName, type QueueName } from './queue-name.ts';
import { type Handler, type QueueWorker, queueWorker } from './queue-worker.ts';
import { redisEngine } from './redis-engine.ts';
import { wakeUpJob } from './wake-up.ts';

const OFFER_MS = 2000;
const LOCK_MS = 30_000;

export interface Queues {
  /**
   * Puts one job per id into the queue, in order. An id that is waiting or running there already is left as it is; one that has finished
   * runs again. A job that has just done its work counts as running for some milliseconds more, and one whose worker died for up to a
   * minute: an offer that must not be swallowed carries something new in its id, such as the row's generation.
   * Throws within two seconds when the engine does not take the jobs; some may have been added all the same.
   */
  offer(name: QueueName, ids: readonly string[]): Promise<void>;
  /** Starts working a queue, up to `concurrency` jobs at once. With Redis away it starts as soon as Redis is there. */
  work(name: QueueName, options: { concurrency: number }, handler: Handler): Promise<QueueWorker>;
  health(): Health;
  /** Drops the connections. Close the workers first. */
  close(): Promise<void>;
}

/**
 * Opens the engine that wakes and distributes, on Redis or in PostgreSQL. It may be lost at any time: jobs carry ids only, the rows in
 * PostgreSQL decide, and a sweep offers again what is due. Throws one sentence when Redis evicts keys or when another process works the
 * queues in the same PostgreSQL database; a Redis that is not there is only warned about.
 * `lockMs` is how long a job may go without a sign of life from its worker before it is failed; 30 seconds unless told.
 */
export async function openQueues(options: {
  queue: { kind: 'redis' | 'postgres'; url: string };
  prefix: string;
  log: Log;
  lockMs?: number;
}): Promise<Queues> {
  const { queue, prefix, log, lockMs = LOCK_MS } = options;
  const open = queue.kind === 'redis' ? redisEngine : postgresEngine;
  const engine: Engine = await open({ url: queue.url, prefix, lockMs, log });

  return {
    async offer(name, ids) {
      checkQueueName(name);
      const jobs = [...new Set(ids)].map(wakeUpJob);
      if (jobs.length === 0) return;
      const what = `offering ${jobs.length} to the queue ${name}`;
      const adding = engine.add(name, jobs);
      if (!(await inTime(adding, OFFER_MS))) throw new Error(`${what}: no answer within ${OFFER_MS} ms`);
      try {
        await adding;
      } catch (error) {
        throw new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      }
    },
    async work(name, { concurrency }, handler) {
      checkQueueName(name);
      return queueWorker(engine, name, { concurrency, log }, handler);
    },
    health: () => engine.health(),
    close: () => engine.close(),
  };
}
