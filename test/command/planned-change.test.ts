import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { Policy } from '../../src/change/policy.ts';
import { offeredId } from '../../src/jobs/offered-id.ts';
import { openStepWorker } from '../../src/jobs/steps/step-worker.ts';
import type { Saying } from '../../src/journal/hear.ts';
import { checkRecord } from '../../src/journal/check.ts';
import { claimDueFollowUps } from '../../src/journal/follow-up-rows.ts';
import { readChange } from '../../src/journal/read-change.ts';
import { aJournal } from '../journal/a-journal.ts';
import { anActor } from '../support/a-change.ts';
import { aPlanJson, aResource, reviewOf } from '../support/a-plan.ts';
import { aPolicy, aRunbook } from '../support/a-policy.ts';
import { inHaste, START } from '../support/lives.ts';
import { tempFolder } from './runs.ts';

const PLAN = aPlanJson([aResource('aws_db_instance.a', ['create'], {}, { after: { size: 1 } })]);
const CHANGE = 'CHG-1';

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

/** An emergency carried out by a worker on a record: filed, planned, started, and on as far as it goes by itself. */
async function carriedOut(cwd: string, policy: Policy) {
  writeFileSync(join(cwd, 'plan.json'), JSON.stringify(PLAN));
  const { record, hear } = await aJournal({ policy });
  const worker = openStepWorker({
    record,
    hear,
    policy: () => policy,
    host: 'deploy-1',
    dataDir: join(cwd, 'data'),
    env: {},
    log: pino({ level: 'silent' }),
  });
  const work = async () => {
    for (;;) {
      const due = (await claimDueFollowUps(record, 100, 60_000)).filter(({ kind }) => kind === 'run');
      if (due.length === 0) return;
      for (const { key, generation } of due)
        await worker.onRun(offeredId(key, generation), new AbortController().signal);
    }
  };
  const say = async (change: 'new' | 'CHG-1', intent: Saying['intent']): Promise<void> => {
    const heard = await hear({
      change,
      intent,
      actor: anActor('U0ADA', policy),
      id: intent.type,
      surface: 'modal',
    });
    if (!heard.ok) throw new Error(`${intent.type} was refused: ${JSON.stringify(heard.refusal)}`);
    await work();
  };
  await say('new', { type: 'fileChange', content: inHaste() });
  await say(CHANGE, { ...START(), plan: reviewOf(PLAN).digest });
  expect(await checkRecord(record, { graceMs: 60_000 })).toEqual([]);
  const story = await readChange(record, CHANGE);
  if (!story) throw new Error('the change is gone');
  return story.change;
}

test('a change is planned, reviewed, applied from exactly that plan, and planned again to show that nothing is left', async () => {
  const cwd = await tempFolder();
  const change = await carriedOut(cwd, aRunbookOfFiles(cwd));
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
  const change = await carriedOut(cwd, aRunbookOfFiles(cwd, `fs.appendFileSync('plan.bin', ' ');`));
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
  const change = await carriedOut(cwd, { ...policy, runbooks: { 'web-release': { ...runbook, apply: { run } } } });
  const pid = Number(readFileSync(join(cwd, 'pid'), 'utf8'));
  const { outcome, survivors } = change.runs.find(({ step }) => step === 'apply') ?? {};
  expect({ outcome, survivors }).toEqual({ outcome: 'succeeded', survivors: [{ pid, command: 'sleep 4711' }] });
  expect(process.kill(pid, 'SIGTERM')).toBe(true);
});
