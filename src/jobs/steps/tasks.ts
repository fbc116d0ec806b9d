import type { Argv, Check } from '../../change/check.ts';
import { latestRun, verdictOf, type Change, type StepRun } from '../../change/model.ts';
import type { Limits, Policy, Runbook } from '../../change/policy.ts';
import type { Readings } from '../../change/readings.ts';
import { RunSpec, type KeptFile, type Task } from '../command/spec.ts';
import type { Places } from '../command/take-before.ts';
import { beforeTasks, checkTask, type Before } from './check-task.ts';
import { filled, filledBack, Refused, valuesOf } from './fill.ts';
import { aimed, spread, targetsOf } from './on-targets.ts';

export type StepSpec =
  { readonly ok: true; readonly spec: RunSpec } | { readonly ok: false; readonly sentence: string };

/** What earlier runs left on this host: the files of a plan for its apply, the places of logs for the checks after it. */
export interface Left {
  readonly kept?: readonly KeptFile[] | undefined;
  readonly places?: Places | undefined;
}

interface Work extends Limits {
  readonly tasks: readonly Task[];
}

/** What a run is to do, made of the runbook and the change's parameters; a value that could become an option or a command is refused. `left` is what earlier runs left on this host for it. */
export function stepSpec(change: Change, run: StepRun, runbook: Runbook, policy: Policy, left: Left = {}): StepSpec {
  try {
    const { tasks, timeoutMs, quietMs } = work(change, run, runbook, policy, left);
    const spec = RunSpec.parse({
      v: 1,
      run: run.run,
      cwd: runbook.cwd,
      tasks,
      secretNames: runbook.secrets,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(quietMs === undefined ? {} : { quietMs }),
    });
    return { ok: true, spec };
  } catch (error) {
    return {
      ok: false,
      sentence: error instanceof Refused ? error.message : `The runbook cannot be run: ${String(error)}`,
    };
  }
}

function work(change: Change, run: StepRun, runbook: Runbook, policy: Policy, left: Left): Work {
  const params = valuesOf(change, runbook);
  const before = beforeOf(change, run, left);
  const targets = targetsOf(run, runbook);
  const command = (argv: Argv) => ({ kind: 'command', argv: filled(argv, params) }) as const;
  const aimedAt = (argv: Argv): Task => command(aimed(argv, targets));
  const wayBack = (argv: Argv) =>
    ({ kind: 'command', argv: filledBack(aimed(argv, targets), params, change, runbook) }) as const;
  const checks = (all: readonly Check[]) =>
    spread(all, targets).map((c) =>
      checkTask(c, { params, httpAllow: policy.httpAllow, before, commit: change.content.commit }),
    );
  // What was looked at in the preflight may have been changed since.
  const pinned = checks(runbook.preflight.filter((check) => 'git' in check)).map((task): Task =>
    task.kind === 'git' ? { ...task, tracked: true } : task,
  );
  const watch = (times?: number): Task[] => {
    if (!runbook.watch) return [];
    const { everyMs, passes, checks: all } = runbook.watch;
    return [{ kind: 'watch', everyMs, passes: times ?? passes, checks: checks(all) }];
  };
  switch (run.step) {
    case 'preflight':
      return { tasks: checks(runbook.preflight) };
    case 'backup': {
      const { backup } = runbook;
      if (!backup) throw new Refused('The runbook has no backup any more.');
      const proof: Task[] = backup.proof ? [{ kind: 'proof', ...backup.proof }] : [];
      const { restoreTest } = backup;
      const restore: Task[] = restoreTest ? [{ kind: 'restore', argv: filled(restoreTest.run, params) }] : [];
      return { ...limits(backup), tasks: [command(backup.run), ...proof, ...restore] };
    }
    case 'plan': {
      const plan = run.occasion === 'rollback' ? runbook.rollback[run.scope ?? 'application']?.plan : runbook.plan;
      if (!plan) throw new Refused('The runbook has no plan any more.');
      const isBack = run.occasion === 'rollback';
      const make = isBack ? wayBack : command;
      const keep: Task[] = plan.keep.length > 0 ? [{ kind: 'keep', files: plan.keep }] : [];
      const review: Task[] = plan.json ? [{ kind: 'plan', argv: make(plan.json.run).argv, watch: policy.plans }] : [];
      return { ...limits(plan), tasks: [...(isBack ? [] : pinned), make(plan.run), ...keep, ...review] };
    }
    case 'drain':
    case 'undrain': {
      const moved = runbook.targets?.[run.step];
      if (!moved) throw new Refused(`The runbook has no ${run.step} any more.`);
      return { ...limits(moved), tasks: [aimedAt(moved.run)] };
    }
    case 'apply': {
      const { apply } = runbook;
      if (!apply) throw new Refused('The runbook has no apply any more.');
      return {
        ...limits(apply),
        tasks: [
          ...pinned,
          ...unchanged(runbook, left.kept),
          ...beforeTasks(runbook, policy.httpAllow),
          aimedAt(apply.run),
        ],
      };
    }
    case 'verify':
      return { tasks: run.occasion === 'rollback' ? watch() : [...checks(runbook.verify)] };
    case 'soak':
      return { tasks: watch(soakPasses(runbook)) };
    case 'watch':
      return { tasks: watch(run.occasion === 'long' ? 1 : undefined) };
    case 'rollback': {
      const scope = runbook.rollback[run.scope ?? 'application'];
      if (!scope) throw new Refused(`The runbook has no rollback of the ${run.scope ?? 'application'} any more.`);
      if (scope.plan && verdictOf(latestRun(change, 'plan', 'rollback', run.target)) !== 'succeeded')
        throw new Refused('The way back was not planned: press “New attempt”.');
      return { ...limits(scope), tasks: [...unchanged(scope, left.kept), wayBack(scope.run)] };
    }
  }
}

/** So many rounds of checks in a row, the first at once, last at least so long. */
function soakPasses({ targets, watch }: Runbook): number | undefined {
  return targets?.soakMs === undefined || !watch ? undefined : Math.ceil(targets.soakMs / watch.everyMs) + 1;
}

/**
 * What the checks of a run compare with. Only the checks right after an apply judge what it wrote to the logs: once somebody has mended
 * things, or they were rolled back, the lines of what went wrong are history.
 */
function beforeOf(change: Change, run: StepRun, { places }: Left): Before {
  return { readings: readingsBefore(change), places: run.occasion === 'start' ? (places ?? {}) : undefined };
}

/** Before the first attempt: what a failed one left behind is no measure. */
function readingsBefore({ runs, revision, schedule }: Change): Readings {
  const applies = runs.filter((r) => r.step === 'apply' && r.revision === revision && r.schedule === schedule);
  return Object.assign({}, ...applies.toReversed().map((r) => r.readings ?? {}));
}

/** What carries a plan out uses exactly the bytes that it left. */
function unchanged({ plan }: Pick<Runbook, 'plan'>, kept: readonly KeptFile[] | undefined): readonly Task[] {
  if (!plan || plan.keep.length === 0) return [];
  const files = kept?.filter(({ file }) => plan.keep.includes(file)) ?? [];
  if (files.length < new Set(plan.keep).size)
    throw new Refused('What the plan left for apply is not known here: plan again.');
  return [{ kind: 'unchanged', files }];
}

function limits({ timeoutMs, quietMs }: Limits): Limits {
  return { ...(timeoutMs === undefined ? {} : { timeoutMs }), ...(quietMs === undefined ? {} : { quietMs }) };
}
