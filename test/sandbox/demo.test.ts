import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, stat, truncate } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test, vi } from 'vitest';
import { DEMO_WORKSPACE } from '../../sandbox/demo/workspace.ts';
import { readPolicyFile } from '../../src/policy/read-policy-file.ts';
import { policyWarnings } from '../../src/policy/warnings.ts';
import { hasTofu } from '../support/tofu.ts';
import { aDemo, everyOrder, fingerprint, health, step } from './a-demo.ts';

const FIRST = { httpStatus: 200, status: 'healthy', version: 'v1.0.0', orders: 600, schema: 1 };

describe.concurrent('the demo', () => {
  test('its policy is accepted without a warning, and names only people and channels of its workspace', async ({
    onTestFinished,
  }) => {
    const hosting = hasTofu('the stack of the demo');
    const demo = await aDemo(onTestFinished, { hosting });
    const reading = await readPolicyFile(demo.policyFile);
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
    const outside = { SMTP_URL: 'smtp://127.0.0.1:25', TEAMS_ORDERS_URL: 'http://127.0.0.1/' };
    const env = { PATH: `${dirname(process.execPath)}${delimiter}/usr/bin`, ...outside };
    expect(policyWarnings(reading.policy, { labels: ['default'], env })).toEqual([]);
    expect(reading.policy.timezone).toBe('Europe/Zurich');
    expect(Object.keys(reading.policy.runbooks)).toEqual(['orders-release', ...(hosting ? ['hosting'] : [])]);
    const text = await readFile(demo.policyFile, 'utf8');
    expect(text).toContain(`${demo.url}/health`);
    const known = [...DEMO_WORKSPACE.people, ...DEMO_WORKSPACE.channels, ...DEMO_WORKSPACE.userGroups];
    const named = text.match(/\b[UCS]0[A-Z]+\b/g) ?? [];
    expect(named.length).toBeGreaterThan(8);
    expect(new Set(named).difference(new Set(known.map(({ id }) => id)))).toEqual(new Set());
  });

  test('without OpenTofu there is no stack, nor a service or a runbook for it', async ({ onTestFinished }) => {
    const demo = await aDemo(onTestFinished);
    const reading = await readPolicyFile(demo.policyFile);
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
    expect(Object.keys(reading.policy.runbooks)).toEqual(['orders-release']);
    expect(Object.keys(reading.policy.services)).toEqual(['orders-db', 'orders', 'storefront']);
    expect(existsSync(join(demo.dir, 'hosting'))).toBe(false);
  });

  test('`node` in a step is the Node that the tests and the bot run on', async ({ onTestFinished }) => {
    const demo = await aDemo(onTestFinished);
    expect(await step(demo, 'preflight')).toMatchObject({
      code: 0,
      said: expect.stringMatching(new RegExp(`^Node ${process.version}\n.*v1.0.0, healthy, 600 orders\n$`, 's')),
    });
  });

  test('a plan says what would change and changes nothing', async ({ onTestFinished }) => {
    const demo = await aDemo(onTestFinished);
    const before = await fingerprint(demo);
    const planned = await step(demo, 'plan', 'v1.2.0');
    expect(planned.code).toBe(0);
    expect(planned.said).toContain('v1.0.0 -> v1.2.0');
    expect(planned.said).toMatch(/schema +1 -> 2/);
    expect(await fingerprint(demo)).toBe(before);
    expect(await health(demo)).toEqual(FIRST);
  });

  test('a good release is applied and verified, and a rollback brings back the old version with its data', async ({
    onTestFinished,
  }) => {
    const demo = await aDemo(onTestFinished);
    const before = everyOrder(demo);
    expect(await step(demo, 'backup')).toMatchObject({ code: 0, said: expect.stringMatching(/sha256 [0-9a-f]{64}/) });
    expect((await stat(join(demo.dir, 'backup/orders.gz'))).size).toBeGreaterThan(1_000);
    expect((await step(demo, 'restore-test')).said).toContain('600 orders, schema 1');
    expect(await step(demo, 'check-version', 'v1.2.0')).toMatchObject({ code: 1 });

    const applied = await step(demo, 'apply', 'v1.2.0');
    expect(applied).toMatchObject({ code: 0, said: expect.stringContaining('Migrated 300 of 600 orders') });
    expect(await health(demo)).toEqual({ ...FIRST, version: 'v1.2.0', schema: 2 });
    expect(await step(demo, 'check-version', 'v1.2.0')).toMatchObject({ code: 0 });
    expect(await (await fetch(`${demo.url}/`)).text()).toContain('Welcome to Orders v1.2.0');
    expect((await step(demo, 'plan', 'v1.0.0')).said).toContain('going back is a rollback');
    expect(everyOrder(demo)).not.toBe(before);

    expect(await step(demo, 'rollback')).toMatchObject({ code: 0 });
    expect(await health(demo)).toEqual(FIRST);
    expect(everyOrder(demo)).toBe(before);
  });

  test('a bad release is applied and then unhealthy, until it is rolled back', async ({ onTestFinished }) => {
    const demo = await aDemo(onTestFinished);
    await step(demo, 'backup');
    expect(await step(demo, 'apply', 'v1.3.0-bad')).toMatchObject({ code: 0 });
    expect(await health(demo)).toMatchObject({ httpStatus: 503, status: 'unhealthy', version: 'v1.3.0-bad' });
    expect(await step(demo, 'rollback')).toMatchObject({ code: 0 });
    expect(await health(demo)).toEqual(FIRST);
  });

  test('a broken release fails after the migration and leaves the old version unhealthy, until it is rolled back', async ({
    onTestFinished,
  }) => {
    const demo = await aDemo(onTestFinished);
    await step(demo, 'backup');
    const applied = await step(demo, 'apply', 'v1.4.0-broken');
    expect(applied).toMatchObject({ code: 1, said: expect.stringMatching(/still runs v1\.0\.0: roll back\.\n$/) });
    expect(await health(demo)).toMatchObject({ httpStatus: 503, status: 'unhealthy', version: 'v1.0.0', schema: 3 });
    expect(await step(demo, 'rollback')).toMatchObject({ code: 0 });
    expect(await health(demo)).toEqual(FIRST);
  });

  test('an apply that is stopped ends between two batches, and may be run again', async ({ onTestFinished }) => {
    const demo = await aDemo(onTestFinished);
    const child = spawn('node', ['runbook/apply.ts', 'v1.2.0'], {
      cwd: demo.dir,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('Migrated 120 ')) child.kill('SIGINT');
    });
    expect(await once(child, 'exit')).toEqual([1, null]);
    expect(await health(demo)).toEqual(FIRST);
    expect(await step(demo, 'apply', 'v1.2.0')).toMatchObject({ code: 0 });
    expect(await health(demo)).toMatchObject({ status: 'healthy', version: 'v1.2.0' });
  });

  test('a backup that was cut short is found by the restore test, and nothing is restored from it', async ({
    onTestFinished,
  }) => {
    const demo = await aDemo(onTestFinished);
    expect(await step(demo, 'rollback')).toMatchObject({ code: 1, said: 'There is no backup at backup/orders.gz.\n' });
    await step(demo, 'backup');
    await truncate(join(demo.dir, 'backup/orders.gz'), 2_000);
    const before = await fingerprint(demo);
    expect(await step(demo, 'restore-test')).toMatchObject({ code: 1 });
    expect(await step(demo, 'rollback')).toMatchObject({ code: 1 });
    expect(await fingerprint(demo)).toBe(before);
  });

  test('what is no release is refused before anything is looked at', async ({ onTestFinished }) => {
    const demo = await aDemo(onTestFinished);
    const before = await fingerprint(demo);
    for (const name of ['plan', 'apply', 'check-version']) {
      expect(await step(demo, name, '1.2')).toEqual({ code: 1, said: '1.2 is not a release such as v1.2.0.\n' });
    }
    expect(await fingerprint(demo)).toBe(before);
  });

  test('a service that dies is started again', async ({ onTestFinished }) => {
    const demo = await aDemo(onTestFinished);
    const pid = async (): Promise<number> => Number(await readFile(join(demo.dir, 'service.pid'), 'utf8'));
    const first = await pid();
    process.kill(first, 'SIGKILL');
    await vi.waitFor(async () => expect(await pid()).not.toBe(first), 5_000);
    expect(await health(demo)).toEqual(FIRST);
  });
});
