import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { captureIn } from '../../src/jobs/command/capture.ts';
import { readKept } from '../../src/jobs/command/kept-files.ts';
import type { Task } from '../../src/jobs/command/spec.ts';
import { aPlanJson, aResource, reviewOf, WATCH } from '../support/a-plan.ts';
import { aRun, carryOut, everythingIn, script, tempFolder } from './runs.ts';

const SECRET = 'hunter2-in-clear';
const PLAN = aPlanJson(
  [
    aResource(
      'aws_db_instance.a',
      ['delete', 'create'],
      {},
      { before: { password: SECRET }, replace_paths: [['engine']] },
    ),
    aResource(`aws_thing.a["${SECRET}"]`, ['delete']),
  ],
  { variables: { password: { value: SECRET } } },
);

/** A program that prints what stands in a file. */
function printing(text: string, more = ''): { readonly task: Task; readonly text: string } {
  const code = `process.stdout.write(require('fs').readFileSync('plan.json')); ${more}`;
  return { task: { kind: 'plan', argv: [process.execPath, '-e', code], watch: WATCH }, text };
}

async function planned({ task, text }: ReturnType<typeof printing>, env: Record<string, string> = {}) {
  const run = await aRun(() => [task], { secretNames: Object.keys(env) });
  writeFileSync(join(run.cwd, 'plan.json'), text);
  const ended = await carryOut(run, env);
  return { run, ...ended, fact: ended.outcome.facts.find((fact) => fact.kind === 'plan') };
}

test('a plan is reviewed in its run, and nothing of it is left in clear', async () => {
  const { run, outcome, output, fact } = await planned(printing(JSON.stringify(PLAN), "console.error('planning')"), {
    TF_VAR_password: SECRET,
  });
  expect(outcome).toMatchObject({ outcome: 'succeeded', exitCode: 0 });
  expect(fact?.review?.counts).toEqual({ replace: 1, destroy: 1 });
  expect(fact?.review?.items).toMatchObject([
    { address: 'aws_db_instance.a', forcedBy: ['engine'], holdsData: true },
    { address: expect.stringMatching(/^aws_thing\.a\["(?!hunter)/) },
  ]);
  expect(fact?.review?.digest).toBe(reviewOf(PLAN).digest);
  expect(output).toMatch(/planning\nThe plan was reviewed\.\n$/);
  expect(existsSync(join(run.dir, 'plan.json'))).toBe(false);
  expect(await everythingIn(run.dir)).not.toContain(SECRET);
});

test.each([
  ['nothing', '', 'it is empty'],
  ['words', 'Planning…', 'it is not JSON alone, or it is cut off'],
  ['half a plan', JSON.stringify(PLAN).slice(0, -5), 'it is not JSON alone, or it is cut off'],
  ['words behind a plan', `${JSON.stringify(PLAN)}\ndone`, 'it is not JSON alone, or it is cut off'],
  ['something like JSON', `{"password": ${SECRET}}`, 'it is not JSON'],
  ['a state', JSON.stringify({ format_version: '1.0', values: {} }), 'a document in it is no plan'],
  [
    'a name that cannot be shown',
    JSON.stringify(aPlanJson([aResource('a.b\n', ['create'])])),
    'a document in it is no plan',
  ],
  ['a unit twice', JSON.stringify({ unit: 'a', plan: PLAN }).repeat(2), 'the unit a stands in it twice'],
  ['no plan at all', '[]', 'no plan stands in it'],
])('a command that prints %s fails the plan, with words that quote nothing', async (_, text, why) => {
  const { outcome, output } = await planned(printing(text));
  expect(outcome).toMatchObject({ outcome: 'failed', reason: `The plan's JSON cannot be read: ${why}.` });
  expect(output).not.toContain(SECRET);
});

test('a plan nested deeper than anybody reads, and one of a command that fails, are no plans', async () => {
  const deep = `{"x":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
  const nested = JSON.stringify(aPlanJson([aResource('a.b', ['create'], {}, { after: '@' })])).replace('"@"', deep);
  expect((await planned(printing(nested))).outcome.outcome).toBe('failed');
  const failing = await planned(printing(JSON.stringify(PLAN), 'process.exitCode = 1'));
  expect(failing.outcome).toMatchObject({ outcome: 'failed', exitCode: 1 });
  expect(failing.fact?.review).toBeUndefined();
});

test('several units in one output are one review, and one that is missing fails the plan but is told', async () => {
  const units = [
    { unit: 'net', plan: aPlanJson([aResource('aws_vpc.a', ['delete'])]) },
    { unit: 'db', plan: PLAN },
    [
      { Name: 'net', Result: 'succeeded' },
      { Name: 'db', Result: 'succeeded', Reason: 'error ignored' },
      { Name: 'app', Result: 'early exit' },
      { Name: 'old', Result: 'excluded' },
    ],
  ];
  const { outcome, fact } = await planned(printing(units.map((unit) => JSON.stringify(unit, undefined, 2)).join('\n')));
  expect(outcome).toMatchObject({
    outcome: 'failed',
    reason: 'Unit app: Planning it did not succeed. Units without a plan that counts: 2.',
  });
  expect(fact?.review).toMatchObject({
    counts: { destroy: 1 },
    units: [{ name: 'app' }, { name: 'db' }, { name: 'net', counts: { destroy: 1 } }],
  });
});

test('a plan of another run than the report tells of does not count', async () => {
  const stale = [{ unit: 'net', plan: aPlanJson() }, [{ Name: 'db', Result: 'succeeded' }]];
  const { fact } = await planned(printing(stale.map((unit) => JSON.stringify(unit)).join('')));
  expect(fact?.review?.units).toMatchObject([
    { name: 'db', fault: 'Its plan is missing.' },
    { name: 'net', fault: 'Its plan is not of this run.' },
  ]);
});

test('what a plan leaves for apply is kept, and apply is not begun on anything else', async () => {
  const plan = await aRun(() => [
    script(`require('fs').writeFileSync('plan.bin', 'v1')`),
    { kind: 'keep', files: ['plan.bin'] },
  ]);
  expect((await carryOut(plan)).outcome.outcome).toBe('succeeded');
  const files = (await readKept(plan.dir)) ?? [];
  expect(files).toMatchObject([{ file: 'plan.bin', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  expect(statSync(join(plan.dir, 'kept.json')).mode & 0o777).toBe(0o600);

  const apply = (cwd: string): Task[] => [
    { kind: 'unchanged', files },
    script(`require('fs').writeFileSync('applied', '')`, cwd),
  ];
  const run = await aRun(apply);
  expect((await carryOut(run)).outcome).toMatchObject({ outcome: 'failed', reason: 'plan.bin is not there.' });
  for (const [text, outcome] of [
    ['v2', 'failed'],
    ['v1', 'succeeded'],
  ] as const) {
    const next = await aRun(apply);
    writeFileSync(join(next.cwd, 'plan.bin'), text);
    const ended = await carryOut(next);
    expect(ended.outcome.outcome).toBe(outcome);
    expect(existsSync(join(next.cwd, 'applied'))).toBe(outcome === 'succeeded');
    expect(ended.output).toMatch(
      outcome === 'failed' ? /is not the one that the plan left/ : /is as the plan left it\.\n/,
    );
  }
});

test('a plan that does not leave what apply needs has failed', async () => {
  const run = await aRun(() => [{ kind: 'keep', files: ['plan.bin'] }]);
  expect((await carryOut(run)).outcome).toMatchObject({ outcome: 'failed', reason: 'plan.bin is not there.' });
  expect(await readKept(run.dir)).toBeUndefined();
});

test('an output that is larger than can be read, or than the disk, is at fault, and holds nobody up', async () => {
  const dir = await tempFolder();
  const [whole, large, full] = [
    captureIn(join(dir, 'a'), 10),
    captureIn(join(dir, 'b'), 10),
    captureIn('/dev/full', 10),
  ];
  for (const capture of [whole, large, full]) {
    capture.push(Buffer.from('12345'));
    if (capture === large) for (let n = 0; n < 3; n += 1) capture.push(Buffer.from('6789'));
    capture.end();
  }
  expect(whole.fault).toBeUndefined();
  expect([large.fault, full.fault]).toMatchObject([
    expect.stringMatching(/more than can be read/),
    expect.stringMatching(/disk was full/),
  ]);
  expect(statSync(join(dir, 'a')).mode & 0o777).toBe(0o600);
  expect(statSync(join(dir, 'b')).size).toBeLessThanOrEqual(10);
});
