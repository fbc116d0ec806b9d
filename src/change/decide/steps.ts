import { agree, runbookOf, seenBy, type Circumstances, type Decision } from '../circumstances.ts';
import type { Fact } from '../facts.ts';
import { backupLost } from '../gates.ts';
import type { Intent } from '../intents.ts';
import { issueOfLook } from '../long-looks.ts';
import { latestRun, type Change, type StepRun } from '../model.ts';
import { isOverridden } from '../overrides.ts';
import { losingRollback } from '../plan/rollback-plan.ts';
import { isEmptyPlan } from '../plan/plan-review.ts';
import { refuse, type Refused } from '../refusals.ts';
import { isWanted } from '../runs.ts';
import { isOutsideWindow } from '../timeline.ts';
import { barredByIncident, barredRunbook, barredUntested, outsideWindow } from './gates.ts';
import { openPlaybook } from './playbooks.ts';

type Of<T extends Intent['type']> = Extract<Intent, { type: T }>;

/** The claim, written before anything is spawned: the first worker has it, for ever (promise 3). */
export function beginStep(change: Change, intent: Of<'beginStep'>, circumstances: Circumstances): Decision {
  const { actor, policy } = circumstances;
  if (actor.kind !== 'worker') return refuse({ code: 'workerOnly' });
  const run = change.runs.find((r) => r.run === intent.run);
  if (!run) return refuse({ code: 'noSuchRun' });
  if (run.state !== 'requested') return refuse({ code: 'runTaken', host: run.host ?? 'another worker' });
  const digests = [runbookOf(change, policy)?.digest, run.digest];
  if (digests.some((digest) => digest !== intent.digest))
    return refuse({ code: 'runbookChanged', runbook: change.content.runbook ?? '' });
  if (!isWanted(change, run)) return refuse({ code: 'staleRevision' });
  const barred =
    run.step === 'drain' || run.step === 'apply'
      ? barredWork(change, intent.host, circumstances)
      : run.step === 'rollback'
        ? barredRollback(change, intent.host, circumstances)
        : undefined;
  return barred ?? agree({ type: 'stepBegun', run: run.run, host: intent.host });
}

/**
 * The plan's bytes lie on the host that made them; a window that closed while nobody could take the run stays closed; a runbook
 * edited after the start is not the one that was voted on; an incident may have been declared since, the policy may ask for a test, and
 * the backup may have grown old.
 */
function barredWork(change: Change, host: string, circumstances: Circumstances): Refused | undefined {
  const plan = latestRun(change, 'plan', 'start');
  if (plan?.host !== undefined && plan.host !== host) return refuse({ code: 'wrongWorker', host: plan.host });
  if (isOutsideWindow(change, circumstances.now)) return outsideWindow(change);
  const lost = backupLost(change, seenBy(circumstances));
  return (
    barredByIncident(change, circumstances) ??
    barredUntested(change, circumstances) ??
    barredRunbook(change, circumstances) ??
    (lost && refuse(lost))
  );
}

/** Why a run does not begin yet, said once for each change that is in its way. */
export function awaitLock(change: Change, intent: Of<'awaitLock'>, { actor }: Circumstances): Decision {
  if (actor.kind !== 'worker') return refuse({ code: 'workerOnly' });
  const { run: id, lock, holder } = intent;
  const run = change.runs.find((r) => r.run === id);
  if (!run) return refuse({ code: 'noSuchRun' });
  if (run.state !== 'requested') return refuse({ code: 'runTaken', host: run.host ?? 'another worker' });
  if (run.awaits?.lock === lock && run.awaits.holder === holder) return refuse({ code: 'lockHeld', lock, holder });
  return agree({ type: 'lockAwaited', run: id, lock, holder });
}

/** The files of its plan lie where that was made, and what would lose data a second person answers for. */
function barredRollback(change: Change, host: string, circumstances: Circumstances): Refused | undefined {
  const plan = latestRun(change, 'plan', 'rollback');
  if (plan?.host !== undefined && plan.host !== host) return refuse({ code: 'wrongWorker', host: plan.host });
  return losingRollback(change) && !isOverridden(change, 'rollbackPlan', seenBy(circumstances))
    ? refuse({ code: 'rollbackLosesData' })
    : undefined;
}

/** A run that its ceiling could not end: said once, by the host that runs it. */
export function reportOverdue(
  change: Change,
  { run: id, limit }: Of<'reportOverdue'>,
  { actor }: Circumstances,
): Decision {
  if (actor.kind !== 'worker') return refuse({ code: 'workerOnly' });
  const run = change.runs.find((r) => r.run === id);
  if (!run || run.state === 'requested' || run.overdue) return refuse({ code: 'noSuchRun' });
  const host = run.host ?? 'another worker';
  if (run.state === 'ended') return refuse({ code: 'runTaken', host });
  return run.host === actor.host
    ? agree({ type: 'stepOverdue', run: id, limit })
    : refuse({ code: 'wrongWorker', host });
}

/** What became of a run, and the playbook that this opens; told once, by the host that ran it. */
export function reportStep(change: Change, intent: Of<'reportStep'>, circumstances: Circumstances): Decision {
  const { actor } = circumstances;
  if (actor.kind !== 'worker') return refuse({ code: 'workerOnly' });
  const run = change.runs.find((r) => r.run === intent.run);
  if (!run) return refuse({ code: 'noSuchRun' });
  const barred = cannotReport(run, intent, actor.host);
  if (barred) return barred;
  const ended = {
    ...intent,
    ...(isLeftUndone(run, intent) ? LEFT_UNDONE : {}),
    type: 'stepEnded',
  } as const satisfies Fact;
  const opened = openPlaybook(change, run, { ...ended, step: run.step }, circumstances);
  return agree(
    ended,
    ...(opened ? [opened] : []),
    ...takenBack(change, run, circumstances),
    ...issueOfLook(change, run, ended),
  );
}

/** An apply that never began because its backup is too old by now: another backup can be made, and Start pressed again. */
function takenBack(
  change: Change,
  { run, step, occasion, state }: StepRun,
  circumstances: Circumstances,
): readonly Fact[] {
  const neverBegan = step === 'apply' && occasion === 'start' && state === 'requested';
  return neverBegan && change.status === 'implementing' && change.confirmed && backupLost(change, seenBy(circumstances))
    ? [{ type: 'startTakenBack', run, because: 'backup' }]
    : [];
}

const LEFT_UNDONE = {
  outcome: 'failed',
  reason: 'Something is left to do: the plan after the apply is not empty.',
} as const;

/** A plan after the apply went well only where it has nothing to do any more. */
function isLeftUndone({ occasion }: StepRun, { outcome, plan }: Of<'reportStep'>): boolean {
  return occasion === 'after' && outcome === 'succeeded' && !(plan && isEmptyPlan(plan));
}

/** What never began can only have failed; of a host that is gone, others can only say that nobody knows. */
function cannotReport(run: StepRun, { outcome }: Of<'reportStep'>, host: string): Refused | undefined {
  switch (run.state) {
    case 'ended':
      return refuse({ code: 'runTaken', host: run.host ?? 'another worker' });
    case 'requested':
      return outcome === 'failed' ? undefined : refuse({ code: 'noSuchRun' });
    case 'running':
      return run.host === host || outcome === 'unknown'
        ? undefined
        : refuse({ code: 'wrongWorker', host: run.host ?? 'another worker' });
  }
}
