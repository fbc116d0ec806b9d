import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'pg';

/** The instants the bot lives by, in epoch ms: read them, and skip ahead. It never goes backwards. */
export interface SandboxClock {
  now(): Promise<number>;
  /** The earliest thing that waits for its time, strictly later than now. */
  next(): Promise<{ at: number; label: string } | undefined>;
  /** Resolves once the bot has heard what became due, or after five seconds: a second skip would jump over it. */
  skipTo(at: number): Promise<void>;
}

const ANSWER_MS = 1_000;
const HEARD_MAX_MS = 5_000;
const LOOK_MS = 50;

/** The record's own clock: `app.now()` moved by the one row of `app.clock`. Close it with the sandbox. */
export function openSandboxClock(databaseUrl: string): SandboxClock & { close(): Promise<void> } {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: 2,
    connectionTimeoutMillis: ANSWER_MS,
    query_timeout: ANSWER_MS,
  });
  // A database that goes away is the caller's to notice, at the next question.
  pool.on('error', () => undefined);
  return {
    async now() {
      const { rows } = await pool.query<{ at: string }>('select extract(epoch from app.now()) * 1000 as at');
      return Number(rows[0]?.at);
    },
    async next() {
      const { rows } = await pool.query<{ at: string; change: string; milestone: string | null }>(
        `select extract(epoch from due_at) * 1000 as at, change, data->>'milestone' as milestone from follow_ups
         where kind = 'wake' and state = 'pending' and due_at > app.now() order by due_at limit 1`,
      );
      const [row] = rows;
      return row && { at: Number(row.at), label: [row.change, row.milestone].filter(Boolean).join(' ') };
    },
    async skipTo(at) {
      await pool.query(
        `update app.clock set shift = shift + greatest(to_timestamp($1::float8 / 1000) - app.now(), interval '0')`,
        [at],
      );
      for (const until = performance.now() + HEARD_MAX_MS; performance.now() < until; await delay(LOOK_MS)) {
        const { rowCount } = await pool.query(
          `select 1 from follow_ups where kind = 'wake' and state = 'pending' and due_at <= app.now() limit 1`,
        );
        if (rowCount === 0) return;
      }
    },
    close: () => pool.end(),
  };
}

/** A clock for the workspace: the sandbox's own if it answers in time, else this machine's moved by the last known difference. */
export function steadyNow(clock: SandboxClock | undefined): () => Promise<number> {
  let ahead = 0;
  return async () => {
    if (clock === undefined) return Date.now();
    const { promise: late, resolve } = Promise.withResolvers<undefined>();
    const timer = setTimeout(resolve, ANSWER_MS / 2, undefined);
    const answer = await Promise.race([clock.now().catch(() => undefined), late]);
    clearTimeout(timer);
    if (answer !== undefined && Number.isFinite(answer)) ahead = answer - Date.now();
    return Date.now() + ahead;
  };
}
