import { appendFileSync, mkdirSync, renameSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import type { LogTask } from '../../src/jobs/command/check-tasks.ts';
import { followLogs, standing } from '../../src/jobs/command/follow-logs.ts';
import { aRun, carryOut, script, tempFolder } from './runs.ts';

const { signal } = new AbortController();

/** A log with something in it that was there before, and a look at what comes after. */
async function aLog(more: Partial<LogTask> = {}, before = 'an old ERROR\n') {
  const cwd = await tempFolder();
  const path = join(cwd, 'app.log');
  if (before !== '') writeFileSync(path, before);
  const task: LogTask = { kind: 'log', file: 'app.log', finds: { fragment: 'ERROR' }, atMost: 0, ...more };
  const logs = await followLogs({ cwd, tasks: [task] });
  const look = async () => {
    const { result, sentence } = await logs.look(task, signal);
    return [result, sentence];
  };
  return { cwd, path, look };
}

test('only what is written from the beginning of the run on counts, each line once, however often it is looked at', async () => {
  const { path, look } = await aLog({ atMost: 1 });
  expect(await look()).toEqual(['pass', 'app.log has 0 new lines with “ERROR”.']);
  appendFileSync(path, 'fine\nERROR and ERROR again\nan unfinished ER');
  expect(await look()).toEqual(['pass', 'app.log has 1 new line with “ERROR”.']);
  expect(await look()).toEqual(['pass', 'app.log has 1 new line with “ERROR”.']);
  appendFileSync(path, 'ROR');
  expect(await look()).toEqual(['fail', 'app.log has 2 new lines with “ERROR”, more than 1.']);
  appendFileSync(path, '\n');
  expect(await look()).toEqual(['fail', 'app.log has 2 new lines with “ERROR”, more than 1.']);
});

test('a pattern is looked for anywhere in a line', async () => {
  const { path, look } = await aLog({ finds: { pattern: String.raw`took \d{4,6} ms` } });
  appendFileSync(path, 'took 20 ms\n');
  expect((await look())[0]).toBe('pass');
  appendFileSync(path, 'GET / took 1200 ms in all\n');
  expect(await look()).toEqual([
    'fail',
    String.raw`app.log has 1 new line with something like “took \d{4,6} ms”, more than 0.`,
  ]);
});

test('a line of many megabytes is read in pieces, and what lies across them is found', async () => {
  for (const at of [1020, 1024, 65_533, 4_000_001]) {
    const { path, look } = await aLog({ finds: { fragment: 'ERROR: ünder' } });
    appendFileSync(path, `${'x'.repeat(at)}ERROR: ünder${'y'.repeat(4_000_000)}`);
    expect((await look())[0], String(at)).toBe('fail');
  }
});

test('a log that is rotated is read to its end, and every one after it from its beginning', async () => {
  const { path, look } = await aLog({ atMost: 2 });
  appendFileSync(path, 'ERROR before\n');
  renameSync(path, `${path}.1`);
  expect(await look()).toEqual(['inconclusive', 'app.log is not there.']);
  writeFileSync(path, 'ERROR after\n');
  expect(await look()).toEqual(['pass', 'app.log has 2 new lines with “ERROR”.']);
  renameSync(`${path}.1`, `${path}.2`);
  renameSync(path, `${path}.1`);
  writeFileSync(path, 'ERROR in the third\n');
  expect(await look()).toEqual(['fail', 'app.log has 3 new lines with “ERROR”, more than 2.']);
});

test('what was cut, packed or replaced cannot be told; what comes after it can', async () => {
  const cut = await aLog({}, 'x'.repeat(3000));
  truncateSync(cut.path, 0);
  expect(await cut.look()).toEqual(['inconclusive', 'app.log was cut or rotated away; what stood in it is gone.']);
  appendFileSync(cut.path, 'fine\n');
  expect((await cut.look())[0]).toBe('pass');

  const regrown = await aLog({}, 'x'.repeat(3000));
  writeFileSync(regrown.path, 'y'.repeat(4000));
  expect((await regrown.look())[0]).toBe('inconclusive');

  const packed = await aLog();
  renameSync(packed.path, join(packed.cwd, 'elsewhere'));
  writeFileSync(packed.path, 'fine\n');
  expect((await packed.look())[0]).toBe('inconclusive');
});

test('a log that begins to be is read from its beginning; one that never is says nothing', async () => {
  const { path, look } = await aLog({}, '');
  expect((await look())[0]).toBe('inconclusive');
  writeFileSync(path, 'ERROR\n');
  expect((await look())[0]).toBe('fail');
});

test('a log is a file inside the folder: no link leads out, no folder, no pipe', async () => {
  const { cwd } = await aLog();
  const outside = await tempFolder();
  writeFileSync(join(outside, 'passwd'), 'ERROR\n');
  symlinkSync(join(outside, 'passwd'), join(cwd, 'link.log'));
  symlinkSync(outside, join(cwd, 'logs'));
  symlinkSync('app.log', join(cwd, 'inner.log'));
  mkdirSync(join(cwd, 'folder.log'));
  execFileSync('mkfifo', [join(cwd, 'pipe.log')]);
  const look = async (file: string) => {
    const task: LogTask = { kind: 'log', file, finds: { fragment: 'ERROR' }, atMost: 0 };
    return (await followLogs({ cwd, tasks: [task] })).look(task, signal);
  };
  const aside = `../${basename(outside)}/passwd`;
  for (const file of ['link.log', 'logs/passwd', aside, join(outside, 'passwd')]) {
    expect(await look(file), file).toEqual({ result: 'fail', sentence: `${file} leads out of the runbook's folder.` });
  }
  for (const file of ['folder.log', 'pipe.log'])
    expect(await look(file)).toEqual({ result: 'fail', sentence: `${file} is not a file.` });
  expect(await look('inner.log')).toMatchObject({ result: 'pass' });
});

test('where an apply began is where its checks read on; a place nobody knows says nothing', async () => {
  const { cwd, path } = await aLog();
  const from = await standing(cwd, 'app.log');
  appendFileSync(path, 'ERROR of the apply\n');
  const look = async (known: LogTask['from']) => {
    const task: LogTask = {
      kind: 'log',
      file: 'app.log',
      finds: { fragment: 'ERROR' },
      atMost: 0,
      ...(known === undefined ? {} : { from: known }),
    };
    return (await (await followLogs({ cwd, tasks: [task] })).look(task, signal)).result;
  };
  expect([await look(from), await look(undefined), await look('lost')]).toEqual(['fail', 'pass', 'inconclusive']);
});

test('a run judges what its own tests made the service write, and tells what could not be told', async () => {
  const log = { kind: 'log', file: 'app.log', finds: { fragment: 'ERROR' }, atMost: 0 } as const;
  const write = script(`require('fs').appendFileSync('app.log', 'ERROR\\n')`);
  const noisy = await carryOut(await aRun(() => [write, log]));
  expect(noisy.outcome).toMatchObject({
    outcome: 'failed',
    reason: 'app.log has 1 new line with “ERROR”, more than 0.',
    facts: [
      { kind: 'command', result: 'pass' },
      { kind: 'log', result: 'fail' },
    ],
  });
  const absent = await carryOut(await aRun(() => [log]));
  expect(absent.outcome).toMatchObject({ outcome: 'unknown', failedTask: 0, reason: 'app.log is not there.' });
  expect(absent.output).toBe('log app.log\napp.log is not there.\n');
});
