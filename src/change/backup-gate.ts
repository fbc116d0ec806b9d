import { tooOldFrom } from './backup-proof.ts';
import { lastSafeRollbackAt } from './ladder.ts';
import { latestRun, verdictOf, type Change, type StepRun } from './model.ts';
import { isDestructive } from './plan/agreed-plan.ts';
import { knownPlan } from './plan/known-plan.ts';
import type { Runbook } from './policy.ts';
import type { Refusal } from './refusals.ts';

export type Unproven = Extract<Refusal, { code: 'backupNotProven' }>;

/** Whether it may take something away that only a backup brings back: by its plan, where that was read, or because the runbook says so or has none to read (003-BKP-24). */
function isIrreversible(change: Change, runbook: Runbook): boolean {
  const plan = knownPlan(change);
  return runbook.destructive || (plan !== undefined && isDestructive(plan));
}

/**
 * What the backup of a destructive change lacks to be proven (004-BKP-23): it succeeded, and its artefact was there, large enough,
 * fresh, and digested. Undefined where it is proven, or none is needed.
 */
export function unprovenBackup(change: Change, runbook: Runbook, now: number): Unproven | undefined {
  if (!isIrreversible(change, runbook)) return undefined;
  const backup = latestRun(change, 'backup', 'window');
  if (!backup) return { code: 'backupNotProven', state: 'none' };
  if (verdictOf(backup) !== 'succeeded') return { code: 'backupNotProven', state: 'failed' };
  if (!backup.proof) return { code: 'backupNotProven', state: 'noProof' };
  return now > tooOldFrom(backup, runbook) ? { code: 'backupNotProven', state: 'tooOld' } : undefined;
}

/**
 * Whether nobody knows that the backup of a destructive change can be brought back (000-BKP-12): its run tried no restore or, before
 * it has run, the runbook has none to try. One that was tried and failed is a failed backup.
 */
export function isRestoreUntested(change: Change, runbook: Runbook): boolean {
  if (!runbook.backup || !isIrreversible(change, runbook)) return false;
  const backup = latestRun(change, 'backup', 'window');
  if (verdictOf(backup) === 'succeeded') return backup?.restoreMs === undefined;
  return runbook.backup.restoreTest === undefined;
}

/** A backup that will be too old while the work may still be begun, and going back would end in time: another may have to be made. */
export function agingBackup(change: Change, runbook: Runbook | undefined): StepRun | undefined {
  const backup = latestRun(change, 'backup', 'window');
  const isAging =
    verdictOf(backup) === 'succeeded' &&
    backup &&
    tooOldFrom(backup, runbook) < lastSafeRollbackAt(change.content.closesAt, runbook);
  return isAging ? backup : undefined;
}
