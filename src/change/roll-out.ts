import { latestRun, verdictOf, type Change, type Step, type StepRun } from './model.ts';
import type { Runbook } from './policy.ts';
import { hasStep } from './runbook-steps.ts';
import { underWay } from './runs.ts';
import { endsAWave, type Targets } from './targets.ts';

/** What the work on a target is made of, in this order; a soak comes after the last of a wave. */
const ON_A_TARGET = ['drain', 'apply', 'verify', 'undrain', 'soak'] as const satisfies readonly Step[];

/** The step of a roll-out whose turn it is; `isNext` where it is the first of a target and somebody asked what came before it to stop. */
export interface Due {
  readonly step: Step;
  readonly target: string;
  readonly isBarred: boolean;
}

/**
 * What comes next of a roll-out. It stands still (`waits`) while a step runs and where one did not succeed: no target is begun
 * before the one ahead of it is verified and back in service, and no wave before the one ahead of it has soaked (000-APL-07 to 09).
 */
export function dueOf(change: Change, runbook: Runbook, targets: Targets): Due | 'waits' | 'done' {
  let former: readonly StepRun[] = [];
  for (const [place, { name: target }] of targets.list.entries()) {
    const runs: StepRun[] = [];
    for (const step of stepsAt(place, runbook, targets)) {
      const run = latestRun(change, step, 'start', target);
      const isOnceMore = run !== undefined && isReplanned(change, run);
      const isFirst = runs.length === 0;
      if (!run || isOnceMore) return { step, target, isBarred: isFirst && !run && former.some(({ stop }) => stop) };
      if (verdictOf(run) !== 'succeeded') return 'waits';
      runs.push(run);
    }
    former = runs;
  }
  return 'done';
}

function stepsAt(place: number, runbook: Runbook, targets: Targets): readonly Step[] {
  return ON_A_TARGET.filter(
    (step) => hasStep(runbook, step, 'start') && (step !== 'soak' || endsAWave(targets, place)),
  );
}

/** An apply that did not succeed is due again once a fresh plan was made for it. */
function isReplanned(change: Change, run: StepRun): boolean {
  const plan = latestRun(change, 'plan', 'start');
  return (
    run.step === 'apply' &&
    plan !== undefined &&
    verdictOf(run) !== 'succeeded' &&
    change.runs.indexOf(run) < change.runs.indexOf(plan)
  );
}

/** The last run of a roll-out that went well so far and stands still because somebody asked for a stop: only a person lets it go on. */
export function haltedAt(change: Change): StepRun | undefined {
  const last = change.runs.at(-1);
  const isMidway = change.status === 'implementing' && change.appliedAt === undefined && last?.occasion === 'start';
  return isMidway && last.target !== undefined && verdictOf(last) === 'succeeded' && !underWay(change)
    ? last
    : undefined;
}

/** A target that something was done to in this window: an apply had begun on it, or it was only taken out of service. */
export interface Touched {
  readonly target: string;
  readonly isApplied: boolean;
}

/** What going back covers, in the order of going back: the newest first. */
export function touchedTargets(change: Change): readonly Touched[] {
  const begun = change.runs.filter(
    ({ step, occasion, revision, schedule, beganAt }) =>
      (step === 'drain' || step === 'apply') &&
      occasion === 'start' &&
      revision === change.revision &&
      schedule === change.schedule &&
      beganAt !== undefined,
  );
  const names = [...new Set(begun.flatMap(({ target }) => target ?? []))];
  return names.toReversed().map((target) => ({
    target,
    isApplied: begun.some((r) => r.step === 'apply' && r.target === target),
  }));
}

/** Whether a target was taken out of service and is not known to be back. */
export function isOutOfService(change: Change, target: string): boolean {
  const last = change.runs.findLast(
    (r) =>
      r.target === target &&
      r.schedule === change.schedule &&
      ((r.step === 'drain' && r.beganAt !== undefined) || (r.step === 'undrain' && verdictOf(r) === 'succeeded')),
  );
  return last?.step === 'drain';
}

/** How far a roll-out has come on a target. */
export type TargetState = 'waiting' | 'underWay' | 'stopped' | 'done' | 'rolledBack';

/** Each target of a roll-out and how it stands, in order; a target is done when it is verified and back in service. */
export function targetStates(
  change: Change,
  runbook: Runbook,
  targets: Targets,
): readonly { readonly target: string; readonly state: TargetState }[] {
  return targets.list.map(({ name: target }, place) => {
    if (verdictOf(latestRun(change, 'rollback', 'rollback', target)) === 'succeeded')
      return { target, state: 'rolledBack' };
    const steps = stepsAt(place, runbook, targets).filter((step) => step !== 'soak');
    const runs = steps.map((step) => latestRun(change, step, 'start', target));
    const last = runs.findLast((run) => run !== undefined);
    if (!last) return { target, state: 'waiting' };
    if (runs.every((run) => verdictOf(run) === 'succeeded')) return { target, state: 'done' };
    return { target, state: last.state === 'ended' && verdictOf(last) !== 'succeeded' ? 'stopped' : 'underWay' };
  });
}

/** Of a run on a target: which of how many it is, from 1. Undefined for one that no longer is among them. */
export function placeOf({ target }: Pick<StepRun, 'target'>, targets: Targets | undefined): number | undefined {
  const place = targets?.list.findIndex(({ name }) => name === target) ?? -1;
  return place < 0 ? undefined : place + 1;
}
