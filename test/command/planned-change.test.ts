import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Policy } from '../../src/change/policy.ts';
import { requestStop } from '../../src/jobs/command/stop.ts';
import { aPlanJson, aResource, reviewOf } from '../support/a-plan.ts';
import { aPolicy, aRunbook } from '../support/a-policy.ts';
import { carriedOut } from './carried-out.ts';
import { tempFolder, textOf } from './runs.ts';

const PLAN = aPlanJson([aResource('aws_db_instance.a', ['create'], {}, { after: { size: 1 } })]);

/** A runbook whose plan is a file, and whose apply takes that file and leaves nothing to do; `meddle` is done while the plan is read. */
function aRunbookOfFiles(cwd: string, meddle = ''): Policy {
  const node = (code: string) => [process.execPath, '-e', `const fs = require('fs'); ${code}`] as const;
  const { lock: _lock, backup: _backup, watch: _watch, ...rest } = aRunbook();
  const runbook = {
    ...rest,
    cwd,
    destructive: false,
    preflight: [],
    verify: [],
    plan: {
      run: node(`fs.copyFileSync('plan.json', 'plan.bin')`),
      json: { run: node(`process.stdout.write(fs.readFileSync('plan.json')); ${meddle}`) },
      keep: ['plan.bin'],
    },
    apply: {
      run: node(
        `fs.copyFileSync('plan.bin', 'applied'); fs.writeFileSync('plan.json', ${JSON.stringify(JSON.stringify(aPlanJson()))})`,
      ),
    },
  };
  return aPolicy({ runbooks: { 'web-release': runbook } });
}

async function planned(cwd: string, policy: Policy) {
  writeFileSync(join(cwd, 'plan.json'), JSON.stringify(PLAN));
  const { change } = await carriedOut(cwd, policy, { plan: reviewOf(PLAN).digest });
  return change();
}

test('a change is planned, reviewed, applied from exactly that plan, and planned again to show that nothing is left', async () => {
  const cwd = await tempFolder();
  const change = await planned(cwd, aRunbookOfFiles(cwd));
  expect(change.runs.map(({ occasion, step, outcome }) => [occasion, step, outcome])).toEqual([
    ['window', 'plan', 'succeeded'],
    ['start', 'plan', 'succeeded'],
    ['start', 'apply', 'succeeded'],
    ['after', 'plan', 'succeeded'],
  ]);
  expect(change.runs.map(({ plan }) => plan?.counts)).toEqual([{ create: 1 }, { create: 1 }, undefined, {}]);
  expect(change.runs[1]?.plan?.digest).toBe(reviewOf(PLAN).digest);
  expect(change.status).toBe('watching');
  expect(readFileSync(join(cwd, 'applied'), 'utf8')).toBe(JSON.stringify(PLAN));
});

test('a plan that something else wrote since is not applied', async () => {
  const cwd = await tempFolder();
  const change = await planned(cwd, aRunbookOfFiles(cwd, `fs.appendFileSync('plan.bin', ' ');`));
  expect(change.runs.at(-1)).toMatchObject({
    step: 'apply',
    outcome: 'failed',
    reason: expect.stringMatching(/^plan\.bin is not the one that the plan left/),
  });
  expect(existsSync(join(cwd, 'applied'))).toBe(false);
});

test('what an apply left running is named in the record, and left alone', async () => {
  const cwd = await tempFolder();
  const policy = aRunbookOfFiles(cwd);
  const { 'web-release': runbook } = policy.runbooks;
  if (!runbook?.apply) throw new Error('no runbook');
  const run = [
    process.execPath,
    '-e',
    `const child = require('child_process').spawn('sleep', ['4711'], { detached: true, stdio: 'ignore' }); child.unref();
     require('fs').writeFileSync('pid', String(child.pid)); ${runbook.apply.run[2] ?? ''}`.replace(
      'const fs',
      'var fs',
    ),
  ] as const;
  const change = await planned(cwd, { ...policy, runbooks: { 'web-release': { ...runbook, apply: { run } } } });
  const pid = Number(readFileSync(join(cwd, 'pid'), 'utf8'));
  const { outcome, survivors } = change.runs.find(({ step }) => step === 'apply') ?? {};
  expect({ outcome, survivors }).toEqual({ outcome: 'succeeded', survivors: [{ pid, command: 'sleep 4711' }] });
  expect(process.kill(pid, 'SIGTERM')).toBe(true);
});

test('what outlives its wrapper is stopped all the same, and nobody can prove what it did', async () => {
  const cwd = await tempFolder();
  const policy = aRunbookOfFiles(cwd);
  const { 'web-release': runbook } = policy.runbooks;
  if (!runbook) throw new Error('no runbook');
  const { plan: _plan, ...rest } = runbook;
  const code = `const fs = require('fs'); process.on('SIGINT', () => process.exit());
    const isRecorded = () => { try { return JSON.parse(fs.readFileSync(process.env.GONOGO_RUN + '/leaf.json', 'utf8')); } catch { return false; } };
    const timer = setInterval(() => { if (!isRecorded()) return; clearInterval(timer);
      process.kill(process.ppid, 'SIGKILL'); fs.writeFileSync('ready', process.env.GONOGO_RUN); setInterval(() => {}, 1000); }, 20);`;
  const apply = { run: [process.execPath, '-e', code] as const };
  const carried = carriedOut(cwd, { ...policy, runbooks: { 'web-release': { ...rest, apply } } });
  await requestStop(await textOf(join(cwd, 'ready')), { by: 'hand', at: 1, reason: 'wrong release' });
  const { change } = await carried;
  expect((await change()).runs.at(-1)).toMatchObject({
    step: 'apply',
    outcome: 'unknown',
    reason: expect.stringMatching(/nobody saw how\. It was stopped by hand: wrong release$/),
  });
});
