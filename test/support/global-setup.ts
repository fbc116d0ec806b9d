import { chmod, mkdtemp, readdir, realpath, rm, stat, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/postgres/embedded.ts';
import { lockFolder } from '../../src/postgres/folder-lock.ts';
import { clearAbandoned } from '../../src/postgres/postmaster.ts';
import { toStderr } from './to-stderr.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server that the databases of this run are made on. */
    postgresUrl: string;
  }
}

const PREFIX = 'gonogo-test-run-';

/** These databases are thrown away with the run: they survive a killed process, and need not survive the machine. */
const FORGETFUL = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
};

/** Where there is plenty of memory for files, each of hundreds of databases is copied in a tenth of the time. */
const MEMORY = '/dev/shm';
const MEMORY_MIN_BYTES = 6 * 1024 ** 3;

async function parentFolder(): Promise<string> {
  const { bavail, bsize } = await statfs(MEMORY).catch(() => ({ bavail: 0, bsize: 0 }));
  return bavail * bsize >= MEMORY_MIN_BYTES ? MEMORY : realpath(tmpdir());
}

/** Starts the one PostgreSQL of this test run, and answers with what stops it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeAbandoned();
  const folder = await mkdtemp(join(await parentFolder(), PREFIX));
  await chmod(folder, 0o711); // the server may have to run as another user
  const place = join(folder, 'placed');
  const server = await startEmbeddedPostgres({ dataDir: folder, log: toStderr, place, settings: FORGETFUL });
  project.provide('postgresUrl', server.url);
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

/** Stops the server of a run that was killed, and removes its folder; those of living runs are locked. */
async function removeAbandoned(): Promise<void> {
  const parents = [await realpath(tmpdir()), MEMORY];
  const folders = await Promise.all(
    parents.map(async (parent) => (await readdir(parent).catch(() => [])).map((name) => ({ parent, name }))),
  );
  for (const { parent, name } of folders.flat()) {
    const home = join(parent, name, 'postgres');
    const found = name.startsWith(PREFIX) ? await stat(join(home, 'lock')).catch(() => undefined) : undefined;
    if (found?.uid !== process.getuid?.()) continue;
    const unlock = lockFolder(join(home, 'lock'));
    if (unlock === undefined) continue;
    try {
      await clearAbandoned(join(home, 'data'), toStderr);
    } finally {
      unlock();
    }
    await rm(join(parent, name), { recursive: true, force: true });
  }
}
