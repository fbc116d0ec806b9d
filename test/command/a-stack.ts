import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openTofu } from '../../sandbox/demo/prepare-hosting.ts';
import type { PlanReview } from '../../src/change/plan/plan-review.ts';
import { readKept } from '../../src/jobs/command/kept-files.ts';
import type { Outcome } from '../../src/jobs/command/outcome.ts';
import type { Task } from '../../src/jobs/command/spec.ts';
import { WATCH } from '../support/a-plan.ts';
import { carryOut, tempFolder, type Run } from './runs.ts';

/** Nothing of the developer's own: no settings, no providers. */
const ENV = { TF_CLI_CONFIG_FILE: '/dev/null' };

export interface Ended {
  readonly dir: string;
  readonly outcome: Outcome;
  readonly output: string;
}

export interface StackOptions {
  readonly secret?: readonly [name: string, value: string];
  /** What every run in it gets besides. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A folder of code with what a runbook runs in it, each run one of its own. */
export async function aStack(code: string, { secret, env: given = {} }: StackOptions = {}) {
  const cwd = await tempFolder();
  const tofu = (...args: string[]): Task => ({ kind: 'command', argv: [openTofu() ?? 'tofu', ...args] });
  const env: Record<string, string> = {
    ...ENV,
    ...given,
    ...(secret === undefined ? {} : { [secret[0]]: secret[1] }),
  };
  let nth = 0;
  const prepare = (tasks: readonly Task[]): Run => {
    nth += 1;
    const secretNames = secret === undefined ? [] : [secret[0]];
    const spec = { v: 1, run: `CHG-1-${nth}`, cwd, tasks: [...tasks], secretNames, outputMaxBytes: 2 ** 20 } as const;
    return { dir: join(cwd, `.runs-${nth}`), cwd, spec };
  };
  const run = async (tasks: readonly Task[], more: Record<string, string> = {}): Promise<Ended> => {
    const prepared = prepare(tasks);
    return { dir: prepared.dir, ...(await carryOut(prepared, { ...env, ...more })) };
  };
  const tryPlan = async (more: Record<string, string> = {}, ...args: string[]): Promise<Ended> =>
    run(
      [
        tofu('plan', '-input=false', '-no-color', '-out=plan.bin', ...args),
        { kind: 'keep', files: ['plan.bin'] },
        { kind: 'plan', argv: [openTofu() ?? 'tofu', 'show', '-json', 'plan.bin'], watch: WATCH },
      ],
      more,
    );
  const write = (text: string) => writeFileSync(join(cwd, 'main.tf'), text);
  write(code);
  return {
    cwd,
    env,
    tofu,
    write,
    prepare,
    run,
    tryPlan,
    /** What a person types in that folder: the exit code, beside no run of ours. */
    byHand: async (...args: string[]): Promise<number | null> => {
      const [exitCode] = await once(
        spawn(openTofu() ?? 'tofu', args, { cwd, env: { PATH: process.env['PATH'], ...env }, stdio: 'ignore' }),
        'exit',
      );
      return exitCode;
    },
    async plan(more: Record<string, string> = {}, ...args: string[]): Promise<Ended & { readonly review: PlanReview }> {
      const made = await tryPlan(more, ...args);
      const review = made.outcome.facts.find((fact) => fact.kind === 'plan')?.review;
      if (!review) throw new Error(`there is no review: ${made.output}`);
      return { ...made, review };
    },
    async apply(planned: { readonly dir: string }): Promise<Ended> {
      return run([
        { kind: 'unchanged', files: (await readKept(planned.dir)) ?? [] },
        tofu('apply', '-input=false', '-no-color', 'plan.bin'),
      ]);
    },
  };
}
