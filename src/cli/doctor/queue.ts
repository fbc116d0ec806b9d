import { Redis } from 'ioredis';
import type { Config } from '../../config.ts';
import { redisFitness } from '../../jobs/queues/redis-fitness.ts';
import { notOk, ok, type Line } from './line.ts';

const ANSWER_MS = 3_000;

/** Redis answers and keeps what it is given; without one the queue is in the record. */
export async function queueLines({ queue }: Config): Promise<readonly Line[]> {
  if (queue.kind === 'postgres') return [ok('the queue lives in the record, for one process.')];
  const where = URL.parse(queue.url)?.host ?? 'REDIS_URL';
  const redis = new Redis(queue.url, {
    lazyConnect: true,
    connectTimeout: ANSWER_MS,
    commandTimeout: ANSWER_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let problem = 'no answer';
  redis.on('error', (error: Error) => {
    problem = error.message || problem;
  });
  try {
    await redis.connect();
    const { refusal, warnings } = await redisFitness(redis);
    const found = [...(refusal === undefined ? [] : [refusal]), ...warnings];
    return found.length === 0 ? [ok(`Redis at ${where} answers and is fit for queues.`)] : found.map(notOk);
  } catch {
    return [notOk(`Redis at ${where} does not answer (${problem}): what is due is found by the sweep instead, later.`)];
  } finally {
    redis.disconnect();
  }
}
