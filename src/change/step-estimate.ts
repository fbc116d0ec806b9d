import type { Step } from './model.ts';
import type { Runbook } from './policy.ts';
import { restoreMsOf } from './restore-estimate.ts';

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
    case 'preflight':
    case 'plan':
      return undefined;
  }
}

/** The middle of former durations; else what the runbook estimates; else nobody knows. */
export function expectedFor(former: readonly number[], step: Step, runbook: Runbook | undefined): number | undefined {
  const sorted = former.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? estimateOf(step, runbook);
}
