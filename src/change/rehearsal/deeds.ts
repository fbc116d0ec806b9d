import { runbookOf } from '../circumstances.ts';
import type { Change, StepRun } from '../model.ts';
import { isPlanRead } from '../plan/agreed-plan.ts';
import { knownPlan } from '../plan/known-plan.ts';
import type { PlanReview } from '../plan/plan-review.ts';
import { hasStep } from '../runbook-steps.ts';
import type { StepReport } from '../step-report.ts';
import { answersOf } from './answers.ts';
import { paperworkOf } from './paperwork.ts';
import { HOST, playedMs, type Deed, type Stage } from './stage.ts';
import { ticksOf } from './ticks.ts';
import { workOf } from './work.ts';

/** All that the people of a rehearsal and its worker would do next, as the change stands. */
export function deedsOf(change: Change, stage: Stage): readonly Deed[] {
  return [
    ...reports(change, stage),
    ...answersOf(change, stage),
    ...ticksOf(change, stage),
    ...workOf(change, stage),
    ...paperworkOf(change, stage),
  ];
}

/** No plan was read yet, and none is made here: one that would do nothing is played. */
const NOTHING: PlanReview = {
  digest: '',
  counts: {},
  units: [],
  unitsOmitted: 0,
  items: [],
  itemsOmitted: 0,
  renames: [],
};

/** What a plan says: what is known of it, and after the apply that nothing is left. */
function played(change: Change, { occasion }: StepRun): PlanReview {
  return (occasion === 'after' ? undefined : knownPlan(change)) ?? NOTHING;
}

/** A backup proves what its runbook has it prove. */
function provenAs(change: Change, { policy }: Stage): Pick<StepReport, 'proof' | 'restoreMs'> {
  const backup = runbookOf(change, policy)?.backup;
  return {
    ...(backup?.proof
      ? { proof: { file: backup.proof.file, bytes: backup.proof.minBytes, sha256: '', ageMs: 0 } }
      : {}),
    ...(backup?.restoreTest ? { restoreMs: backup.restore.estimateMs } : {}),
  };
}

function reports(change: Change, stage: Stage): readonly Deed[] {
  return change.runs
    .filter((run) => run.state === 'running')
    .map((run) => ({
      key: `report/${run.run}`,
      at: (run.beganAt ?? run.requestedAt) + playedMs(run.step, change, stage),
      intent: {
        type: 'reportStep',
        run: run.run,
        outcome: fails(run, change, stage) ? 'failed' : 'succeeded',
        ...(run.step === 'backup' ? provenAs(change, stage) : {}),
        ...(run.step === 'plan' && isPlanRead(change, stage) ? { plan: played(change, run) } : {}),
      },
      actor: { kind: 'worker', host: HOST },
    }));
}

/** The verification fails, and where the runbook has none, or would go back by itself before anybody could be silent, the work. */
function fails({ step, occasion }: StepRun, change: Change, { course, policy }: Stage): boolean {
  if (course === 'success' || (occasion !== 'start' && occasion !== 'solved')) return false;
  const runbook = runbookOf(change, policy);
  const isChecked = hasStep(runbook, 'verify', 'start') && !(course === 'silence' && runbook?.rollback.automatic);
  return step === (isChecked ? 'verify' : 'apply');
}
