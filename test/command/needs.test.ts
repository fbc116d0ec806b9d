import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Task } from '../../src/jobs/command/spec.ts';
import { aRun, carryOut, script } from './runs.ts';

function tool(prints: string, version: string): Task {
  const command = script(`console.log(${JSON.stringify(prints)})`);
  if (command.kind !== 'command') throw new Error('a script is a command');
  return { kind: 'tool', argv: command.argv, version };
}

test.each<[string, Task, RegExp | undefined]>([
  ['a tool within its bounds', tool('OpenTofu v1.6.2', '>=1.6 <2'), undefined],
  ['a tool that is too old', tool('OpenTofu v1.5.7', '>=1.6'), / has version 1\.5\.7; >=1\.6 is asked for\.$/],
  ['a tool that says no version', tool('hello', '>=1.6'), / printed no version; >=1\.6 is asked for\.$/],
  [
    'a tool that is not there',
    { kind: 'tool', argv: ['no-such-tool'], version: '>=1' },
    /^The program no-such-tool was not found\.$/,
  ],
  ['a variable that has a value', { kind: 'env', name: 'NEEDED' }, undefined],
  [
    'a variable that is empty',
    { kind: 'env', name: 'EMPTY' },
    /^The variable EMPTY is not set on this worker, or is empty\.$/,
  ],
  ['a variable that is not let through', { kind: 'env', name: 'USER' }, /^The variable USER is not set/],
  ['room enough', { kind: 'disk', path: '.', freeBytes: 1 }, undefined],
  [
    'too little room',
    { kind: 'disk', path: '.', freeBytes: 1e18 },
    /GB are free at \.; 1000000000\.0 GB are asked for\.$/,
  ],
  [
    'a path that is not there',
    { kind: 'disk', path: 'nowhere', freeBytes: 1 },
    /^How much room there is at nowhere cannot be told \(ENOENT\)\.$/,
  ],
])('a preflight looks at %s', async (_, task, missing) => {
  const { outcome, output } = await carryOut(await aRun(() => [task]), { NEEDED: 'a value of nobody', EMPTY: '' });
  expect(outcome.outcome).toBe(missing ? 'failed' : 'succeeded');
  if (missing) expect(outcome.reason).toMatch(missing);
  expect(`${output}${JSON.stringify(outcome)}`).not.toContain('a value of nobody');
});

test('a preflight looks whether the working tree is clean, and names what is not', async () => {
  const git = (cwd: string, ...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.net', ...args], { cwd, stdio: 'ignore' });
  const run = await aRun(() => [{ kind: 'git' }]);
  const { cwd } = run;
  writeFileSync(join(cwd, 'main.tf'), 'one\n');
  writeFileSync(join(cwd, '.gitignore'), 'run/\nrun2/\n');
  git(cwd, 'init');
  git(cwd, 'add', '.');
  git(cwd, 'commit', '-m', 'one');
  expect((await carryOut(run)).outcome).toMatchObject({ outcome: 'succeeded', facts: [{ kind: 'git' }] });
  writeFileSync(join(cwd, 'main.tf'), 'two\n');
  writeFileSync(join(cwd, 'new.tf'), 'three\n');
  const { outcome } = await carryOut({ ...run, dir: join(cwd, 'run2') });
  expect(outcome).toMatchObject({
    outcome: 'failed',
    reason: 'The working tree is not clean: main.tf and 1 more. Commit it, or put it away.',
  });
  const { outcome: none } = await carryOut(await aRun(() => [{ kind: 'git' }]));
  expect(none).toMatchObject({ outcome: 'failed', reason: 'git exited with code 128.' });
});

test('a working tree that is pinned to a commit is at no other, and what a plan leaves in it counts for nothing', async () => {
  const run = await aRun(() => []);
  const { cwd } = run;
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.net', ...args], { cwd, encoding: 'utf8' });
  writeFileSync(join(cwd, 'main.tf'), 'one\n');
  writeFileSync(join(cwd, '.gitignore'), 'run*/\n');
  git('init');
  git('add', '.');
  git('commit', '-m', 'one');
  const head = git('rev-parse', 'HEAD').trim();
  const look = async (name: string, task: Task) => {
    const dir = join(cwd, name);
    return (await carryOut({ ...run, dir, spec: { ...run.spec, tasks: [task] } })).outcome;
  };
  const pinned = { kind: 'git', commit: head.slice(0, 8) } as const;
  expect(await look('run1', pinned)).toMatchObject({ outcome: 'succeeded' });
  expect(await look('run2', { ...pinned, commit: '0123456789' })).toMatchObject({
    outcome: 'failed',
    reason: `The working tree is at commit ${head.slice(0, 12)}; the change names 0123456789. Check that one out here.`,
  });
  writeFileSync(join(cwd, 'plan.bin'), 'a plan');
  expect(await look('run3', { ...pinned, tracked: true })).toMatchObject({ outcome: 'succeeded' });
  writeFileSync(join(cwd, 'main.tf'), 'two\n');
  expect(await look('run4', { ...pinned, tracked: true })).toMatchObject({ outcome: 'failed' });
});
