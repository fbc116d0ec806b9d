import { UnrecoverableError } from 'bullmq';
import type { Log } from '../log.ts';
import type { Engine } from './engine.ts';
import { inTime } from './in-time.ts';
import type { QueueName } from './queue-name.ts';
import { readWakeUp } from './wake-up.ts';

const GRACE_MS = 2000;

/** Does what the row with this id says, if it still has to be done. The signal aborts when the worker must close before it has ended. */
export type Handler = (id: string, signal: AbortSignal) => Promise<void>;

export interface QueueWorker {
  /** Takes no new job from now on, for good; the running ones go on. */
  pause(): void;
  /**
   * Takes no new job and waits up to `drainMs` for the running ones; then aborts their signals, waits two seconds more and drops the
   * connections. Jobs still running then go on until they end or the process does; the queue does not run them again.
   */
  close(drainMs: number): Promise<void>;
}

/** Works one queue. A handler's throw is logged and ends the job; a payload that is not `{id}` is dropped with a warning. */
export async function queueWorker(
  engine: Engine,
  name: QueueName,
  options: { concurrency: number; log: Log },
  handler: Handler,
): Promise<QueueWorker> {
  const { log } = options;
  const running = new Set<Promise<void>>();
  let stopped: Promise<void> | undefined;
  let closed: Promise<void> | undefined;

  const handle = async (id: string, signal: AbortSignal): Promise<void> => {
    try {
      await handler(id, signal);
    } catch (error) {
      log.error({ err: error, queue: name, id }, `working ${id} from the queue ${name}: ${String(error)}`);
      // Of this kind, so that not even a planted job's own `attempts` has it run again; the reason stays out of Redis.
      throw new UnrecoverableError('it threw; the log says why');
    }
  };
  const worker = await engine.work(name, options.concurrency, async (job, _token, signal) => {
    const id = readWakeUp(job.data);
    if (id === undefined) {
      log.warn(
        { queue: name, job: job.id?.slice(0, 100) },
        `Dropped a job in the queue ${name} that does not carry just an id.`,
      );
      return;
    }
    const run = handle(id, signal ?? new AbortController().signal);
    running.add(run);
    try {
      await run;
    } finally {
      running.delete(run);
    }
  });

  const stopTaking = (): Promise<void> => {
    stopped ??= worker.close();
    return stopped;
  };
  /** Waits for the running handlers, and for one that was on its way from the queue when it was told to stop. */
  const drained = async (spanMs: number): Promise<void> => {
    const until = performance.now() + spanMs;
    while (running.size > 0 && performance.now() < until) {
      await inTime(Promise.allSettled(running), until - performance.now());
    }
  };

  const close = async (drainMs: number): Promise<void> => {
    const gone = stopTaking();
    await drained(drainMs);
    if (running.size > 0) {
      worker.cancelAllJobs('the worker is closing');
      await drained(GRACE_MS);
    }
    if (running.size > 0) {
      log.warn(`Left ${running.size} running in the queue ${name}: no end within ${drainMs + GRACE_MS} ms.`);
    } else if (await inTime(gone, GRACE_MS)) return;
    await inTime(worker.abandon(), GRACE_MS);
  };

  return {
    pause() {
      void inTime(stopTaking(), 0);
    },
    close(drainMs) {
      closed ??= close(drainMs);
      return closed;
    },
  };
}
