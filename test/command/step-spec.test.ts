import { expect, test } from 'vitest';
import type { Runbook } from '../../src/change/policy.ts';
import type { KeptFile } from '../../src/jobs/command/spec.ts';
import { stepSpec } from '../../src/jobs/steps/tasks.ts';
import { aPolicy, aRunbook } from '../support/a-policy.ts';
import { applying } from '../support/lives.ts';

const policy = aPolicy();
const { change } = applying();
const kept: KeptFile[] = [{ file: 'plan.bin', sha256: 'a'.repeat(64) }];
const plan = {
  run: ['tofu', 'plan', '-out=plan.bin'],
  json: { run: ['tofu', 'show', '-json', 'plan.bin'] },
  keep: ['plan.bin'],
} as const;

function spec(step: 'plan' | 'apply', runbook: Partial<Runbook>, files?: readonly KeptFile[]) {
  const run = change.runs.findLast((r) => r.step === step);
  if (!run) throw new Error(`nobody asked for ${step}`);
  const made = stepSpec(change, run, aRunbook(runbook), policy, { kept: files });
  return made.ok ? made.spec.tasks : made.sentence;
}

test('a plan is made, what it leaves is kept, and what it would do is read', () => {
  expect(spec('plan', { plan })).toEqual([
    { kind: 'command', argv: plan.run },
    { kind: 'keep', files: ['plan.bin'] },
    { kind: 'plan', argv: plan.json.run, watch: policy.plans },
  ]);
  expect(spec('plan', { plan: { run: ['./plan.sh'], keep: [] } })).toEqual([{ kind: 'command', argv: ['./plan.sh'] }]);
});

test('an apply begins with what its plan left, or not at all', () => {
  const apply = { kind: 'command', argv: ['./apply.sh', 'v2.4.0'] };
  expect(spec('apply', { plan }, kept)).toEqual([{ kind: 'unchanged', files: kept }, apply]);
  expect(spec('apply', { plan: { run: ['./plan.sh'], keep: [] } })).toEqual([apply]);
  for (const files of [undefined, [], [{ file: 'other.bin', sha256: 'a'.repeat(64) }]])
    expect(spec('apply', { plan }, files)).toBe('What the plan left for apply is not known here: plan again.');
});
