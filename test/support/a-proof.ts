import type { StepOutcome } from '../../src/change/model.ts';
import type { StepReport } from '../../src/change/step-report.ts';
import { MINUTE } from './a-policy.ts';

/** What a backup that succeeds by the runbook of `aRunbook` has shown for itself: an artefact just written, and a restore on trial. */
export const PROVEN = {
  proof: { file: '/var/backups/web.snap', bytes: 1_234_567, sha256: 'ab12'.repeat(16), ageMs: 0 },
  restoreMs: 20 * MINUTE,
} as const satisfies Partial<StepReport>;

/** What the report of a run, by its name, holds beside its outcome. */
export function shownBy(run: string, outcome: StepOutcome = 'succeeded'): Partial<StepReport> {
  return run.includes('-backup-') && outcome === 'succeeded' ? PROVEN : {};
}
