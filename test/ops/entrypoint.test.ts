import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ROOT } from './source-tree.ts';

/** As the wrapper of a step: in a session of its own, until somebody tells it to end. */
const WRAPPER = `
import { existsSync, writeFileSync } from 'node:fs';
const dir = process.argv[2];
writeFileSync(dir + '/wrapper.pid', String(process.pid));
setInterval(() => existsSync(dir + '/end') && process.exit(), 20);
`;

/** As the bot: starts a run where it is asked to, and ends with 7 on SIGTERM. */
const BOT = `
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
const { WRAPPER: wrapper, DIR: dir } = process.env;
if (wrapper) spawn(process.execPath, [wrapper, dir], { detached: true, stdio: 'ignore' }).unref();
process.on('SIGTERM', () => process.exit(7));
writeFileSync(dir + '/bot.pid', String(process.pid));
setInterval(() => undefined, 1000);
`;

const PATIENTLY = { timeout: 10_000 };

interface Container {
  readonly dir: string;
  readonly process: ChildProcess;
  readonly said: () => string;
}

/** The entrypoint over a stand-in of the image's folder; `withRun` has the bot start a run that outlives it. */
async function aContainer({ withRun }: { readonly withRun: boolean }): Promise<Container> {
  const dir = await mkdtemp(join(tmpdir(), 'gonogo-entrypoint-'));
  const wrapper = join(dir, 'src/jobs/command/wrapper.ts');
  await mkdir(join(dir, 'src/jobs/command'), { recursive: true });
  await copyFile(join(ROOT, 'docker-entrypoint.sh'), join(dir, 'docker-entrypoint.sh'));
  await writeFile(wrapper, WRAPPER);
  await writeFile(join(dir, 'bot.ts'), BOT);
  await writeFile(join(dir, 'package.json'), '{ "type": "module" }');
  const child = spawn('sh', [join(dir, 'docker-entrypoint.sh'), process.execPath, join(dir, 'bot.ts')], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, DIR: dir, WRAPPER: withRun ? wrapper : '' },
  });
  let said = '';
  child.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
  onTestFinished(async () => {
    await writeFile(join(dir, 'end'), '');
    if (child.exitCode === null && child.kill('SIGTERM')) await once(child, 'exit');
    await rm(dir, { recursive: true, force: true });
  });
  const begun = withRun ? ['bot.pid', 'wrapper.pid'] : ['bot.pid'];
  await expect.poll(() => begun.every((name) => existsSync(join(dir, name))), PATIENTLY).toBe(true);
  return { dir, process: child, said: () => said };
}

test('a stop ends the bot, and the container ends with its code', async () => {
  const { process: container } = await aContainer({ withRun: false });
  container.kill('SIGTERM');
  expect(await once(container, 'exit')).toEqual([7, null]);
});

test('the container of a step worker stays until the step that runs in it has ended', async () => {
  const { dir, process: container, said } = await aContainer({ withRun: true });
  const step = Number(await readFile(join(dir, 'wrapper.pid'), 'utf8'));
  container.kill('SIGTERM');
  await expect.poll(said, PATIENTLY).toContain('A step is still running');
  expect(container.exitCode).toBeNull();
  expect(process.kill(step, 0)).toBe(true);
  await writeFile(join(dir, 'end'), '');
  expect(await once(container, 'exit')).toEqual([7, null]);
});
