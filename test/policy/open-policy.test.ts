import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { pino } from 'pino';
import { openClosing } from '../../src/closing.ts';
import { openPolicyOrEmpty } from '../../src/open-policy-or-empty.ts';
import { openPolicy } from '../../src/policy/open-policy.ts';
import type { PolicyInForce, PolicyWatch } from '../../src/policy/open-policy.ts';
import type { PolicyReading } from '../../src/policy/read-policy.ts';
import { REQUIRED } from './a-policy.ts';

let folder = '';
let file = '';
let opened: PolicyInForce | undefined;
let readings: PolicyReading[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gonogo-policy-'));
  file = join(folder, 'gonogo.yaml');
  readings = [];
});

afterEach(async () => {
  await opened?.close();
  opened = undefined;
  await rm(folder, { recursive: true, force: true });
});

async function open(watch: PolicyWatch = {}): Promise<PolicyInForce> {
  const policy = await openPolicy(file, { onRead: (reading) => void readings.push(reading), settleMs: 20, ...watch });
  if (!policy.ok) throw new Error(JSON.stringify(policy.problems));
  opened = policy.inForce;
  return policy.inForce;
}

test('the first reading refuses a broken file', async () => {
  await writeFile(file, 'timezone: Mars/Phobos\n');
  const policy = await openPolicy(file);
  expect(policy.ok).toBe(false);
  if (!policy.ok) expect(policy.problems.map(({ path }) => path)).toContain('timezone');
});

test('a missing file says how to write one', async () => {
  expect(await openPolicy(file)).toMatchObject({
    ok: false,
    problems: [{ message: expect.stringContaining('gonogo -- init') }],
  });
});

test('bytes that are not UTF-8 are refused', async () => {
  await writeFile(file, Buffer.concat([Buffer.from(REQUIRED), Buffer.from([0xff])]));
  expect(await openPolicy(file)).toMatchObject({
    ok: false,
    problems: [{ message: expect.stringContaining('UTF-8') }],
  });
});

test('an edit takes effect, a broken one keeps the last good policy and is told, a mended one clears it', async () => {
  await writeFile(file, REQUIRED);
  const policy = await open();
  await writeFile(file, `${REQUIRED}language: fr\n`);
  await vi.waitFor(() => expect(policy.current().language).toBe('fr'), 5000);

  await writeFile(file, `${REQUIRED}language: klingon\n`);
  await vi.waitFor(() => expect(policy.problems()).toHaveLength(1), 5000);
  expect(policy.current().language).toBe('fr');
  expect(readings.at(-1)).toMatchObject({ ok: false, problems: [{ path: 'language', line: 9 }] });

  await writeFile(file, `${REQUIRED}language: en\n`);
  await vi.waitFor(() => expect(policy.current().language).toBe('en'), 5000);
  expect(policy.problems()).toEqual([]);
});

test('a file that is replaced, as editors do, is read', async () => {
  await writeFile(file, REQUIRED);
  const policy = await open();
  await writeFile(`${file}.new`, `${REQUIRED}language: fr\n`);
  await rename(`${file}.new`, file);
  await vi.waitFor(() => expect(policy.current().language).toBe('fr'), 5000);
});

test('a link that is turned to another file is seen by polling', async () => {
  await writeFile(join(folder, 'one'), REQUIRED);
  await writeFile(join(folder, 'two'), `${REQUIRED}language: fr\n`);
  await symlink('one', join(folder, 'now'));
  await symlink('now', file);
  const policy = await open({ pollMs: 50 });
  await symlink('two', join(folder, 'next'));
  await rename(join(folder, 'next'), join(folder, 'now'));
  await vi.waitFor(() => expect(policy.current().language).toBe('fr'), 5000);
});

test('a file that disappears is a problem and changes nothing', async () => {
  await writeFile(file, REQUIRED);
  const policy = await open();
  await rm(file);
  await policy.reload();
  expect(policy.problems()).toHaveLength(1);
  expect(policy.current().timezone).toBe('Europe/Zurich');
});

test('patterns are followed with the policy: a broken one keeps the last good ones, and says where it is broken', async () => {
  const pattern =
    'title: Ours\nversion: 1.0.0\nowner: Us\nupdated: 2026-09-01\nkind: normal\nrisk: low\nduration: 1h\n';
  await writeFile(file, REQUIRED);
  const policy = await open({ pollMs: 50 });
  expect(policy.patterns()['routine-maintenance']).toMatchObject({ preApproved: true });
  await mkdir(join(folder, 'patterns'));
  await writeFile(join(folder, 'patterns/ours.yaml'), pattern);
  await vi.waitFor(() => expect(policy.patterns()['ours']?.version).toBe('1.0.0'), 5000);

  await writeFile(join(folder, 'patterns/ours.yaml'), pattern.replace('normal', 'usual'));
  await vi.waitFor(() => expect(policy.problems()).toMatchObject([{ file: 'patterns/ours.yaml', line: 5 }]), 5000);
  expect(policy.patterns()['ours']?.kind).toBe('normal');

  await writeFile(join(folder, 'patterns/ours.yaml'), pattern.replace('1.0.0', '1.1.0'));
  await vi.waitFor(() => expect(policy.patterns()['ours']?.version).toBe('1.1.0'), 5000);
  expect(policy.problems()).toEqual([]);
});

test('a token that was pasted into the file stands neither in the log nor in what the operator is told', async () => {
  const lines: string[] = [];
  const log = pino({ base: null }, { write: (line: string) => void lines.push(line) });
  const closing = openClosing(log);
  onTestFinished(() => closing.close());
  await writeFile(file, REQUIRED);
  const { problems } = await openPolicyOrEmpty(file, closing, log);
  await writeFile(file, `${REQUIRED}language: xoxb-1-verysecret\n`);
  await vi.waitFor(() => expect(problems()).toHaveLength(1), 5000);
  expect(problems()[0]).toContain('xoxb-[hidden]');
  await vi.waitFor(() => expect(lines.join('')).toContain('is broken'));
  expect(lines.join('')).not.toContain('verysecret');
});
