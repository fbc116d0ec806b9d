import { tooOldFrom } from './backup-proof.ts';
import type { Seen } from './circumstances.ts';
import { needsExtendedBackup } from './critical.ts';
import { lastSafeRollbackAt } from './ladder.ts';
import { latestRun, verdictOf, type Change, type StepRun } from './model.ts';
import { isDestructive } from './plan/agreed-plan.ts';
import { knownPlan } from './plan/known-plan.ts';
import type { Policy, Runbook } from './policy.ts';
import type { Refusal } from './refusals.ts';

export type Unproven = Extract<Refusal, { code: 'backupNotProven' }>;

/**
 * Whether it takes a backup: it may take something away that only that brings back, by its plan, where that was read, or because the
 * runbook says so or has none to read (003-BKP-24); or a critical service is touched.
 */
function needsBackup(change: Change, runbook: Runbook, policy: Policy): boolean {
  const plan = knownPlan(change);
  return runbook.destructive || (plan !== undefined && isDestructive(plan)) || needsExtendedBackup(change, policy);
}

/**
 * What the backup of a change that takes one lacks to be proven (004-BKP-23): it succeeded, and its artefact was there, large enough,
 * fresh, and digested. Undefined where it is proven, or none is needed.
 */
export function unprovenBackup(
  change: Change,
  runbook: Runbook,
  { policy, now }: Pick<Seen, 'policy' | 'now'>,
): Unproven | undefined {
  if (!needsBackup(change, runbook, policy)) return undefined;
  const backup = latestRun(change, 'backup', 'window');
  if (!backup) return { code: 'backupNotProven', state: 'none' };
  if (verdictOf(backup) !== 'succeeded') return { code: 'backupNotProven', state: 'failed' };
  if (!backup.proof) return { code: 'backupNotProven', state: 'noProof' };
  return now > tooOldFrom(backup, runbook) ? { code: 'backupNotProven', state: 'tooOld' } : undefined;
}

/**
 * Whether nobody knows that the backup of such a change can be brought back (000-BKP-12): its run tried no restore or, before
 * it has run, the runbook has none to try. One that was tried and failed is a failed backup.
 */
export function isRestoreUntested(change: Change, runbook: Runbook, policy: Policy): boolean {
  if (!runbook.backup || !needsBackup(change, runbook, policy)) return false;
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
