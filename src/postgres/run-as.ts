import { spawn } from 'node:child_process';

/** A user and a group to run a program as. */
export type RunAs = { uid: number; gid: number };

/** The unprivileged identity ("nobody" on Linux) that stands in for root, under which PostgreSQL refuses to run. */
export const NOBODY: RunAs = { uid: 65_534, gid: 65_534 };

/** Whom the server must run as: `asRoot` when this process is root, oneself (undefined) otherwise. */
export function serverIdentity(asRoot: RunAs = NOBODY): RunAs | undefined {
  return process.getuid?.() === 0 ? asRoot : undefined;
}

/**
 * The whole environment of a PostgreSQL program. Nothing is inherited: a PGDATA, PGPORT or PGOPTIONS of the person who
 * starts the bot must not reach it, nor the bot's tokens.
 */
export const SERVER_ENV = { LANG: 'C', LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' };

export type Program = { file: string; args: string[]; as: RunAs | undefined; cwd: string; input?: string };

/** Runs a short program to its end. Throws with the last lines it printed when it cannot be run or does not succeed. */
export async function run({ file, args, as, cwd, input = '' }: Program): Promise<string> {
  const child = spawn(file, args, { ...as, cwd, env: SERVER_ENV, stdio: ['pipe', 'pipe', 'pipe'] });
  let printed = '';
  const keep = (chunk: Buffer) => {
    printed = (printed + chunk.toString()).slice(-16_384);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  // A program that ends before it has read its input breaks the pipe; its exit status tells the story better.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve(printed);
      else reject(new Error(`running ${file}: ended with ${signal ?? `code ${code}`}: ${lastLines(printed)}`));
    });
  });
}

/** The last lines of what a program printed, on one line. */
export function lastLines(text: string, count = 5): string {
  const lines = text.split('\n').map((line) => line.trim());
  return (
    lines
      .filter((line) => line !== '')
      .slice(-count)
      .join(' | ') || 'it printed nothing'
  );
}
