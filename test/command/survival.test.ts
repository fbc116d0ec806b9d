import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { attendOrphan } from '../../src/jobs/command/attend-orphan.ts';
import { followRun } from '../../src/jobs/command/follow.ts';
import { inspectRun, readOutcome } from '../../src/jobs/command/inspect-run.ts';
import { launchRun } from '../../src/jobs/command/launch.ts';
import { listProcesses } from '../../src/jobs/command/process-table.ts';
import { runFolder } from '../../src/jobs/command/run-folder.ts';
import { readWishes, requestKill, requestStop } from '../../src/jobs/command/stop.ts';
import { aRun, endOf, kill, script, tempFolder, textOf, until, wrapperPid, type Run } from './runs.ts';

const workers: ChildProcess[] = [];

afterEach(() => {
  for (const worker of workers.splice(0)) worker.kill('SIGKILL');
});

function aWorker(list: string, runs: readonly Run[]): ChildProcess {
  writeFileSync(list, JSON.stringify(runs.map(({ dir, spec }) => ({ dir, spec, env: {} }))));
  const worker = spawn(process.execPath, [fileURLToPath(new URL('launcher.ts', import.meta.url)), list], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  workers.push(worker);
  return worker;
}

/** Says its pid, then a line, waits for the file `go`, says another line and exits with 7. */
const WAITS = `const fs = require('fs'); fs.writeFileSync('pid', String(process.pid)); console.log('before');
  setInterval(() => { if (fs.existsSync('go')) { console.log('after'); process.exitCode = 7; process.exit(); } }, 20)`;

test('a run outlives its worker, and another process gets its true exit code and all of its output', async () => {
  const run = await aRun(() => [script(WAITS)]);
  const worker = aWorker(join(run.cwd, 'list.json'), [run]);
  await textOf(join(run.cwd, 'pid'));
  worker.kill('SIGKILL');
  await once(worker, 'exit');
  expect(await inspectRun(run.dir)).toBe('running');
  writeFileSync(join(run.cwd, 'go'), '');
  const { outcome, output } = await endOf(run.dir);
  expect(outcome).toMatchObject({ outcome: 'failed', exitCode: 7, failedTask: 0, droppedBytes: 0 });
  expect(output).toMatch(/^\$ .*\nbefore\nafter\n\[.* exited with code 7\.\]\n$/s);
  expect(outcome.outputBytes).toBe(Buffer.byteLength(output));
});

test('a follower goes on where an earlier one stopped, without losing or repeating a byte', async () => {
  const run = await aRun(() => [script(WAITS)]);
  await launchRun({ ...run, env: {} });
  const first = new AbortController();
  let output = '';
  let at = 0;
  const following = followRun(run.dir, {
    fromByte: 0,
    signal: first.signal,
    onOutput: (chunk, toByte) => {
      output += chunk;
      at = toByte;
      if (output.includes('before')) first.abort(new Error('the worker was deployed'));
    },
  });
  await expect(following).rejects.toThrow('the worker was deployed');
  writeFileSync(join(run.cwd, 'go'), '');
  await followRun(run.dir, { fromByte: at, onOutput: (chunk) => void (output += chunk) });
  expect(output).toBe(readFileSync(join(run.dir, 'output.log'), 'utf8'));
});

test('a run whose wrapper and command were killed is lost, never failed', async () => {
  const run = await aRun(() => [script(WAITS)]);
  await launchRun({ ...run, env: {} });
  const leaf = Number(await textOf(join(run.cwd, 'pid')));
  kill(wrapperPid(run.dir));
  kill(leaf);
  await until(async () => (await inspectRun(run.dir)) === 'lost');
  expect(await followRun(run.dir, { fromByte: 0, onOutput: () => undefined })).toBe('lost');
  expect(await inspectRun(run.dir)).toBe('lost');
  await launchRun({ ...run, env: {} });
  expect(await inspectRun(run.dir)).toBe('lost');
});

test('a command whose wrapper is killed is not cut, however much it says, and is over when it is', async () => {
  const run = await aRun(() => [
    script(`const fs = require('fs'); fs.writeFileSync('pid', String(process.pid));
      const goes = setInterval(() => { if (!fs.existsSync('go')) return; clearInterval(goes);
        fs.writeSync(1, 'x'.repeat(300_000)); fs.writeSync(2, 'x'.repeat(300_000)); fs.writeFileSync('done', ''); }, 20)`),
  ]);
  await launchRun({ ...run, env: {} });
  await textOf(join(run.cwd, 'pid'));
  kill(wrapperPid(run.dir));
  await until(async () => (await inspectRun(run.dir)) === 'orphaned');
  const followed = followRun(run.dir, { fromByte: 0, onOutput: () => undefined });
  writeFileSync(join(run.cwd, 'go'), '');
  expect(await followed).toBe('orphaned');
  expect(existsSync(join(run.cwd, 'done'))).toBe(true);
});

/** A parent that notes its signals above a leaf that notes its own and goes on; both say when they are there. */
const DEAF_FAMILY = (() => {
  const deaf = (name: string) => `const fs = require('fs');
    process.on('SIGINT', () => fs.appendFileSync('${name}.signals', 'SIGINT ')); fs.writeFileSync('${name}.pid', String(process.pid));
    setInterval(() => { if (fs.existsSync('go')) process.exit(); }, 20);`;
  return `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(deaf('leaf'))}]); ${deaf('parent')}`;
})();

/** A run of that family whose wrapper was killed. */
async function anOrphan(before: (run: Run) => Promise<unknown> = async () => undefined) {
  const run = await aRun(() => [script(DEAF_FAMILY)]);
  await launchRun({ ...run, env: {} });
  const [parent, leaf] = await Promise.all(['parent', 'leaf'].map((name) => textOf(join(run.cwd, `${name}.pid`))));
  await before(run);
  kill(wrapperPid(run.dir));
  await until(async () => (await inspectRun(run.dir)) === 'orphaned');
  const signals = (name: string): string => {
    const file = join(run.cwd, `${name}.signals`);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  };
  return { ...run, pids: [Number(parent), Number(leaf)], signals, follow: () => followRun(run.dir, NOTHING_SAID) };
}

const NOTHING_SAID = { fromByte: 0, onOutput: () => undefined };
const STOP = { by: 'hand', at: 1, reason: 'wrong release' };

test('a stop reaches the leaf of a command whose wrapper is gone once, whoever follows it; a kill ends it with all it started', async () => {
  const { dir, pids, signals, follow } = await anOrphan();
  const followed = [follow(), follow()];
  await requestStop(dir, STOP);
  await until(() => signals('leaf') !== '');
  // A worker that takes it up later finds that it was told.
  followed.push(follow());
  await requestKill(dir, { ...STOP, reason: 'it hangs' });
  expect(await Promise.all(followed)).toEqual(['orphaned', 'orphaned', 'orphaned']);
  await until(async () => (await listProcesses()).every(({ pid, zombie }) => zombie || !pids.includes(pid)));
  expect(signals('leaf')).toBe('SIGINT ');
  expect(signals('parent')).toBe('');
  expect(readWishes(dir)).toEqual(['It was stopped by hand: wrong release', 'It was killed by hand: it hangs']);
});

test('what the wrapper had interrupted before it was killed is not interrupted again', async () => {
  const stopped = async ({ dir, cwd }: Run) => {
    await requestStop(dir, STOP);
    await textOf(join(cwd, 'leaf.signals'));
  };
  const { dir, cwd, signals, follow } = await anOrphan(stopped);
  const attendance = await attendOrphan(dir);
  await attendance.look();
  await attendance.look();
  writeFileSync(join(cwd, 'go'), '');
  await follow();
  expect(signals('leaf')).toBe('SIGINT ');
});

test('a run of an earlier boot is lost even where its pid lives again', async () => {
  const run = await aRun(() => [script(WAITS)]);
  await launchRun({ ...run, env: {} });
  const proofs = [join(run.dir, 'started', 'alive.json'), runFolder(run.dir).leaf];
  const alive = await Promise.all(proofs.map(async (file) => JSON.parse(await textOf(file))));
  for (const other of [{ bootId: 'another boot' }, { startTime: '1' }]) {
    proofs.forEach((file, i) => writeFileSync(file, JSON.stringify({ ...alive[i], ...other })));
    expect(await inspectRun(run.dir)).toBe('lost');
  }
  alive.forEach(({ pid }) => kill(pid));
});

test('an outcome that was torn by a crash is no outcome', async () => {
  const run = await aRun(() => [script('')]);
  expect(await inspectRun(run.dir)).toBe('absent');
  await launchRun({ ...run, env: {} });
  await endOf(run.dir);
  const record = join(run.dir, 'outcome.record');
  const whole = readFileSync(record, 'utf8');
  writeFileSync(record, whole.replace('"succeeded"', '"failed"'));
  expect(await readOutcome(run.dir)).toBeUndefined();
  // Its wrapper has said how it ended, and may not have left yet.
  await until(async () => (await inspectRun(run.dir)) === 'lost');
  writeFileSync(record, whole);
  expect(await inspectRun(run.dir)).toBe('ended');
});

test(
  'of sixteen launches of runs by two workers at once each run has exactly one effect',
  { timeout: 60_000 },
  async () => {
    const count = `require('fs').appendFileSync('effects', 'x')`;
    const runs = await Promise.all(Array.from({ length: 8 }, () => aRun(() => [script(count)])));
    const lists = await tempFolder();
    const both = ['a', 'b'].map((name) => aWorker(join(lists, name), runs));
    await Promise.all(both.map((worker) => once(worker, 'exit')));
    await until(async () =>
      (await Promise.all(runs.map(({ dir }) => inspectRun(dir)))).every((state) => state === 'ended'),
    );
    expect(runs.map(({ cwd }) => readFileSync(join(cwd, 'effects'), 'utf8'))).toEqual(runs.map(() => 'x'));
  },
);

test('a folder that holds one run is refused to another', async () => {
  const run = await aRun(() => [script('')]);
  const other = await aRun(() => [script('1')]);
  await launchRun({ ...run, env: {} });
  await endOf(run.dir);
  rmSync(join(run.dir, 'started'), { recursive: true });
  await expect(launchRun({ dir: run.dir, spec: other.spec, env: {} })).rejects.toThrow('already holds another run');
});
