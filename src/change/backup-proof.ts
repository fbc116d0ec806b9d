import type { StepRun } from './model.ts';
import type { Runbook } from './policy.ts';

/** The artefact of a backup as its run found it: a regular file, large enough, fresh, and read to its end. */
export interface BackupProof {
  /** Where it lies, on the host of the run. */
  readonly file: string;
  readonly bytes: number;
  /** SHA-256 of what stood in it, hex. */
  readonly sha256: string;
  /** How old it was when that was reported, ms: both instants are by the clock of its host, so that a wrong one moves nothing. */
  readonly ageMs: number;
}

/** What a run of a backup has shown for itself. */
export interface ShownByBackup {
  /** Its artefact, where the runbook names one. */
  readonly proof?: BackupProof;
  /** How long its restore test took, ms, where there was one. */
  readonly restoreMs?: number;
}

/** When the artefact of a backup was written, by the record's clock; of one that proved nothing, when it ended. */
export function writtenAt({ endedAt = 0, proof }: Pick<StepRun, 'endedAt' | 'proof'>): number {
  return endedAt - (proof?.ageMs ?? 0);
}

/** From when on a backup is older than its runbook allows; never where that says nothing of it. */
export function tooOldFrom(run: Pick<StepRun, 'endedAt' | 'proof'>, runbook: Runbook | undefined): number {
  return writtenAt(run) + (runbook?.backup?.proof?.maxAgeMs ?? Infinity);
}
