import { Redis } from 'ioredis';
import { Client } from 'pg';
import { aDatabase } from '../support/postgres.ts';
import { aRedis, hasRedis } from '../support/redis.ts';

export interface Backend {
  url: string;
  /** Whether the queue `posts` keeps nothing at all: nothing waiting, running or finished. */
  isEmpty(prefix: string): Promise<boolean>;
  stop(): Promise<void>;
}

async function onRedis(): Promise<Backend> {
  const redis = await aRedis({ appendOnly: false });
  const client = new Redis(redis.url);
  return {
    url: redis.url,
    isEmpty: async (prefix) => (await client.keys(`${prefix}:posts:j-*`)).length === 0,
    async stop() {
      client.disconnect();
      await redis.stop();
    },
  };
}

async function onPostgres(): Promise<Backend> {
  const database = await aDatabase();
  const client = new Client({ connectionString: database.url });
  await client.connect();
  return {
    url: database.url,
    async isEmpty(prefix) {
      const found = await client.query('select from bullmq.job where queue = $1', [`${prefix}.posts`]);
      return found.rowCount === 0;
    },
    async stop() {
      await client.end();
      await database.drop();
    },
  };
}

const postgres = { kind: 'postgres', start: onPostgres } as const;
const redis = { kind: 'redis', start: onRedis } as const;

/** What the suite runs on here. */
export const backends = hasRedis('the queues on Redis') ? [redis, postgres] : [postgres];
