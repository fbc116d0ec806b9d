import { rm } from 'node:fs/promises';
import type { Trouble } from '../../change/playbook.ts';
import { recognise } from '../../change/recognise.ts';
import type { StepOutcome } from '../../change/model.ts';
import { effect } from '../../effect.ts';
import { askForUpdate } from '../../journal/delivery-rows.ts';
import { keepOutput, lastOutput, markOverdue, outputKept, readRun, type RunRow } from '../../journal/run-rows.ts';
import { followRun } from '../command/follow.ts';
import { runFolder } from '../command/run-folder.ts';
import type { Outcome } from '../command/outcome.ts';
import { readWishes } from '../command/stop.ts';
import { openOutlives } from './outlives.ts';
import { passOnStops } from './pass-on-stops.ts';
import type { StepDeps } from './step-deps.ts';
import { toldBy } from './told-by.ts';

/** Pauses between tries to write down how a run ended; it is kept in its folder until then. */
const RETRY_MS = 2_000;
/** Of the output, which is kept in chunks of up to 32 KiB, the end is read for an error. */
const READ_CHUNKS = 16;
/** At least so often the live report of a run is brought up to date; Slack allows about 50 updates a minute for all. */
const REPORT_MS = 10_000;

/**
 * Follows a run to its end: output into the record chunk by chunk, the live report asked to catch up, the outcome told once
 * as an intent. Ends early, without telling anything, when the signal says that this worker stops; the run goes on.
 */
export async function lookAfter(deps: StepDeps, run: RunRow, dir: string, signal: AbortSignal): Promise<void> {
  const { record, log } = deps;
  const live = `${run.change}/live/${run.run}`;
  const outlives = openOutlives(deps, run);
  let at = await outputKept(record, run.run);
  const followed = followRun(dir, {
    fromByte: at,
    signal,
    async onOutput(text, toByte) {
      await persist(log, signal, () => keepOutput(record, run.run, { fromByte: at, toByte, text }));
      at = toByte;
      await askForUpdate(record, live).catch(() => undefined);
    },
    async onOverdue(status) {
      outlives.overdue(status);
      await markOverdue(record, run.run);
      log.error({ run: run.run }, 'a step passed its ceiling, got its one SIGINT and is still running');
    },
  });
  // A command may be silent for long: its report still shows that time goes by.
  const ticking = setInterval(
    () => {
      void askForUpdate(record, live).catch(() => undefined);
      void outlives.tell();
    },
    Math.min(REPORT_MS, deps.obeysMs ?? REPORT_MS),
  );
  const stopping = passOnStops(deps, run, dir);
  const ended = await followed
    .catch((error: unknown) => {
      if (signal.aborted) return undefined;
      throw error;
    })
    .finally(() => {
      clearInterval(ticking);
      stopping.end();
    });
  if (ended === undefined) return;
  // A wrapper that was killed while it read a plan has left it, with its secrets in clear.
  await rm(runFolder(dir).planJson, { force: true });
  await persist(log, signal, () => report(deps, run, dir, ended));
}

const GONE = {
  lost: 'The process is gone and left no record of how it ended: the host restarted, or it was killed.',
  orphaned:
    'What looked after the command was killed. The command itself went on and has ended since, but nobody saw how.',
} as const;

function gone(how: keyof typeof GONE, dir: string): string {
  return [GONE[how], ...(how === 'orphaned' ? readWishes(dir) : [])].join(' ');
}

async function report(deps: StepDeps, run: RunRow, dir: string, ended: Outcome | 'lost' | 'orphaned'): Promise<void> {
  const { hear, host, record } = deps;
  const told = typeof ended === 'string' ? ({ outcome: 'unknown', reason: gone(ended, dir) } as const) : toldBy(ended);
  if ((await readRun(record, run.run))?.state === 'ended') return;
  const trouble = await troubleIn(deps, run, told.outcome);
  await effect('step.report', () =>
    hear({
      change: run.change,
      intent: { type: 'reportStep', run: run.run, ...told, ...trouble },
      actor: { kind: 'worker', host },
      id: `report/${run.run}`,
      surface: 'worker',
    }),
  );
}

/** Looked for in the record's copy of the output, which is masked. */
async function troubleIn(
  { record, policy }: StepDeps,
  { run, step }: RunRow,
  outcome: StepOutcome,
): Promise<{ trouble?: Trouble }> {
  if (outcome === 'succeeded' || outcome === 'stopped') return {};
  const output = await lastOutput(record, run, READ_CHUNKS);
  const trouble = recognise(output, policy().playbooks ?? [], { step, outcome });
  return trouble === undefined ? {} : { trouble };
}

/** Tries until it is written or the worker stops: an outcome must not be lost because the record was away for a while. */
async function persist(log: StepDeps['log'], signal: AbortSignal, write: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (signal.aborted) throw error;
      log.warn({ err: error }, 'writing down what a step did; trying again');
      await new Promise((resolve) => {
        setTimeout(resolve, RETRY_MS);
      });
    }
  }
}
