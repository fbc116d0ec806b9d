import type { Step } from './model.ts';
import type { Runbook } from './policy.ts';
import { restoreMsOf } from './restore-estimate.ts';
import { soaks } from './targets.ts';

/** How long a step is thought to take by its runbook, ms; undefined where it does not say. */
export function estimateOf(step: Step, runbook: Runbook | undefined): number | undefined {
  switch (step) {
    case 'backup':
      return runbook?.backup?.estimateMs;
    case 'verify':
      return runbook?.verifyEstimateMs;
    case 'watch':
      return runbook?.watch && runbook.watch.everyMs * runbook.watch.passes;
    case 'rollback':
      return runbook?.backup && restoreMsOf(runbook);
    case 'apply':
      return runbook?.apply?.estimateMs;
    case 'soak':
      return runbook?.targets?.soakMs;
    case 'preflight':
    case 'drain':
    case 'undrain':
    case 'plan':
      return undefined;
  }
}

/**
 * How long all of the work is thought to take where its apply takes so long, ms: of a roll-out one target after the other, each but the
 * last with its verification, and the soaks between the waves.
 */
export function workEstimate(applyMs: number, runbook: Runbook): number {
  const { targets, verifyEstimateMs } = runbook;
  if (!targets) return applyMs;
  const count = targets.list.length;
  const soakMs = soaks(runbook) ? targets.soakMs * (targets.waves.length - 1) : 0;
  return count * applyMs + (count - 1) * verifyEstimateMs + soakMs;
}

/** The middle of former durations; else what the runbook estimates; else nobody knows. */
export function expectedFor(former: readonly number[], step: Step, runbook: Runbook | undefined): number | undefined {
  const sorted = former.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? estimateOf(step, runbook);
}
