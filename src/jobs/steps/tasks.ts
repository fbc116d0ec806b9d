import type { Change, StepRun } from '../../change/model.ts';
import type { Argv, Check, Limits, Policy, Runbook } from '../../change/policy.ts';
import { fillArgv, type ParamValue } from '../command/arguments.ts';
import { RunSpec, type KeptFile, type Task } from '../command/spec.ts';

/** How long an address may take to answer a check. */
const HTTP_TIMEOUT_MS = 10_000;

export type StepSpec =
  { readonly ok: true; readonly spec: RunSpec } | { readonly ok: false; readonly sentence: string };

interface Work extends Limits {
  readonly tasks: readonly Task[];
}

/** What a run is to do, made of the runbook and the change's parameters; a value that could become an option or a command is refused. `kept` is what the plan of an apply left. */
export function stepSpec(
  change: Change,
  run: StepRun,
  runbook: Runbook,
  policy: Policy,
  kept?: readonly KeptFile[],
): StepSpec {
  try {
    const { tasks, timeoutMs, quietMs } = work(change, run, runbook, policy, kept);
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

class Refused extends Error {}

function work(
  change: Change,
  run: StepRun,
  runbook: Runbook,
  policy: Policy,
  kept: readonly KeptFile[] | undefined,
): Work {
  const params = valuesOf(change, runbook);
  const command = (argv: Argv): Task => ({ kind: 'command', argv: filled(argv, params) });
  const check = (c: Check): Task =>
    'run' in c
      ? command(c.run)
      : {
          kind: 'http',
          url: filledUrl(c.http, params),
          expect: c.expect,
          allow: [...policy.httpAllow],
          timeoutMs: HTTP_TIMEOUT_MS,
        };
  const watch = (): Task[] =>
    runbook.watch
      ? [
          {
            kind: 'watch',
            everyMs: runbook.watch.everyMs,
            passes: runbook.watch.passes,
            checks: runbook.watch.checks.map(check).filter((t) => t.kind === 'command' || t.kind === 'http'),
          },
        ]
      : [];
  switch (run.step) {
    case 'preflight':
      return { tasks: runbook.preflight.map(check) };
    case 'backup': {
      const { backup } = runbook;
      if (!backup) throw new Refused('The runbook has no backup any more.');
      const proof: Task[] = backup.proof ? [{ kind: 'proof', ...backup.proof }] : [];
      const restore = backup.restoreTest ? [command(backup.restoreTest.run)] : [];
      return { ...limits(backup), tasks: [command(backup.run), ...proof, ...restore] };
    }
    case 'plan': {
      const { plan } = runbook;
      if (!plan) throw new Refused('The runbook has no plan any more.');
      const keep: Task[] = plan.keep.length > 0 ? [{ kind: 'keep', files: plan.keep }] : [];
      const review: Task[] = plan.json
        ? [{ kind: 'plan', argv: filled(plan.json.run, params), watch: policy.plans }]
        : [];
      return { ...limits(plan), tasks: [command(plan.run), ...keep, ...review] };
    }
    case 'apply': {
      const { apply } = runbook;
      if (!apply) throw new Refused('The runbook has no apply any more.');
      return { ...limits(apply), tasks: [...unchanged(runbook, kept), command(apply.run)] };
    }
    case 'verify':
      return { tasks: run.occasion === 'rollback' ? watch() : runbook.verify.map(check) };
    case 'watch':
      return { tasks: watch() };
    case 'rollback': {
      const scope = runbook.rollback[run.scope ?? 'application'];
      if (!scope) throw new Refused(`The runbook has no rollback of the ${run.scope ?? 'application'} any more.`);
      return { ...limits(scope), tasks: [...(scope.plan ? [command(scope.plan.run)] : []), command(scope.run)] };
    }
  }
}

/** Apply uses exactly the bytes that its plan left. */
function unchanged({ plan }: Runbook, kept: readonly KeptFile[] | undefined): readonly Task[] {
  if (!plan || plan.keep.length === 0) return [];
  const files = kept?.filter(({ file }) => plan.keep.includes(file)) ?? [];
  if (files.length < new Set(plan.keep).size)
    throw new Refused('What the plan left for apply is not known here: plan again.');
  return [{ kind: 'unchanged', files }];
}

function limits({ timeoutMs, quietMs }: Limits): Limits {
  return { ...(timeoutMs === undefined ? {} : { timeoutMs }), ...(quietMs === undefined ? {} : { quietMs }) };
}

/** Every value again under the rule of its parameter: the worker trusts no one's earlier check. */
function valuesOf(change: Change, runbook: Runbook): Readonly<Record<string, ParamValue>> {
  const rules = Object.entries(runbook.params).map(([name, param]): [string, ParamValue] => {
    const value = change.content.params[name] ?? '';
    if (param.type === 'choice') return [name, { value, options: param.options }];
    return [name, param.type === 'text' && param.pattern !== undefined ? { value, pattern: param.pattern } : { value }];
  });
  return Object.fromEntries(rules);
}

function filled(argv: Argv, params: Readonly<Record<string, ParamValue>>): Argv {
  const done = fillArgv(argv, params);
  if (!done.ok) throw new Refused(done.refusal.sentence);
  return done.argv;
}

/** In an address a value is one encoded part of it: it cannot begin a path, a query or a host of its own. */
function filledUrl(url: string, params: Readonly<Record<string, ParamValue>>): string {
  return url.replaceAll(/\{\{([^{}]*)\}\}/g, (placeholder) =>
    encodeURIComponent(filled(['url', placeholder], params)[1] ?? ''),
  );
}
