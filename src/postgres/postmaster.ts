import { chown, lstat, readFile, readlink, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from './log.ts';
import { run } from './run-as.ts';

/** What a server says of itself in `postmaster.pid`. */
export type Postmaster = { pid: number; status: string };

const FAST_STOP_MS = 30_000;
const IMMEDIATE_STOP_MS = 10_000;
const POLL_MS = 20;

/** Reads `postmaster.pid`: the process id is on its first line, the status on its eighth. Undefined when there is none to be read. */
export async function readPostmaster(data: string): Promise<Postmaster | undefined> {
  const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  return Number.isInteger(pid) && pid > 0 ? { pid, status: lines[7]?.trim() ?? '' } : undefined;
}

/**
 * Makes way for a new server on this cluster. A server left behind by a bot that was killed is stopped (it may run an
 * older program or other settings, so it is not taken over), and a `postmaster.pid` that names no server is made
 * harmless. The caller holds the home's lock, so the server found belongs to nobody.
 */
export async function clearAbandoned(data: string, log: Log): Promise<void> {
  const file = join(data, 'postmaster.pid');
  const found = await readPostmaster(data);
  if (found === undefined) {
    // Empty or cut short by a power loss; the server would refuse to start on it.
    await rm(file, { force: true });
  } else if (await isServerOn(found.pid, data)) {
    log.info({ pid: found.pid }, 'Stopping the database server that an earlier run left behind');
    await stopAbandoned(found.pid, data);
  } else if (isAlive(found.pid)) {
    await disown(file);
  }
}

async function stopAbandoned(pid: number, data: string): Promise<void> {
  for (const [signal, waitMs] of [
    ['SIGINT', FAST_STOP_MS],
    ['SIGQUIT', IMMEDIATE_STOP_MS],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended in between, which the next lines find out.
    }
    const until = performance.now() + waitMs;
    while (performance.now() < until) {
      if (!(await isServerOn(pid, data))) return;
      await sleep(POLL_MS);
    }
  }
  throw new Error(
    `The database server of an earlier run (process ${pid}) does not stop: stop it, then start the bot again.`,
  );
}

/**
 * Puts our own process id in the place of one that meanwhile belongs to a stranger. The server would take that
 * stranger for a server, but skips its parent; the file's other lines must stay, for by them it finds out
 * whether a child of the former server still has its memory open.
 */
async function disown(file: string): Promise<void> {
  const { uid, gid } = await lstat(file);
  const [, ...rest] = (await readFile(file, 'utf8')).split('\n');
  const fresh = `${file}.new`;
  await rm(fresh, { force: true });
  await writeFile(fresh, [String(process.pid), ...rest].join('\n'), { mode: 0o600, flag: 'wx' });
  if (process.getuid?.() === 0) await chown(fresh, uid, gid);
  await rename(fresh, file);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Whether that process is a PostgreSQL server on that very folder, by its command line (and, once the folder has moved, by where it stands). */
async function isServerOn(pid: number, data: string): Promise<boolean> {
  const words = await commandLine(pid);
  if (basename(words[0] ?? '') !== 'postgres') return false;
  if (words.some((word, at) => word === '-D' && words[at + 1] === data)) return true;
  return (await readlink(`/proc/${pid}/cwd`).catch(() => undefined)) === data;
}

async function commandLine(pid: number): Promise<string[]> {
  if (process.platform === 'linux') {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
  }
  const line = await run({
    file: 'ps',
    args: ['-ww', '-o', 'command=', '-p', String(pid)],
    as: undefined,
    cwd: '/',
  }).catch(() => '');
  // A path may hold blanks, so the words around it mark its ends (see the arguments in server.ts).
  const parts = /^(.+?) -D (.+?) -c /.exec(line);
  return parts === null ? [] : [parts[1] ?? '', '-D', parts[2] ?? ''];
}
