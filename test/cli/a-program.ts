import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { isExpected } from '../../src/cli/expected.ts';
import type { Command } from '../../src/cli/terminal.ts';

const PROGRAM = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

export interface Answer {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** A folder that is gone when the test is over, and that a server run by another user may pass through. */
export async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gonogo-cli-'));
  await chmod(folder, 0o711);
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs the program as a person would, in a folder of its own and with nothing in its environment but this. */
export async function gonogo(args: readonly string[], env: NodeJS.ProcessEnv, cwd?: string): Promise<Answer> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: cwd ?? (await aFolder()),
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [code, output, errors] = await Promise.all([
    new Promise<number | null>((resolve) => child.once('close', resolve)),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, output, errors };
}

/** Runs one command in this process: what it printed, or the sentence it ended with. */
export async function run(command: Command, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Answer> {
  const [output, errors] = [new PassThrough(), new PassThrough()];
  const said = Promise.all([text(output), text(errors)]);
  let code: number | null = null;
  let problem = '';
  try {
    code = await command.run(args, { env, input: new PassThrough(), output, errors });
  } catch (error) {
    if (!isExpected(error)) throw error;
    problem = error.message;
  } finally {
    output.end();
    errors.end();
  }
  const [printed, complained] = await said;
  return { code, output: printed, errors: complained + problem };
}
