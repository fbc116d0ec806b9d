import { type ConnectionOptions, createRedisBackend, Queue, type RedisQueueBackend } from 'bullmq';
import type { Log } from '../log.ts';
import { type Engine, JOB_OPTIONS, STREAMS, workerOptions } from './engine.ts';
import { inTime } from './in-time.ts';
import { JobWorker } from './job-worker.ts';
import type { QueueName } from './queue-name.ts';
import { PULSE_MS, redisLink } from './redis-link.ts';
import type { WakeUpJob } from './wake-up.ts';

/** How long a worker's blocking pop waits. Much shorter than the connection's `socketTimeout`, which would cut it otherwise. */
const BLOCK_S = 2;

/**
 * BullMQ on Redis. Resolves when Redis answers and is fit, or after three seconds without an answer, for the bot does without;
 * throws one sentence when Redis may throw jobs away.
 */
export async function redisEngine(options: { url: string; prefix: string; lockMs: number; log: Log }): Promise<Engine> {
  const { url, prefix, lockMs, log } = options;
  const link = await redisLink(url, log);
  // Without a version check there is no first INFO whose failure would leave a queue or a worker unusable for good.
  const common = { prefix, skipVersionCheck: true };

  const queues = new Map<QueueName, Queue>();
  const queueOf = (name: QueueName): Queue => {
    const known = queues.get(name);
    if (known) return known;
    const queue = new Queue(name, {
      ...common,
      connection: link.offering,
      skipWaitingForReady: true,
      streams: STREAMS,
      defaultJobOptions: JOB_OPTIONS,
    });
    queue.on('error', link.onError);
    queues.set(name, queue);
    return queue;
  };

  const workers = new Set<JobWorker<RedisQueueBackend, ConnectionOptions>>();
  const revival = setInterval(() => {
    for (const worker of workers) {
      // An error in BullMQ's main loop ends it with no more than an event.
      if (!worker.isRunning()) worker.run().catch(link.onError);
    }
  }, PULSE_MS);

  return {
    async add(name, jobs: readonly WakeUpJob[]) {
      await queueOf(name).addBulk([...jobs]);
    },
    work(name, concurrency, run) {
      const worker = new JobWorker<RedisQueueBackend, ConnectionOptions>(
        name,
        run,
        { ...workerOptions(concurrency, lockMs), ...common, connection: link.working, drainDelay: BLOCK_S },
        createRedisBackend,
      );
      worker.on('error', link.onError);
      // BullMQ takes its own listener off while the connection may still fail.
      worker.getBackend().blockingClient?.then((client) => client.on('error', link.onError), link.onError);
      worker.on('closing', () => workers.delete(worker));
      workers.add(worker);
      return Promise.resolve(worker);
    },
    health: link.health,
    async close() {
      clearInterval(revival);
      await Promise.all([...queues.values()].map((queue) => inTime(queue.close(), 1000)));
      link.close();
    },
  };
}
