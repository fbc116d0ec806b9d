import { cp, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Change, RollbackScopeName, Step, StepRun } from '../../src/change/model.ts';
import { readKept } from '../../src/jobs/command/kept-files.ts';
import type { Outcome } from '../../src/jobs/command/outcome.ts';
import { stepSpec } from '../../src/jobs/steps/tasks.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { carryOut, tempFolder } from '../command/runs.ts';
import { ROOT } from '../ops/source-tree.ts';
import { aContent } from '../support/a-change.ts';
import { applying } from '../support/lives.ts';

export interface Filled {
  /** What an operator fills in: each text of the example, and what stands there instead. */
  readonly fill: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
  /** Folders in which programs are looked for before those of this machine. */
  readonly bin?: readonly string[];
  /** Of several runbooks this one. */
  readonly runbook?: string;
}

export interface Ended {
  readonly dir: string;
  readonly outcome: Outcome;
  readonly output: string;
}

/** An example of `examples/runbooks` as an operator has it: copied to a folder of its own, filled in, and run step by step as the worker does. */
export async function anExample(name: string, { fill, env = {}, params, bin = [], runbook: wanted }: Filled) {
  const home = await tempFolder();
  const examples = join(ROOT, 'examples/runbooks');
  await cp(join(examples, name), join(home, name), { recursive: true });
  let text = await readFile(join(examples, `${name}.yaml`), 'utf8');
  for (const [written, here] of Object.entries(fill)) {
    if (!text.includes(written)) throw new Error(`${name}.yaml has no ${written} to fill in`);
    text = text.replaceAll(written, here);
  }
  const file = join(home, 'gonogo.yaml');
  await writeFile(file, `httpAllow: [127.0.0.1/32]\n${text}`);
  const reading = await readPolicyFile(file);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const { policy } = reading;
  const [only] = Object.keys(policy.runbooks);
  const chosen = wanted ?? only ?? '';
  const runbook = policy.runbooks[chosen];
  if (!runbook) throw new Error(`${name}.yaml has no runbook ${chosen}`);
  const runs: StepRun[] = [];
  const change: Change = { ...applying().change, runs, content: aContent({ runbook: chosen, params }) };
  let nth = 0;
  let planned: string | undefined;

  return {
    cwd: runbook.cwd,
    async step(step: Step, scope?: RollbackScopeName): Promise<Ended> {
      nth += 1;
      const run: StepRun = {
        run: `CHG-1-${nth}`,
        step,
        occasion: scope === undefined ? 'start' : 'rollback',
        ...(scope === undefined ? {} : { scope }),
        attempt: 1,
        revision: change.revision,
        schedule: change.schedule,
        digest: runbook.digest,
        state: 'running',
        requestedAt: 0,
      };
      const made = stepSpec(change, run, runbook, policy, { kept: planned ? await readKept(planned) : undefined });
      if (!made.ok) throw new Error(made.sentence);
      const dir = join(home, 'runs', run.run);
      const path = [...bin, process.env['PATH']].join(delimiter);
      const ended = await carryOut({ dir, cwd: runbook.cwd, spec: made.spec }, { ...env, PATH: path });
      if (step === 'plan') planned = dir;
      runs.push({ ...run, state: 'ended', outcome: ended.outcome.outcome });
      return { dir, ...ended };
    },
    /** The same, where it has to go well. */
    async goes(step: Step, scope?: RollbackScopeName): Promise<Ended> {
      const ended = await this.step(step, scope);
      if (ended.outcome.outcome !== 'succeeded')
        throw new Error(`${step}: ${ended.outcome.outcome}, ${ended.outcome.reason}\n${ended.output}`);
      return ended;
    },
  };
}
