import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { launchRun } from '../../src/jobs/command/launch.ts';
import { carriedOut } from '../command/carried-out.ts';
import { LINES, mostMemory, pours } from '../command/large-output.ts';
import { aRun, endOf, script, tempFolder, textOf, until, wrapperPid } from '../command/runs.ts';
import { aPolicy, aRunbook } from '../support/a-policy.ts';

const LAUNCHER = fileURLToPath(new URL('../command/launcher.ts', import.meta.url));
const MIB = 2 ** 20;
/** No process may take more, or grow by more, however much a command says: what was not collected yet, and none of its output. */
const MEMORY_MAX = 320 * MIB;

const mounts: string[] = [];

afterEach(() => {
  for (const mount of mounts.splice(0)) execFileSync('umount', ['-l', mount]);
});

const linux = test.runIf(process.platform === 'linux');

/** The most that this process grows by from now on, in bytes. */
function growth(): { end(): number } {
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 50);
  return {
    end() {
      clearInterval(timer);
      return most - before;
    },
  };
}

linux('of 1 GB of output the record keeps what a log may hold, and neither wrapper nor worker grows', async () => {
  const cwd = await tempFolder();
  const { lock: _lock, backup: _backup, plan: _plan, watch: _watch, ...rest } = aRunbook();
  const run = [process.execPath, '-e', pours(LINES, 1000, 0)] as const;
  const runbook = { ...rest, cwd, destructive: false, preflight: [], verify: [], apply: { run } };
  const worker = growth();
  const wrapper = until(async () => {
    const runs = await readdir(join(cwd, 'data/runs')).catch(() => []);
    const name = runs.find((those) => those.includes('apply'));
    if (name === undefined) return undefined;
    await textOf(join(cwd, 'data/runs', name, 'started/alive.json'));
    return wrapperPid(join(cwd, 'data/runs', name));
  }).then(mostMemory);
  const { change } = await carriedOut(cwd, aPolicy({ runbooks: { 'web-release': runbook } }));
  const { runs } = await change();
  const apply = runs.find(({ step }) => step === 'apply');
  expect(apply).toMatchObject({ outcome: 'succeeded' });
  const kept = statSync(join(cwd, 'data/runs', apply?.run ?? '', 'output.log')).size;
  expect(kept).toBeGreaterThan(60 * MIB);
  expect(kept).toBeLessThan(65 * MIB);
  expect(await wrapper).toBeLessThan(MEMORY_MAX);
  expect(worker.end()).toBeLessThan(MEMORY_MAX);
});

linux('a single line of 600 MB is kept in pieces within the same memory', async () => {
  const run = await aRun(() => [script(pours(`'plan '.repeat(200000)`, 600, 0))], { outputMaxBytes: 700 * MIB });
  const list = join(run.cwd, 'list.json');
  writeFileSync(list, JSON.stringify([{ ...run, env: {} }]));
  const worker = spawn(process.execPath, [LAUNCHER, list], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void worker.kill('SIGKILL'));
  const gone = once(worker, 'exit');
  await textOf(join(run.dir, 'started/alive.json'));
  const took = await Promise.all([mostMemory(wrapperPid(run.dir)), mostMemory(worker.pid ?? 0)]);
  await gone;
  expect(Math.max(...took)).toBeLessThan(MEMORY_MAX);
  const outcome = JSON.parse(readFileSync(join(run.dir, 'outcome.record'), 'utf8').split('\n')[0] ?? '');
  expect(outcome).toMatchObject({ outcome: 'succeeded', exitCode: 0, droppedBytes: 0 });
  // Its pieces are as long as a line may be, each with the end of a line.
  expect(outcome.outputBytes).toBeGreaterThan(600_000_000);
  expect(outcome.outputBytes).toBeLessThan(600_100_000);
});

test.skipIf(process.getuid?.() !== 0 || process.platform !== 'linux')(
  '1 GB of output onto a disk that is full does not stop the command, and is told (needs root for a small disk)',
  async () => {
    const run = await aRun(() => [script(pours(LINES, 1000, 9))], { outputMaxBytes: 1024 * MIB });
    const disk = join(run.cwd, 'disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk]);
    mounts.push(disk);
    const dir = join(disk, 'run');
    await launchRun({ dir, spec: run.spec, env: {} });
    const memory = await mostMemory(wrapperPid(dir));
    const { outcome } = await endOf(dir);
    expect(outcome).toMatchObject({
      outcome: 'failed',
      exitCode: 9,
      note: expect.stringContaining('are lost: the disk was full'),
    });
    expect(outcome.outputBytes + outcome.droppedBytes).toBeGreaterThan(1_000_000_000);
    expect(statSync(join(dir, 'output.log')).size).toBeLessThan(8 * MIB);
    expect(memory).toBeLessThan(MEMORY_MAX);
  },
);
