import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { asPerson } from '../../sandbox/driver.ts';
import { startWholeSandbox, type WholeSandbox, type WholeSandboxOptions } from '../../sandbox/start-sandbox.ts';
import { readConfig } from '../../src/config.ts';
import { writeConnection } from '../../src/postgres/connection-file.ts';
import { aDatabase } from '../support/postgres.ts';
import { aClient } from './a-sandbox.ts';

async function aPlace(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'gonogo-play-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

async function aWhole(dir: string, options: Partial<WholeSandboxOptions> = {}): Promise<WholeSandbox> {
  const whole = await startWholeSandbox({ dir, spawnBot: false, ...options });
  onTestFinished(() => whole.close());
  return whole;
}

test.each([
  ['socket', { kind: 'socket' }],
  ['http', { kind: 'http' }],
] as const)('the bot gets all it needs for %s mode and nothing of its surroundings', async (mode, kind) => {
  process.env['REDIS_URL'] = 'redis://elsewhere:6379';
  onTestFinished(() => void delete process.env['REDIS_URL']);
  const { env, sandbox, demo } = await aWhole(await aPlace(), { mode, botEnv: { LOG_LEVEL: 'error' } });
  const reading = readConfig(env);
  expect(reading).toMatchObject({
    ok: true,
    config: {
      slack: { apiUrl: sandbox.apiUrl, botToken: sandbox.botToken, mode: kind },
      database: { kind: 'embedded' },
      queue: { kind: 'postgres' },
      policyFile: demo.policyFile,
      logLevel: 'error',
    },
  });
  const { stdout } = await promisify(execFile)('node', ['--version'], { env: { PATH: env['PATH'] } });
  expect(stdout.trim()).toBe(process.version);
  expect((await fetch(sandbox.url)).status).toBe(200);
});

test('messages, files and ports of one start are there at the next', async () => {
  const dir = await aPlace();
  const first = await aWhole(dir);
  const client = aClient(first.sandbox);
  const { ts = '' } = await client.chat.postMessage({ channel: 'C0CHANGES', text: 'CHG-1 is filed' });
  await client.filesUploadV2({ channel_id: 'C0CHANGES', filename: 'apply.log', file: Buffer.from('whole log') });
  const { channel } = await client.conversations.open({ users: 'U0BOB' });
  await client.chat.postMessage({ channel: channel?.id ?? '', text: 'Your vote is asked' });
  await first.close();

  const second = await aWhole(dir);
  expect(second.sandbox.url).toBe(first.sandbox.url);
  expect(second.botUrl).toBe(first.botUrl);
  const updated = await aClient(second.sandbox).chat.update({ channel: 'C0CHANGES', ts, text: 'CHG-1 is approved' });
  expect(updated.ok).toBe(true);
  const bob = asPerson(second.sandbox, 'U0BOB');
  await bob.findMessage('CHG-1 is approved');
  await bob.findMessage('Your vote is asked', { channel: channel?.id ?? '' });
  const [file] = (await second.sandbox.state('U0BOB')).files;
  expect(await (await fetch(new URL(file?.url ?? '', second.sandbox.url))).text()).toBe('whole log');
});

test('a second sandbox on the same folder is refused, and the first goes on', async () => {
  const dir = await aPlace();
  const first = await aWhole(dir);
  await expect(startWholeSandbox({ dir, spawnBot: false })).rejects.toThrow(
    /Another sandbox runs on .*: stop that one/,
  );
  expect((await fetch(`${first.demo.url}/health`)).status).toBe(200);
  await first.close();
  expect((await fetch(`${(await aWhole(dir)).demo.url}/health`)).status).toBe(200);
});

test('the clock cannot be moved before the bot runs, and is the record’s as soon as it does', async () => {
  const { sandbox, dataDir } = await aWhole(await aPlace());
  const skip = async (): Promise<unknown> => {
    const toAt = Date.now() + 7 * 86_400_000;
    const answer = await fetch(new URL('/clock', sandbox.url), { method: 'POST', body: JSON.stringify({ toAt }) });
    return answer.json();
  };
  expect(await skip()).toMatchObject({ ok: false, error: expect.stringContaining('the bot does not run yet') });
  const database = await aDatabase({ migrations: 'src/journal/migrations' });
  onTestFinished(() => database.drop());
  await mkdir(join(dataDir, 'postgres'), { recursive: true });
  await writeConnection(join(dataDir, 'postgres'), { url: database.url, pid: process.pid });
  expect(await skip()).toEqual({ ok: true });
  expect((await sandbox.state('U0ADA')).now).toBeGreaterThan(Date.now() + 6 * 86_400_000);
});
