import { runbookOf, type Circumstances } from '../circumstances.ts';
import type { Fact } from '../facts.ts';
import { latestRun, verdictOf, type Change, type StepRun } from '../model.ts';
import type { Runbook } from '../policy.ts';
import { dueOf, isOutOfService, touchedTargets } from '../roll-out.ts';
import { hasStep, requestStep } from '../runbook-steps.ts';
import type { Targets } from '../targets.ts';
import { isBefore, nextOf } from './preparation.ts';
import { goBack } from './go-back.ts';

/** The work on many targets: one fresh plan for all, then one target after the other; done when the last is back in service. */
export function rollOut(
  change: Change,
  runbook: Runbook,
  targets: Targets,
  circumstances: Circumstances,
): readonly Fact[] {
  const plan = nextOf(['plan'], 'start', change, circumstances);
  if (plan.length > 0) return plan;
  if (runbook.plan && verdictOf(latestRun(change, 'plan', 'start')) !== 'succeeded') return [];
  const due = dueOf(change, runbook, targets);
  if (due === 'waits') return [];
  if (due === 'done') return [{ type: 'workDone' }];
  return due.isBarred ? [] : asked(requestStep(change, due.step, 'start', circumstances, due));
}

/** Going back on every target that was touched, the newest first, each back in service before the next; undefined once all are. */
export function rollEachBack(change: Change, circumstances: Circumstances): readonly Fact[] | undefined {
  for (const { target, isApplied } of touchedTargets(change)) {
    const going = isApplied ? goBack(change, circumstances, target) : undefined;
    if (going) return going;
    const run = latestRun(change, 'rollback', 'rollback', target);
    const back = intoService(change, target, 'rollback', run, circumstances);
    if (back) return back;
  }
  return undefined;
}

/** Whatever still stands out of service once a check has passed goes back into it; undefined where nothing does. */
export function returnToService(
  change: Change,
  occasion: 'solved' | 'rollback',
  check: StepRun,
  circumstances: Circumstances,
): readonly Fact[] | undefined {
  for (const { target } of touchedTargets(change)) {
    const back = intoService(change, target, occasion, check, circumstances);
    if (back) return back;
  }
  return undefined;
}

/** Once after the run it follows; another attempt is a person's to open. */
function intoService(
  change: Change,
  target: string,
  occasion: 'solved' | 'rollback',
  former: StepRun | undefined,
  circumstances: Circumstances,
): readonly Fact[] | undefined {
  const canReturn = hasStep(runbookOf(change, circumstances.policy), 'undrain', occasion);
  if (!canReturn || !isOutOfService(change, target)) return undefined;
  const run = latestRun(change, 'undrain', occasion, target);
  if (run && !isBefore(change, run, former)) return [];
  return asked(requestStep(change, 'undrain', occasion, circumstances, { target }));
}

function asked(fact: Fact | undefined): readonly Fact[] {
  return fact ? [fact] : [];
}
