import type { Job } from 'bullmq';
import type { QueueName } from './queue-name.ts';
import type { WakeUpJob } from './wake-up.ts';

/** Whether the queues can be relied on just now, and one sentence that says so to an operator. */
export interface Health {
  ok: boolean;
  sentence: string;
}

/** Called by BullMQ for each job. It must be declared with three parameters, or BullMQ passes no signal. */
export type RunJob = (job: Pick<Job<unknown>, 'id' | 'data'>, token?: string, signal?: AbortSignal) => Promise<void>;

export interface EngineWorker {
  /** From this call on no new job is taken; resolves when the running ones have ended, however long that is. */
  close(): Promise<void>;
  /** Aborts the signal of every running job. */
  cancelAllJobs(reason: string): void;
  /** Drops the connections whatever the state of anything. */
  abandon(): Promise<void>;
}

/** BullMQ on one of its two backends. */
export interface Engine {
  add(name: QueueName, jobs: readonly WakeUpJob[]): Promise<void>;
  work(name: QueueName, concurrency: number, run: RunJob): Promise<EngineWorker>;
  health(): Health;
  close(): Promise<void>;
}

/** A finished job leaves at once, so that its id is free to be offered again. What failed, and why, is in the log and in the record. */
export const JOB_OPTIONS = { attempts: 1, removeOnComplete: true, removeOnFail: true } as const;

/**
 * What both backends' workers share. A stalled job, whose worker died or froze, is never run again by the queue
 * (https://docs.bullmq.io/guide/workers/stalled-jobs): it is failed without running, and the record decides.
 */
export function workerOptions(concurrency: number, lockMs: number) {
  return {
    concurrency,
    maxStalledCount: 0,
    lockDuration: lockMs,
    stalledInterval: lockMs,
    runRetryDelay: 1000,
    // For jobs that carry no options of their own: planted ones.
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
  };
}

/** BullMQ keeps its own stream of events, which nobody here reads: keep it short. */
export const STREAMS = { events: { maxLen: 100 } } as const;
