import { writtenAt } from './backup-proof.ts';
import type { Change, StepRun } from './model.ts';
import type { Policy } from './policy.ts';

/** The backups that a change made, the newest last: each of them lies somewhere until somebody removes it (000-RET-01). */
export function keptBackups({ runs }: Pick<Change, 'runs'>): readonly StepRun[] {
  return runs.filter((r) => r.step === 'backup' && r.outcome === 'succeeded');
}

/** Until when the newest of them is kept; undefined where there is none. */
export function keptUntil(change: Pick<Change, 'runs'>, { retention }: Pick<Policy, 'retention'>): number | undefined {
  const newest = keptBackups(change).at(-1);
  return newest && writtenAt(newest) + retention.backupsMs;
}
