import type { RunRow } from '../../journal/run-rows.ts';
import type { RunStatus } from '../command/outcome.ts';
import type { StepDeps } from './step-deps.ts';

/** What obeys its SIGINT has this long to end what is in flight, before it counts as going on all the same. */
const OBEYS_MS = 60_000;

/**
 * Tells that a command outlives the SIGINT its ceiling had sent, once it had its time to end. Asked again it tells once; what could not
 * be told is told when asked the next time.
 */
export function openOutlives({ hear, host, log, obeysMs = OBEYS_MS }: StepDeps, { change, run }: RunRow) {
  let status: RunStatus | undefined;
  let isTold = false;
  return {
    overdue(now: RunStatus): void {
      status ??= now;
    },
    async tell(): Promise<void> {
      if (!status || isTold || Date.now() - status.interruptedAt < obeysMs) return;
      const limit = status.why === 'quiet' ? 'quiet' : 'timeout';
      try {
        await hear({
          change,
          intent: { type: 'reportOverdue', run, limit },
          actor: { kind: 'worker', host },
          id: `overdue/${run}`,
          surface: 'worker',
        });
        isTold = true;
      } catch (error) {
        log.warn({ err: error, run }, 'telling that a step goes on past its ceiling; trying again');
      }
    },
  };
}
