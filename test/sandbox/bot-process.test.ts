import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test, vi } from 'vitest';
import { runBot, type BotProcess } from '../../sandbox/bot-process.ts';

const STAND_IN = `
import { appendFileSync } from 'node:fs';
const note = (line) => appendFileSync(process.env.NOTES, line + '\\n');
if (process.env.FAILS === 'yes') process.exit(3);
process.on('SIGTERM', () => { note('SIGTERM'); setTimeout(() => process.exit(), 50); });
setInterval(() => undefined, 1000);
note('up ' + process.pid);
`;

async function aPlace() {
  const dir = await mkdtemp(join(tmpdir(), 'gonogo-bot-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const program = join(dir, 'bot.mjs');
  await writeFile(program, STAND_IN);
  const notes = join(dir, 'notes');
  const noted = async (): Promise<string[]> =>
    (await readFile(notes, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
  return { program, notes, noted };
}

async function aBot(env: Record<string, string> = {}) {
  const { program, notes, noted } = await aPlace();
  const said: string[] = [];
  const bot: BotProcess = runBot({ env: { NOTES: notes, ...env }, program, say: (line) => said.push(line) });
  onTestFinished(() => bot.stop());
  return { bot, said, noted };
}

test('a bot that is killed is started again, and stopping it sends one SIGTERM', async () => {
  const { bot, said, noted } = await aBot();
  await vi.waitFor(async () => expect(await noted()).toEqual([`up ${bot.pid()}`]), 5_000);
  process.kill(bot.pid() ?? 0, 'SIGKILL');
  await vi.waitFor(async () => expect(await noted()).toHaveLength(2), 5_000);
  expect(said).toEqual(['The bot ended (SIGKILL); starting it again, 1 of 3.']);
  await Promise.all([bot.stop(), bot.stop()]);
  expect((await noted()).slice(2)).toEqual(['SIGTERM']);
  expect(await bot.ended).toBe('stopped');
  expect(said).toHaveLength(1);
});

test('a bot that cannot start is given up after three more tries', async () => {
  const { bot, said } = await aBot({ FAILS: 'yes' });
  expect(await bot.ended).toBe('gaveUp');
  expect(said).toHaveLength(4);
  expect(said[3]).toBe('The bot ended (exit code 3) once more and is not started again.');
});

test('a bot ends when the sandbox is killed', async () => {
  const { program, notes, noted } = await aPlace();
  const parent = `
    import { runBot } from ${JSON.stringify(new URL('../../sandbox/bot-process.ts', import.meta.url).href)};
    runBot({ env: { NOTES: ${JSON.stringify(notes)} }, program: ${JSON.stringify(program)}, say: () => undefined });
    setInterval(() => console.log('alive'), 50);`;
  const sandbox = spawn(process.execPath, ['--input-type=module', '-e', parent], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(createInterface({ input: sandbox.stdout }), 'line');
  await vi.waitFor(async () => expect(await noted()).toHaveLength(1), 5_000);
  sandbox.kill('SIGKILL');
  await vi.waitFor(async () => expect((await noted())[1]).toBe('SIGTERM'), 5_000);
});
