import { Client } from 'pg';
import type { Log } from '../log.ts';
import { inTime } from './in-time.ts';

const CLASS = 0x676f6e6f; // "gono"
const ANSWER_MS = 5000;
const PULSE_MS = 5000;
const RETRY_MS = 250;
/** A process that was just killed holds its lock until the server has noticed. */
const PATIENCE_MS = 1500;

export interface OnlyProcess {
  /** Whether the lock is held just now. */
  held(): boolean;
  /** Why it is not held, in words. */
  reason(): string;
  release(): Promise<void>;
}

const REFUSAL =
  'Another process already works the queues in this PostgreSQL database, and its queues serve one process only: set REDIS_URL to run more than one.';

/**
 * Makes sure that this is the only process that works the queues on this database, for BullMQ's PostgreSQL backend loses jobs with two
 * (https://github.com/taskforcesh/bullmq/issues/4814). Holds a session advisory lock on a connection of its own, takes it again after
 * that connection is lost, and throws one sentence when another process has it.
 */
export async function onlyProcess(options: { url: string; name: string; log: Log }): Promise<OnlyProcess> {
  const { url, name, log } = options;
  let holder: Client | undefined;
  let reason = 'not connected yet';
  let released = false;
  let timer: NodeJS.Timeout | undefined;

  const lose = (client: Client, error: Error): void => {
    if (holder !== client) return;
    holder = undefined;
    reason = error.message;
    void inTime(client.end(), ANSWER_MS);
    if (released) return;
    log.warn({ err: error }, 'Lost the connection that keeps other processes from these queues; taking it again.');
    keep();
  };

  /** Throws when PostgreSQL does not answer; false when another process has the lock. */
  const take = async (): Promise<boolean> => {
    const client = new Client({
      connectionString: url,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
      keepAlive: true,
      application_name: 'gonogo queues lock',
    });
    client.on('error', (error) => lose(client, error));
    client.on('end', () => lose(client, new Error('the connection has ended')));
    try {
      await client.connect();
      const answer = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as mine', [
        CLASS,
        name,
      ]);
      if (answer.rows[0]?.mine === true && !released) {
        holder = client;
        return true;
      }
    } catch (error) {
      void inTime(client.end(), ANSWER_MS);
      throw error;
    }
    await inTime(client.end(), ANSWER_MS);
    return false;
  };

  const beat = async (): Promise<void> => {
    const client = holder;
    if (client) {
      await client
        .query('select 1')
        .catch((error: unknown) => lose(client, error instanceof Error ? error : new Error(String(error))));
      return;
    }
    try {
      if (await take()) return;
      if (reason !== REFUSAL) log.error(REFUSAL);
      reason = REFUSAL;
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
  };
  const keep = (): void => {
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        void beat().finally(() => {
          if (!released) keep();
        });
      },
      holder ? PULSE_MS : RETRY_MS,
    );
  };

  const until = performance.now() + PATIENCE_MS;
  while (!(await take())) {
    if (performance.now() > until) throw new Error(REFUSAL);
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
  keep();

  return {
    held: () => holder !== undefined,
    reason: () => reason,
    async release() {
      released = true;
      clearTimeout(timer);
      const client = holder;
      holder = undefined;
      if (client) await inTime(client.end(), ANSWER_MS);
    },
  };
}
