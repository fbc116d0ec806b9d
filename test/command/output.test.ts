import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { followRun } from '../../src/jobs/command/follow.ts';
import { launchRun } from '../../src/jobs/command/launch.ts';
import { LINES, mostMemory, pours } from './large-output.ts';
import { aRun, carryOut, endOf, script, textOf, wrapperPid } from './runs.ts';

const mounts: string[] = [];

afterEach(() => {
  for (const mount of mounts.splice(0)) execFileSync('umount', ['-l', mount]);
});

test.runIf(process.platform === 'linux')(
  '200 MB of output leave the exit code true and the memory small',
  { timeout: 40_000 },
  async () => {
    const run = await aRun(
      () => [script(pours(LINES, 196, 3) + `; process.on('exit', () => console.error('the last words'))`)],
      { outputMaxBytes: 2 ** 20 },
    );
    await launchRun({ ...run, env: {} });
    const memory = await mostMemory(wrapperPid(run.dir));
    const { outcome, output } = await endOf(run.dir);
    expect(outcome).toMatchObject({ outcome: 'failed', exitCode: 3 });
    expect(memory).toBeGreaterThan(0);
    expect(memory).toBeLessThan(200 * 2 ** 20);
    expect(outcome.outputBytes + outcome.droppedBytes).toBeGreaterThan(200e6);
    expect(statSync(join(run.dir, 'output.log')).size).toBeLessThan(1.1 * 2 ** 20);
    expect(output).toMatch(/bytes of output are left out here: only so much is kept\]\n[^]*the last words\n/);
    expect(outcome.outputSha256).toBe(createHash('sha256').update(output).digest('hex'));
  },
);

test.runIf(process.platform === 'linux')(
  'a single line of 50 MB is kept in pieces, within the same memory',
  { timeout: 40_000 },
  async () => {
    const run = await aRun(() => [script(pours(`'plan '.repeat(100000)`, 100, 0))]);
    await launchRun({ ...run, env: {} });
    const memory = await mostMemory(wrapperPid(run.dir));
    const { outcome, output } = await endOf(run.dir);
    expect(outcome).toMatchObject({ outcome: 'succeeded', exitCode: 0, droppedBytes: 0 });
    expect(memory).toBeLessThan(200 * 2 ** 20);
    expect(output.slice(output.indexOf('\n')).replaceAll('\n', '')).toHaveLength(50_000_000);
  },
);

test('chunks of output are bounded, and whole lines wherever there are any', async () => {
  const run = await aRun(() => [
    script(`for (let i = 0; i < 3000; i++) console.log(i, 'é'.repeat(i % 90)); console.log('€'.repeat(40000))`),
  ]);
  await launchRun({ ...run, env: {} });
  await endOf(run.dir);
  const chunks: string[] = [];
  const ends: number[] = [];
  await followRun(run.dir, { fromByte: 0, onOutput: (chunk, toByte) => void (chunks.push(chunk), ends.push(toByte)) });
  expect(chunks.join('')).toBe(readFileSync(join(run.dir, 'output.log'), 'utf8'));
  expect(Math.max(...chunks.map((chunk) => Buffer.byteLength(chunk)))).toBeLessThanOrEqual(32 * 1024);
  expect(chunks.slice(0, 3).every((chunk) => chunk.endsWith('\n'))).toBe(true);
  expect(ends.at(-1)).toBe(statSync(join(run.dir, 'output.log')).size);
});

test.skipIf(process.getuid?.() !== 0 || process.platform !== 'linux')(
  'on a disk that fills up the command goes on, its exit code is kept, and the loss is told (needs root for a small disk)',
  async () => {
    const run = await aRun((cwd) => [
      script(
        `const fs = require('fs'); fs.writeFileSync('ready', 'x');
        const timer = setInterval(() => { if (!fs.existsSync('go')) return; clearInterval(timer);
          process.stdout.write('line\\n'.repeat(50000), () => { fs.writeFileSync('effect', 'done'); process.exit(9); }); }, 20)`,
        cwd,
      ),
    ]);
    const disk = join(run.cwd, 'disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', disk]);
    mounts.push(disk);
    const dir = join(disk, 'run');
    await launchRun({ dir, spec: run.spec, env: {} });
    await textOf(join(run.cwd, 'ready'));
    expect(() => writeFileSync(join(disk, 'filler'), Buffer.alloc(600 * 1024))).toThrow('ENOSPC');
    writeFileSync(join(run.cwd, 'go'), '');
    const { outcome } = await endOf(dir);
    expect(outcome).toMatchObject({
      outcome: 'failed',
      exitCode: 9,
      note: expect.stringContaining('are lost: the disk was full'),
    });
    expect(outcome.droppedBytes).toBeGreaterThan(100_000);
    expect(readFileSync(join(run.cwd, 'effect'), 'utf8')).toBe('done');
    await expect(launchRun({ dir: join(disk, 'next'), spec: run.spec, env: {} })).rejects.toThrow('ENOSPC');
  },
);

test('a prompt meets the end of its input at once, and outputs can be opened by name', async () => {
  const run = await aRun(() => [
    { kind: 'command', argv: ['sh', '-c', 'read answer; echo "rc=$?" > /dev/stderr; echo out > /dev/stdout; exit 4'] },
  ]);
  const { outcome, output } = await carryOut(run);
  expect(output.split('\n').slice(1, 3).toSorted()).toEqual(['out', 'rc=1']);
  expect(outcome).toMatchObject({ outcome: 'failed', exitCode: 4 });
});
