import { spawn, type ChildProcess } from 'node:child_process';
import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import { readPostmaster } from './postmaster.ts';
import { lastLines, SERVER_ENV, type RunAs } from './run-as.ts';

/** A small machine's settings. They stand on the command line, so that they follow the program and not the cluster's age. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '32MB',
  io_method: 'sync', // no worker processes for reading
  jit: 'off',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_compression: 'on',
  max_wal_size: '256MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // One file for each weekday, begun anew a week later: the log never fills the disk.
  logging_collector: 'on',
  log_directory: 'log',
  log_filename: 'postgres-%a.log',
  log_file_mode: '0600',
  log_rotation_age: '1d',
  log_rotation_size: '0',
  log_truncate_on_rotation: 'on',
  log_checkpoints: 'off',
  // A statement or a detail may quote what people typed.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

/** Longest wait for a server to be ready; after a crash it first replays its log. */
const READY_MS = 120_000;
const POLL_MS = 10;
const FAST_STOP_MS = 20_000;
const IMMEDIATE_STOP_MS = 5_000;

export type ServerOptions = {
  home: string;
  data: string;
  binaries: Binaries;
  as: RunAs | undefined;
  settings: Readonly<Record<string, string>>;
};

/**
 * Starts a server on the port and waits until it takes connections. It is the leader of a session of its own: Ctrl-C in
 * the terminal ends the bot, and the bot the server, after its last write. Throws with the log's last lines when it ends before
 * it is ready.
 */
export async function startServer(
  { home, data, binaries, as, settings }: ServerOptions,
  port: number,
): Promise<ChildProcess> {
  const startedAt = new Date().toISOString().replace('T', ' ').slice(0, 'YYYY-MM-DD hh:mm:ss.mmm'.length);
  await using startLog = await open(join(home, 'start.log'), 'w', 0o600);
  const all = Object.entries({ ...SETTINGS, ...settings, port: String(port) });
  const child = spawn(binaries.postgres, ['-D', data, ...all.flatMap(([name, value]) => ['-c', `${name}=${value}`])], {
    ...as,
    cwd: home,
    env: SERVER_ENV,
    detached: true,
    stdio: ['ignore', startLog.fd, startLog.fd],
  });
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  const until = performance.now() + READY_MS;
  while (performance.now() < until) {
    const postmaster = await readPostmaster(data);
    if (postmaster?.pid === child.pid && postmaster?.status === 'ready' && !hasEnded(child)) {
      child.unref();
      return child;
    }
    if (failure !== undefined) throw new Error('starting the database server', { cause: failure });
    if (hasEnded(child))
      throw new Error(`starting the database server: it ended: ${await whatItSaid(home, data, startedAt)}`);
    await sleep(POLL_MS);
  }
  await stopServer(child);
  throw new Error(
    `starting the database server: not ready after ${READY_MS / 1000} s: ${await whatItSaid(home, data, startedAt)}`,
  );
}

/** Stops a server: at once for its sessions, in order for its files. After 20 s it is stopped without order, and mends itself when next started. */
export async function stopServer(child: ChildProcess): Promise<void> {
  for (const [signal, waitMs] of [
    ['SIGINT', FAST_STOP_MS],
    ['SIGQUIT', IMMEDIATE_STOP_MS],
  ] as const) {
    child.kill(signal);
    if (await ended(child, waitMs)) return;
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function ended(child: ChildProcess, waitMs: number): Promise<boolean> {
  const until = performance.now() + waitMs;
  while (!hasEnded(child) && performance.now() < until) await sleep(POLL_MS);
  return hasEnded(child);
}

/** What it printed before it had its log, then the log's lines since it was started; these begin with their time in UTC. */
async function whatItSaid(home: string, data: string, startedAt: string): Promise<string> {
  const logs = (await readdir(join(data, 'log')).catch(() => [])).map((name) => join(data, 'log', name));
  const lines = (await Promise.all(logs.map((file) => readFile(file, 'utf8')))).flatMap((text) => text.split('\n'));
  const recent = lines.filter((line) => line >= startedAt).toSorted();
  return lastLines([await readFile(join(home, 'start.log'), 'utf8'), ...recent].join('\n'));
}
