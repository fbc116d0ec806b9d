import { runbookOf, seenBy, type Circumstances } from '../circumstances.ts';
import type { Fact } from '../facts.ts';
import { latestRun, verdictOf, type Change, type Occasion, type Step, type StepRun } from '../model.ts';
import { isOverridden } from '../overrides.ts';
import { hasStep, requestStep } from '../runbook-steps.ts';
import { milestoneAt, milestoneKey } from '../timeline.ts';

export const PREPARATION = ['preflight', 'backup', 'plan'] as const satisfies readonly Step[];

/** Preflight, backup and the read-only plan start by the clock, one after the other. */
export function prepare(change: Change, circumstances: Circumstances): readonly Fact[] {
  const { policy, now } = circumstances;
  const runbook = runbookOf(change, policy);
  const skipped = skipReminder(change, circumstances);
  if (skipped) return [skipped];
  const from = milestoneAt('backup', change, runbook, policy) ?? change.content.opensAt - policy.leads.backupMarginMs;
  return now < from || now >= change.content.closesAt ? [] : nextOf(PREPARATION, 'window', change, circumstances);
}

/** Announced so late that the reminder would follow on its heels: it is left out, and the thread says so. */
function skipReminder(change: Change, { policy, now }: Circumstances): Fact | undefined {
  const remindAt = milestoneAt('remind', change, runbookOf(change, policy), policy) ?? 0;
  const planned = change.told.findLast((t) => t.notice === 'planned');
  const late = planned !== undefined && planned.at >= remindAt && now >= remindAt;
  return late && !change.milestones[milestoneKey(change.schedule, 'remind')]
    ? {
        type: 'milestoneSkipped',
        milestone: 'remind',
        schedule: change.schedule,
        reason: 'the planned-maintenance notice has only just gone out',
      }
    : undefined;
}

/**
 * The next step of a sequence: each waits for the one before to have succeeded, and is asked for anew when that one ran again;
 * a failure stops it there, unless it was overridden.
 */
export function nextOf(
  steps: readonly Step[],
  occasion: Occasion,
  change: Change,
  circumstances: Circumstances,
): readonly Fact[] {
  const runbook = runbookOf(change, circumstances.policy);
  let former: StepRun | undefined;
  for (const step of steps) {
    if (!hasStep(runbook, step, occasion)) continue;
    const run = latestRun(change, step, occasion);
    if (!run || isBefore(change, run, former) || isOfAFormerStart(change, run)) {
      const fact = requestStep(change, step, occasion, circumstances);
      return fact ? [fact] : [];
    }
    if (verdictOf(run) !== 'succeeded' && !isPassedOver(change, run, circumstances)) return [];
    former = run;
  }
  return [];
}

/** Each start makes a plan of its own, and applies that. */
function isOfAFormerStart({ runs, agreed }: Change, run: StepRun): boolean {
  return run.occasion === 'start' && runs.indexOf(run) < (agreed?.runs ?? 0);
}

/** What was to be prepared and failed, where a second person answers for going on without. */
function isPassedOver(change: Change, { step, occasion, state }: StepRun, circumstances: Circumstances): boolean {
  const gate = PREPARATION.find((s) => s === step);
  return (
    gate !== undefined &&
    occasion === 'window' &&
    state === 'ended' &&
    isOverridden(change, gate, seenBy(circumstances))
  );
}

/** Whether a run was asked for before another one. */
export function isBefore(change: Change, run: StepRun, other: StepRun | undefined): boolean {
  return other !== undefined && change.runs.indexOf(run) < change.runs.indexOf(other);
}
