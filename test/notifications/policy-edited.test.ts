import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readMessageBlocks } from '../../sandbox/slack/check-payload.ts';
import { openPolicyEdits } from '../../src/jobs/policy-edits.ts';
import { checkRecord } from '../../src/journal/check.ts';
import { policyEdited, policyEditedAlarm } from '../../src/notifications/policy-edited.ts';
import { openPolicy } from '../../src/policy/open-policy.ts';
import { sayProblem } from '../../src/policy/problem.ts';
import { reopened } from '../journal/a-journal.ts';
import { REQUIRED } from '../policy/a-policy.ts';
import { FILED_AT } from '../support/a-change.ts';
import { HOUR } from '../support/a-policy.ts';
import { aMouth, type Mouth } from './a-mouth.ts';
import { HOSTILE } from './stories.ts';

/** A process that reads the policy: what is wrong with it there, and what it does every few seconds. */
function aProcess({ journal, policy }: Mouth, record = journal.record) {
  let problems: readonly string[] = [];
  const look = openPolicyEdits({
    record,
    problems: () => problems,
    tell: (edit, at) => policyEdited(edit, at, policy),
  });
  const glances = async (...found: readonly string[]): Promise<void> => {
    problems = found;
    await look();
  };
  return {
    glances,
    async sees(...found: readonly string[]): Promise<void> {
      await glances(...found);
      await look();
    },
  };
}

const told = (mouth: Mouth): readonly string[] => mouth.messages('C0OPS').map((m) => m.text);

test('a broken policy is told to the operator once, however many processes read it, and that it is mended', async () => {
  const mouth = await aMouth();
  const [one, other] = [aProcess(mouth), aProcess(mouth, reopened(mouth.journal))];
  await Promise.all([one.sees(), other.sees()]);
  await Promise.all([one.sees('gonogo.yaml:3 roles: is missing'), other.sees('gonogo.yaml:3 roles: is missing')]);
  await one.sees('gonogo.yaml:3 roles: is missing');
  await mouth.sayAll();
  expect(told(mouth)).toEqual([
    '*The policy was edited and is broken: 1 problem.* The last good one stays in force; a bot that is started now refuses to start. gonogo.yaml:3 roles: is missing',
  ]);
  await Promise.all([one.sees(), other.sees()]);
  await mouth.sayAll();
  expect(told(mouth).slice(1)).toEqual(['The policy is mended, and in force as it is written now.']);
  expect(await checkRecord(mouth.journal.record, { graceMs: HOUR })).toEqual([]);
});

test('broken in another way it is told again, and so is the same fault once it was mended in between', async () => {
  const mouth = await aMouth();
  const process = aProcess(mouth);
  for (const found of [['a'], ['b'], [], ['a']]) {
    await process.sees(...found);
    await mouth.sayAll();
  }
  expect(told(mouth).map((text) => /1 problem.* (\w)$|mended/.exec(text)?.[1] ?? 'mended')).toEqual([
    'a',
    'b',
    'mended',
    'a',
  ]);
});

test('an edit that is mended before it is looked at again is told to be mended', async () => {
  const mouth = await aMouth();
  const process = aProcess(mouth);
  await process.glances();
  await process.glances('a');
  await mouth.sayAll();
  await process.glances();
  await mouth.sayAll();
  expect(told(mouth)).toEqual([expect.stringContaining('broken'), expect.stringContaining('mended')]);
});

test('a bot that is started on the mended file says so, once', async () => {
  const mouth = await aMouth();
  await aProcess(mouth).sees('gonogo.yaml:3 roles: is missing');
  await mouth.sayAll();
  await aProcess(mouth).sees();
  await aProcess(mouth).sees();
  await mouth.sayAll();
  expect(told(mouth)).toEqual([expect.stringContaining('broken'), expect.stringContaining('mended')]);
});

test('only what holds now is said: an edit that was mended before it could be told is not', async () => {
  const mouth = await aMouth();
  const process = aProcess(mouth);
  await process.sees('a');
  await process.sees();
  await mouth.sayAll();
  expect(told(mouth)).toEqual([expect.stringContaining('mended')]);
  expect(await mouth.state('policy/1')).toMatchObject({ state: 'superseded' });
});

test('without a channel for the operator nothing is written down', () => {
  const channels = { changes: 'C0CHANGES', incidents: '', operator: '' };
  expect(policyEdited({ number: 1, problems: ['a'], digest: 'd' }, FILED_AT, { channels })).toBeUndefined();
});

test('an edit of the file itself reaches the operator with its line', async () => {
  const mouth = await aMouth();
  const folder = await mkdtemp(join(tmpdir(), 'gonogo-policy-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'gonogo.yaml');
  await writeFile(file, REQUIRED);
  const opened = await openPolicy(file, { settleMs: 20 });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  const { inForce } = opened;
  onTestFinished(() => inForce.close());
  const process = aProcess(mouth);
  await writeFile(file, `${REQUIRED}language: klingon\n`);
  await inForce.reload();
  await process.sees(...inForce.problems().map(sayProblem));
  await mouth.sayAll();
  expect(told(mouth)).toEqual([expect.stringMatching(/broken: 1 problem.*gonogo\.yaml:9 language: /)]);
});

test('Slack takes it whatever stands in the file and however much is wrong', () => {
  const problems = Array.from({ length: 60 }, () => HOSTILE.repeat(30));
  const channels = { changes: '', incidents: '', operator: 'C0OPS' };
  const { data = {} } = policyEdited({ number: 1, problems, digest: 'd' }, FILED_AT, { channels }) ?? {};
  const { text, blocks } = policyEditedAlarm(data);
  expect(() => readMessageBlocks(blocks)).not.toThrow();
  expect(JSON.stringify(blocks)).toContain('and 55 more');
  expect(text).not.toContain('\n');
  expect(JSON.stringify(blocks)).not.toMatch(/<!(channel|here|everyone)/);
});
