import { readRun, type RunRow } from '../../journal/run-rows.ts';
import { requestKill, requestStop } from '../command/stop.ts';
import type { StepDeps } from './step-deps.ts';

/** A stop that was recorded reaches the run's folder within about this long. */
const LOOK_EVERY_MS = 1_000;

/** Looks what people want of a run that goes on here, and leaves it in the run's folder, where its wrapper sees it; each once. */
export function passOnStops({ record, log }: StepDeps, { run }: RunRow, dir: string): { end(): void } {
  let passedOn: 'nothing' | 'stop' | 'kill' = 'nothing';
  let looking = false;
  const look = async (): Promise<void> => {
    const stop = (await readRun(record, run))?.stop;
    if (!stop) return;
    if (passedOn === 'nothing') {
      await requestStop(dir, { by: 'hand', at: stop.at, reason: stop.reason });
      passedOn = 'stop';
    }
    if (stop.kill && passedOn === 'stop') {
      await requestKill(dir, { by: 'hand', at: stop.kill.at, reason: stop.kill.reason });
      passedOn = 'kill';
    }
  };
  const timer = setInterval(() => {
    if (looking || passedOn === 'kill') return;
    looking = true;
    look()
      .catch((error: unknown) => log.warn({ err: error, run }, 'looking whether a step is to stop; looking again'))
      .finally(() => (looking = false));
  }, LOOK_EVERY_MS);
  return { end: () => clearInterval(timer) };
}
