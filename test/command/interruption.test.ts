import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { followRun } from '../../src/jobs/command/follow.ts';
import { readStatus } from '../../src/jobs/command/inspect-run.ts';
import { launchRun } from '../../src/jobs/command/launch.ts';
import type { RunStatus } from '../../src/jobs/command/outcome.ts';
import { requestKill, requestStop } from '../../src/jobs/command/stop.ts';
import { aRun, carryOut, endOf, kill, script, textOf, until } from './runs.ts';

/** Notes every signal under its name, says it is ready, and goes on until the file `go` is there. */
function notes(name: string, onInterrupt = ''): string {
  return `const fs = require('fs');
  for (const s of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(s, () => { fs.appendFileSync('${name}.signals', s + ' '); ${onInterrupt} });
  fs.writeFileSync('${name}.ready', String(process.pid));
  setInterval(() => { if (fs.existsSync('go')) process.exit(5); }, 20);`;
}

/** A process that ended and that nobody has asked after is dead all the same. */
function isAlive(pid: string): boolean {
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && !/\) [ZX] /.test(readFileSync(stat, 'utf8'));
}

const STOP = { by: 'U0ADA', at: 1, reason: 'wrong release' };

test('a run past its limit gets one SIGINT, is reported as overdue, and ends as timed out when it ends', async () => {
  const run = await aRun(() => [script(notes('leaf'))], { timeoutMs: 2400, quietMs: 900 });
  await launchRun({ ...run, env: {} });
  const overdue: RunStatus[] = [];
  const ended = followRun(run.dir, {
    fromByte: 0,
    onOutput: () => undefined,
    onOverdue: (status) => void overdue.push(status),
  });
  await textOf(join(run.cwd, 'leaf.signals'));
  const since = statSync(join(run.cwd, 'leaf.ready')).mtimeMs;
  await until(() => overdue.length === 1 && Date.now() > since + 3000);
  await requestStop(run.dir, STOP);
  await until(() => Date.now() > since + 3600);
  writeFileSync(join(run.cwd, 'go'), '');
  expect(await ended).toMatchObject({
    outcome: 'timedOut',
    exitCode: 5,
    reason: expect.stringContaining('was silent for longer than'),
  });
  expect(readFileSync(join(run.cwd, 'leaf.signals'), 'utf8')).toBe('SIGINT ');
  expect(overdue).toMatchObject([{ overdue: true, why: 'quiet', interrupted: [{ pid: expect.any(Number) }] }]);
});

test('the limit in total counts while a command talks', async () => {
  const talks = `setInterval(() => console.log('.'), 50)`;
  const { outcome } = await carryOut(await aRun(() => [script(talks), script('')], { timeoutMs: 700, quietMs: 600 }));
  expect(outcome).toMatchObject({
    outcome: 'timedOut',
    signal: 'SIGINT',
    failedTask: 0,
    reason: expect.stringContaining('longer than its limit of 700 ms'),
  });
  expect(outcome.facts).toHaveLength(1);
});

test('a stop reaches the leaf below a parent, once, however often it is asked for, and nobody else', async () => {
  const parent = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(notes('leaf', 'process.exit(130)'))}], { stdio: 'inherit' })
    .on('exit', (code) => process.exit(code === 130 ? 2 : 0)); ${notes('parent')}`;
  const run = await aRun(() => [script(parent), script(notes('next'))]);
  await launchRun({ ...run, env: {} });
  await textOf(join(run.cwd, 'leaf.ready'));
  await textOf(join(run.cwd, 'parent.ready'));
  expect([await requestStop(run.dir, STOP), await requestStop(run.dir, STOP)]).toEqual([true, false]);
  await textOf(join(run.cwd, 'leaf.signals'));
  const { outcome } = await endOf(run.dir);
  expect(outcome).toMatchObject({
    outcome: 'stopped',
    exitCode: 2,
    reason: expect.stringContaining('It was stopped by U0ADA: wrong release'),
  });
  expect(readFileSync(join(run.cwd, 'leaf.signals'), 'utf8')).toBe('SIGINT ');
  expect(existsSync(join(run.cwd, 'parent.signals'))).toBe(false);
  expect(existsSync(join(run.cwd, 'next.ready'))).toBe(false);
});

test('a stop through make reaches the leaf and make reports it', async () => {
  const run = await aRun((cwd) => [{ kind: 'command', argv: ['make', '-f', join(cwd, 'Makefile'), 'apply'] }]);
  writeFileSync(join(run.cwd, 'leaf.cjs'), notes('leaf', 'process.exit(1)'));
  writeFileSync(join(run.cwd, 'Makefile'), `apply:\n\t${process.execPath} leaf.cjs\n`);
  await launchRun({ ...run, env: {} });
  await textOf(join(run.cwd, 'leaf.ready'));
  await requestStop(run.dir, STOP);
  const { outcome } = await endOf(run.dir);
  expect(outcome).toMatchObject({ outcome: 'stopped', exitCode: 2 });
  expect(readFileSync(join(run.cwd, 'leaf.signals'), 'utf8')).toBe('SIGINT ');
});

test('a run that ends well in spite of a stop has succeeded, and says so', async () => {
  const run = await aRun(() => [script(notes('leaf', 'process.exit(0)'))]);
  await launchRun({ ...run, env: {} });
  await textOf(join(run.cwd, 'leaf.ready'));
  await requestStop(run.dir, { ...STOP, reason: '' });
  const { outcome } = await endOf(run.dir);
  expect(outcome).toMatchObject({
    outcome: 'succeeded',
    exitCode: 0,
    note: 'It was stopped by U0ADA. It had ended well all the same.',
  });
});

test('what outlives its stop goes on until it is killed, with all it started, and nobody can prove what it did', async () => {
  const deaf = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(notes('child'))}], { stdio: 'inherit' }); ${notes('leaf')}`;
  const run = await aRun(() => [script(deaf), script(notes('next'))]);
  await launchRun({ ...run, env: {} });
  const pids = await Promise.all(['leaf', 'child'].map((name) => textOf(join(run.cwd, `${name}.ready`))));
  await requestStop(run.dir, STOP);
  await textOf(join(run.cwd, 'child.signals'));
  await requestKill(run.dir, { ...STOP, reason: 'it hangs' });
  const { outcome } = await endOf(run.dir);
  expect(outcome).toMatchObject({
    outcome: 'unknown',
    signal: 'SIGKILL',
    reason: 'What it had done by then cannot be proved. It was killed by U0ADA: it hangs',
  });
  expect(outcome).not.toHaveProperty('survivors');
  expect(pids.filter(isAlive)).toEqual([]);
  expect(existsSync(join(run.cwd, 'next.ready'))).toBe(false);
});

test('a stop that came before the start lets nothing begin', async () => {
  const run = await aRun(() => [script(notes('leaf'))]);
  mkdirSync(run.dir);
  await requestStop(run.dir, STOP);
  const { outcome } = await carryOut(run);
  expect(outcome).toMatchObject({ outcome: 'stopped', facts: [] });
  expect(existsSync(join(run.cwd, 'leaf.ready'))).toBe(false);
});

test('signals to the wrapper itself change nothing', async () => {
  const run = await aRun(() => [script(notes('leaf'))]);
  await launchRun({ ...run, env: {} });
  await textOf(join(run.cwd, 'leaf.ready'));
  const { pid } = JSON.parse(readFileSync(join(run.dir, 'started', 'alive.json'), 'utf8'));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.kill(pid, signal);
  writeFileSync(join(run.cwd, 'go'), '');
  expect((await endOf(run.dir)).outcome).toMatchObject({ outcome: 'failed', exitCode: 5 });
  expect(existsSync(join(run.cwd, 'leaf.signals'))).toBe(false);
  expect(await readStatus(run.dir)).toBeUndefined();
});

test('a daemon that holds the output does not hold up the end of the run and is named, not killed', async () => {
  const daemon = `require('fs').writeFileSync('daemon.pid', String(process.pid)); setTimeout(() => {}, 30000)`;
  const starts = `const fs = require('fs'); require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(daemon)}], { stdio: 'inherit' }).unref();
    setInterval(() => { if (fs.existsSync('daemon.pid')) { console.log('started'); process.exit(0); } }, 20)`;
  const run = await aRun(() => [script(starts)]);
  const { outcome, output } = await carryOut(run);
  const pid = Number(await textOf(join(run.cwd, 'daemon.pid')));
  expect(outcome).toMatchObject({
    outcome: 'succeeded',
    exitCode: 0,
    survivors: [{ pid, command: expect.stringContaining('daemon.pid') }],
  });
  expect(outcome.endedAt - outcome.startedAt).toBeLessThan(6000);
  expect(output).toContain('started\n');
  expect(process.kill(pid, 0)).toBe(true);
  kill(pid);
});
