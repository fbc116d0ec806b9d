import {
  createPostgresBackend,
  type PostgresConnectionOptions,
  type PostgresQueueBackend,
  runMigrations,
  withBackend,
} from 'bullmq';
import { Client } from 'pg';
import type { Log } from '../log.ts';
import { type Engine, JOB_OPTIONS, STREAMS, workerOptions } from './engine.ts';
import { errorLog } from './error-log.ts';
import { inTime } from './in-time.ts';
import { JobWorker } from './job-worker.ts';
import { onlyProcess } from './only-process.ts';
import type { QueueName } from './queue-name.ts';
import type { WakeUpJob } from './wake-up.ts';

const SCHEMA = 'bullmq';
const ANSWER_MS = 5000;
const CLOSE_MS = 2000;
const { Queue } = withBackend(createPostgresBackend);

/**
 * BullMQ on PostgreSQL, in the schema `bullmq`, which is created and migrated here. For one process: a second one is refused in one sentence.
 * The url must lead to PostgreSQL itself or to a pooler in session mode, for LISTEN and the lock belong to a session.
 */
export async function postgresEngine(options: {
  url: string;
  prefix: string;
  lockMs: number;
  log: Log;
}): Promise<Engine> {
  const { url, prefix, lockMs, log } = options;
  const onError = errorLog(log, 'queues on PostgreSQL');
  const lock = await onlyProcess({ url, name: prefix, log });

  // BullMQ makes the pools itself, one per queue and worker, and a worker adds a connection that listens.
  const connection = (max: number) => ({
    connectionString: url,
    schema: SCHEMA,
    max,
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: ANSWER_MS,
    keepAlive: true,
    application_name: 'gonogo queues',
  });

  try {
    await migrate(url);
  } catch (error) {
    await lock.release();
    throw error;
  }

  type Producer = InstanceType<typeof Queue>;
  const queues = new Map<QueueName, Promise<Producer>>();
  const open = async (name: QueueName): Promise<Producer> => {
    const queue = new Queue(nameIn(prefix, name), {
      connection: connection(1),
      streams: STREAMS,
      defaultJobOptions: JOB_OPTIONS,
    });
    queue.on('error', onError);
    try {
      await queue.waitUntilReady();
    } catch (error) {
      // BullMQ remembers for good that its first connection failed: the next offer makes another queue.
      queues.delete(name);
      await inTime(queue.close(), CLOSE_MS);
      throw error;
    }
    return queue;
  };

  return {
    async add(name, jobs: readonly WakeUpJob[]) {
      const queue = queues.get(name) ?? open(name);
      queues.set(name, queue);
      await (await queue).addBulk([...jobs]);
    },
    async work(name, concurrency, run) {
      const worker = new JobWorker<PostgresQueueBackend, PostgresConnectionOptions>(
        nameIn(prefix, name),
        run,
        { ...workerOptions(concurrency, lockMs), connection: connection(2) },
        createPostgresBackend,
      );
      worker.on('error', onError);
      try {
        await worker.waitUntilReady();
      } catch (error) {
        await inTime(worker.abandon(), CLOSE_MS);
        throw error;
      }
      return worker;
    },
    health() {
      if (lock.held())
        return { ok: true, sentence: 'The queues are kept in PostgreSQL, and this process alone works them.' };
      return { ok: false, sentence: `The queues in PostgreSQL cannot be relied on: ${lock.reason()}` };
    },
    async close() {
      const closing = [...queues.values()].map(async (queue) => (await queue).close());
      await inTime(Promise.allSettled(closing), CLOSE_MS);
      await lock.release();
    },
  };
}

async function migrate(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: ANSWER_MS });
  try {
    await client.connect();
    await runMigrations(client, SCHEMA);
  } finally {
    await client.end();
  }
}

/** This backend has no key prefix. */
function nameIn(prefix: string, name: QueueName): string {
  return `${prefix}.${name}`;
}
