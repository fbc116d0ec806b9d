import { runbookOf, type Circumstances } from './circumstances.ts';
import type { Fact } from './facts.ts';
import type { Change, Occasion, RollbackScopeName, Step } from './model.ts';
import type { Runbook } from './policy.ts';
import { rollbackHandle } from './rollback-handle.ts';
import { soaks } from './targets.ts';

/**
 * Whether a runbook has anything to do for a step; after a rollback it is the watch's checks that say the service is
 * well, after an apply a plan that can be read says that nothing is left to do. The plan of a rollback is that of its scope.
 */
export function hasStep(
  runbook: Runbook | undefined,
  step: Step,
  occasion: Occasion,
  scope?: RollbackScopeName,
): boolean {
  if (!runbook) return false;
  switch (step) {
    case 'preflight':
      return runbook.preflight.length > 0;
    case 'backup':
      return runbook.backup !== undefined;
    case 'plan':
      if (occasion === 'rollback') return scope !== undefined && runbook.rollback[scope]?.plan !== undefined;
      return occasion === 'after' ? runbook.plan?.json !== undefined : runbook.plan !== undefined;
    case 'drain':
      return runbook.targets?.drain !== undefined;
    case 'undrain':
      return runbook.targets?.undrain !== undefined;
    case 'soak':
      return soaks(runbook);
    case 'apply':
      return runbook.apply !== undefined;
    case 'verify':
      return occasion === 'rollback' ? runbook.watch !== undefined : runbook.verify.length > 0;
    case 'watch':
      return runbook.watch !== undefined;
    case 'rollback':
      return runbook.rollback.infrastructure !== undefined || runbook.rollback.application !== undefined;
  }
}

/**
 * The fact that asks for a run, or undefined where the runbook has no such step. The run's name is made of all that it may
 * run once for (promise 3): change, revision, window, occasion, step, target and attempt; only letters, digits and dashes.
 */
export function requestStep(
  change: Change,
  step: Step,
  occasion: Occasion,
  { policy }: Circumstances,
  { scope, target }: { readonly scope?: RollbackScopeName | undefined; readonly target?: string | undefined } = {},
): Extract<Fact, { type: 'stepRequested' }> | undefined {
  const runbook = runbookOf(change, policy);
  if (!runbook || !hasStep(runbook, step, occasion, scope)) return undefined;
  const { id, revision, schedule } = change;
  const former = change.runs.filter(
    (r) =>
      r.step === step &&
      r.occasion === occasion &&
      r.target === target &&
      r.revision === revision &&
      r.schedule === schedule,
  );
  const attempt = former.length + 1;
  return {
    type: 'stepRequested',
    run: [id, `r${revision}`, `w${schedule}`, occasion, step, ...(target === undefined ? [] : [target]), attempt].join(
      '-',
    ),
    step,
    occasion,
    attempt,
    digest: runbook.digest,
    label: runbook.runsOn,
    ...(target === undefined ? {} : { target }),
    ...(scope === undefined ? {} : { scope }),
    ...(step === 'apply' ? { handle: rollbackHandle(change, policy) } : {}),
  };
}

/** Steps that take the runbook's lock: those that change something, or must not see it change under them. */
export function isMutating(step: Step): boolean {
  return step === 'backup' || doesWork(step);
}

/** Steps that do something to the services: what one of them did cannot be found out by running it again. */
export function doesWork(step: Step): boolean {
  return step === 'drain' || step === 'apply' || step === 'undrain' || step === 'rollback';
}
