import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readKept } from '../../src/jobs/command/kept-files.ts';
import { isEmptyPlan } from '../../src/change/plan/plan-review.ts';
import { hasTofu } from '../support/tofu.ts';
import { aStack } from './a-stack.ts';
import { everythingIn } from './runs.ts';

const SECRET = 'correct-horse-battery';
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

/** A dozen processes, on a machine that may be busy. */
test.runIf(hasTofu('plans of the real one'))(
  'a stack lives through its plans with the real OpenTofu',
  { timeout: 120_000 },
  async () => {
    const stack = await aStack(FIRST, { secret: ['TF_VAR_password', SECRET] });

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
  },
);
