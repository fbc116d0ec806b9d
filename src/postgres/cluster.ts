import { randomBytes } from 'node:crypto';
import { chmod, chown, lchown, lstat, mkdtemp, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import { run, type RunAs } from './run-as.ts';

/** The major version of the embedded server: a cluster of another one cannot be opened. */
const MAJOR = '18';

/** Role and database of the bot. The role owns the database and is no superuser: SQL can neither read files nor run programs. */
const NAME = 'gonogo';

/** Nobody comes in without the password, and nobody but the bot's role: the superuser serves single-user mode only. */
const PG_HBA = `host all ${NAME} 127.0.0.1/32 scram-sha-256\n`;

export type Cluster = { data: string; urlAt: (port: number) => string };
export type ClusterOptions = { home: string; binaries: Binaries; as: RunAs | undefined };

/**
 * The cluster in `<home>/data`, made at the first start. It is made in a folder beside and takes its name when it is
 * complete, so that a start cut short leaves nothing that could never be opened.
 */
export async function ensureCluster(options: ClusterOptions): Promise<Cluster> {
  const { home, as } = options;
  const data = join(home, 'data');
  for (const name of await readdir(home)) {
    // What an interrupted start left; its initdb may be writing still, so what resists is left for the next start.
    if (name.startsWith('data.new-'))
      await rm(join(home, name), { recursive: true, force: true }).catch(() => undefined);
  }
  const passwordFile = join(home, 'password');
  if ((await lstat(data).catch(() => undefined)) === undefined) await createCluster(data, passwordFile, options);

  const version = (await readFile(join(data, 'PG_VERSION'), 'utf8')).trim();
  if (version !== MAJOR) {
    throw new Error(
      `${data} was written by PostgreSQL ${version} and this program brings ${MAJOR}: start the version of the bot that wrote it, make a backup there, and restore it here into an empty folder.`,
    );
  }
  if (as !== undefined) await handOver(data, as);
  const password = (await readFile(passwordFile, 'utf8')).trim();
  return { data, urlAt: (port) => `postgres://${NAME}:${password}@127.0.0.1:${port}/${NAME}` };
}

async function createCluster(
  data: string,
  passwordFile: string,
  { home, binaries, as }: ClusterOptions,
): Promise<void> {
  const password = randomBytes(24).toString('base64url');
  const fresh = await mkdtemp(join(home, 'data.new-'));
  if (as !== undefined) await chown(fresh, as.uid, as.gid);
  await run({
    file: binaries.initdb,
    args: [
      `--pgdata=${fresh}`,
      '--username=postgres',
      '--auth=reject',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ],
    as,
    cwd: home,
  });
  await run({
    file: binaries.postgres,
    args: ['--single', '-D', fresh, '-c', 'exit_on_error=on', 'postgres'],
    as,
    cwd: home,
    input: [
      `create role ${NAME} login createdb password '${password}'`,
      `grant pg_monitor to ${NAME}`,
      `create database ${NAME} owner ${NAME}`,
      '',
    ].join('\n'),
  });
  await writeFile(join(fresh, 'pg_hba.conf'), PG_HBA);

  // The password first: without a cluster it opens nothing, and a cluster without its password stays shut.
  await rm(passwordFile, { force: true });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx', flush: true });
  await rename(fresh, data);
  await flushFolder(home);
}

/** A rename survives a power loss once its folder is on the disk. */
async function flushFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r');
  await handle.sync();
}

/** Gives a cluster that was copied or restored by root back to the user the server runs as. */
async function handOver(data: string, as: RunAs): Promise<void> {
  if ((await lstat(data)).uid === as.uid) return;
  for (const entry of await readdir(data, { recursive: true, withFileTypes: true })) {
    await lchown(join(entry.parentPath, entry.name), as.uid, as.gid);
  }
  await chmod(data, 0o700);
  // Last, so that a hand-over cut short begins again.
  await chown(data, as.uid, as.gid);
}
