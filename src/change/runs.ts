import { looksOf } from './long-watch.ts';
import { latestRun, type Change, type StepRun } from './model.ts';

/**
 * Whether a run that was asked for may still begin: it is the newest of its kind, of this revision and window, and the gate it
 * was asked for at is still open. One that lost its turn stays in the record and holds nobody up.
 */
export function isWanted(change: Change, run: StepRun): boolean {
  const newest = change.runs.findLast(
    (r) => r.step === run.step && r.occasion === run.occasion && r.target === run.target,
  );
  if (run.state !== 'requested' || newest?.run !== run.run || run.revision !== change.revision) return false;
  if (run.occasion !== 'filing' && run.schedule !== change.schedule) return false;
  const { status } = change;
  switch (run.occasion) {
    case 'filing':
      return change.startedAt === undefined;
    case 'goNogo':
      return status === 'approved';
    case 'ahead':
      return status === 'approved' || status === 'goNogo' || status === 'ready';
    case 'window':
      return status === 'ready' || (status === 'implementing' && !change.confirmed);
    case 'again':
      return status === 'implementing' || status === 'rollingBack';
    case 'rollback':
      return status === 'rollingBack';
    case 'long':
      return status === 'implemented' && looksOf(change).includes(run);
    case 'after':
      return status === 'implementing' && change.appliedAt !== undefined;
    case 'start':
    case 'solved':
      if (run.step === 'watch') return status === 'watching';
      if (isAfterTheWork(run)) return status === 'implementing' && change.appliedAt !== undefined;
      return status === 'implementing' && change.appliedAt === undefined && followsItsPlan(change, run);
  }
}

/** Of a roll-out each target is verified, and put back into service, while the work goes on. */
function isAfterTheWork({ step, target, occasion }: StepRun): boolean {
  return step === 'undrain' ? occasion === 'solved' : step === 'verify' && target === undefined;
}

/** An apply uses the bytes of the plan made for it: a newer plan takes its turn away. */
function followsItsPlan(change: Change, run: StepRun): boolean {
  const plan = latestRun(change, 'plan', 'start');
  return run.step !== 'apply' || plan === undefined || change.runs.indexOf(plan) < change.runs.indexOf(run);
}

/** Whether a preflight looks long before it is needed: it holds nothing up. */
export function isEarlyLook({ step, occasion }: Pick<StepRun, 'step' | 'occasion'>): boolean {
  return step === 'preflight' && occasion !== 'window';
}

/** A run that is running, or will as soon as a worker takes it, and that others wait for, as nobody does for a look after the end; `besides` is left out of account. */
export function underWay(change: Change, besides?: StepRun): StepRun | undefined {
  return change.runs.find(
    (r) =>
      r.run !== besides?.run &&
      !isEarlyLook(r) &&
      r.occasion !== 'long' &&
      (r.state === 'running' || isWanted(change, r)),
  );
}
