import { Redis, type RedisOptions } from 'ioredis';
import type { Log } from '../log.ts';
import type { Health } from './engine.ts';
import { errorLog } from './error-log.ts';
import { inTime } from './in-time.ts';
import { redisFitness } from './redis-fitness.ts';

export const PULSE_MS = 5000;
const FIRST_ANSWER_MS = 3000;

/**
 * A half-open connection looks idle for ever. So every connection has a command under way at least every five seconds (a PING here, the
 * blocking pop of two seconds in the workers), and ioredis destroys a socket that leaves a command unanswered for `socketTimeout`,
 * connects anew and sends the command again. Without it a worker stays deaf for minutes after its connections fell silent.
 */
const CONNECTION = {
  connectTimeout: PULSE_MS,
  socketTimeout: PULSE_MS,
  keepAlive: 10_000,
  retryStrategy: (attempt: number) => Math.min(attempt * 100, 2000),
} satisfies RedisOptions;

export interface RedisLink {
  /** Fails at once while Redis is away: no queue of commands, and nothing is sent a second time. */
  offering: Redis;
  /** Waits for Redis as long as it takes, which BullMQ demands of a worker's connection. */
  working: Redis;
  onError: (error: Error) => void;
  health: () => Health;
  close(): void;
}

/**
 * Connects to Redis, pings it every five seconds and looks at each new connection whether the server is fit for queues. Resolves when
 * it is or after three seconds without an answer; throws one sentence when the server may throw jobs away.
 */
export async function redisLink(url: string, log: Log): Promise<RedisLink> {
  const where = new URL(url).host;
  const onError = errorLog(log, `Redis at ${where}`);
  let lastError = 'no connection yet';
  let answeredAt = -Infinity;
  let refusal: string | undefined;

  const offering = new Redis(url, {
    ...CONNECTION,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
  });
  const working = new Redis(url, { ...CONNECTION, maxRetriesPerRequest: null });
  const clients = [offering, working];
  for (const client of clients) {
    client.on('error', (error: Error) => {
      lastError = error.message;
      onError(error);
    });
  }

  const look = async (): Promise<void> => {
    const fitness = await redisFitness(offering);
    answeredAt = performance.now();
    refusal = fitness.refusal;
    for (const warning of fitness.warnings) log.warn(warning);
    if (refusal !== undefined) log.error(refusal);
  };
  const looked = new Promise<void>((resolve) => {
    // Again on every connection: it may be another server by then.
    offering.on('ready', () => void look().then(resolve));
  });

  const ping = async (client: Redis): Promise<void> => {
    if (client.status !== 'ready') return;
    try {
      await client.ping();
      if (client === offering) answeredAt = performance.now();
    } catch (error) {
      lastError = error instanceof Error ? error.message : String(error);
    }
  };
  const pulse = setInterval(() => {
    for (const client of clients) void ping(client);
  }, PULSE_MS);

  const close = (): void => {
    clearInterval(pulse);
    for (const client of clients) client.disconnect();
  };

  if (!(await inTime(looked, FIRST_ANSWER_MS))) {
    log.warn(`Redis at ${where} does not answer (${lastError}); going on without it until it does.`);
  }
  if (refusal !== undefined) {
    close();
    throw new Error(refusal);
  }

  const silent = (): boolean =>
    clients.some((client) => client.status !== 'ready') || performance.now() - answeredAt > 2.5 * PULSE_MS;
  return {
    offering,
    working,
    onError,
    health() {
      if (refusal !== undefined) return { ok: false, sentence: refusal };
      if (!silent()) return { ok: true, sentence: 'Redis answers.' };
      return {
        ok: false,
        sentence: `Redis at ${where} does not answer (${lastError}): what is due is found by the sweep instead, later.`,
      };
    },
    close,
  };
}
