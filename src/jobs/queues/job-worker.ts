import { type IQueueBackend, type JobProgress, Worker } from 'bullmq';
import type { EngineWorker } from './engine.ts';

/** BullMQ's worker, on either backend, that can also be given up: with its server gone, BullMQ's own `close` waits for ever and its timers keep the process alive. */
export class JobWorker<B extends IQueueBackend, Connection>
  extends Worker<unknown, void, string, B, JobProgress, Connection>
  implements EngineWorker
{
  async abandon(): Promise<void> {
    // This stops the timer that looks for stalled jobs.
    await this.pause(true);
    await this.lockManager.close();
    await this.backend.close(true);
  }
}
