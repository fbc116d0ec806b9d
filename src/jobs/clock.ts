import { createTask } from 'node-cron';
import type { Log } from './log.ts';
import { inTime } from './queues/in-time.ts';

const BOUND_MS = 60_000;
const WORDS = /^[\w -]{1,60}$/;

/** The spans that fit a minute evenly, for a cron expression starts afresh each minute. */
export type Every = 1 | 2 | 3 | 4 | 5 | 6 | 10 | 12 | 15 | 20 | 30;

export interface Clock {
  /** Starts no more runs and waits for the one under way, as long as the bound on a run. */
  stop(): Promise<void>;
}

/**
 * Runs a task every so many seconds of the UTC clock. A task never overlaps itself: a tick that comes while it runs is skipped. After
 * `boundMs` (a minute unless told) its signal aborts, and each tick that is skipped from then on is logged as an error; so are its throws.
 */
export function everySeconds(
  seconds: Every,
  name: string,
  task: (signal: AbortSignal) => Promise<void>,
  log: Log,
  boundMs: number = BOUND_MS,
): Clock {
  if (!WORDS.test(name)) throw new RangeError('A clock is named in plain words.');
  let running: Promise<void> | undefined;
  let startedAt = 0;

  const run = async (): Promise<void> => {
    const overdue = new AbortController();
    const timer = setTimeout(() => overdue.abort(new Error(`${name}: no end within ${boundMs} ms`)), boundMs);
    try {
      await task(overdue.signal);
    } catch (error) {
      log.error({ err: error }, `${name}: ${String(error)}`);
    } finally {
      clearTimeout(timer);
    }
  };
  const tick = (): void => {
    if (running) {
      const spanMs = Math.round(performance.now() - startedAt);
      if (spanMs >= boundMs)
        log.error(`${name} has been running for ${spanMs} ms; no other run starts before it ends.`);
      return;
    }
    startedAt = performance.now();
    running = run().finally(() => {
      running = undefined;
    });
  };

  const cron = createTask(`*/${seconds} * * * * *`, tick, { timezone: 'UTC', name, suppressMissedWarning: true });
  void cron.start();
  return {
    async stop() {
      await cron.destroy();
      if (running && !(await inTime(running, boundMs))) log.warn(`${name} is still running; not waiting any longer.`);
    },
  };
}
