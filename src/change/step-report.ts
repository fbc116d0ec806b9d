import type { ShownByBackup } from './backup-proof.ts';
import type { StepOutcome } from './model.ts';
import type { PlanReview } from './plan/plan-review.ts';
import type { Trouble } from './playbook.ts';
import type { Readings } from './readings.ts';

/** A process of a run that was still there when the run had ended; it is left alone. */
export interface Survivor {
  readonly pid: number;
  /** Its command line, masked and cut. */
  readonly command: string;
}

/** How a run ended, as its host tells it and the record keeps it. */
export interface StepReport extends ShownByBackup {
  readonly run: string;
  readonly outcome: StepOutcome;
  readonly exitCode?: number;
  readonly reason?: string;
  readonly outputBytes?: number;
  readonly outputSha256?: string;
  /** Of a plan: what it would do. */
  readonly plan?: PlanReview;
  /** The error that its output tells of, where one was recognised. */
  readonly trouble?: Trouble;
  /** Its processes that outlived it. */
  readonly survivors?: readonly Survivor[];
  /** Of an apply: what was measured just before it. */
  readonly readings?: Readings;
}
