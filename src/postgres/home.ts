import { chmod, lstat, mkdir, mkdtemp, realpath, rm, stat, symlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Log } from './log.ts';
import { run, type RunAs } from './run-as.ts';

/** Where the record of a root-run bot goes when its data folder is out of the server's reach. */
export const PLACE = '/var/lib/gonogo';

export type HomeOptions = { dataDir: string; as: RunAs | undefined; place: string; log: Log };

/**
 * The folder that holds everything of the embedded server, `<dataDir>/postgres`, made at the first start.
 *
 * A bot started by root runs the server as another user, and that user cannot enter, say, `/root/gonogo/data`. Then the
 * folder is made below `place` and `<dataDir>/postgres` becomes a link to it, so that it moves with the data folder's
 * name. A folder that already is there and is out of reach is refused, for a second, empty record beside it would be
 * worse.
 */
export async function openHome(options: HomeOptions): Promise<string> {
  const { dataDir, as } = options;
  await makeFolder(dataDir, as).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The data folder ${dataDir} cannot be made (${why}): set DATA_DIR to another folder.`, { cause });
  });
  const named = join(await realpath(dataDir), 'postgres');
  if ((await lstat(named).catch(() => undefined)) === undefined) await makeHome(named, options);

  const home = await realpath(named).catch(() => {
    throw new Error(
      `${named} is a link to a folder that is gone: bring that folder back, or remove the link to begin anew.`,
    );
  });
  await ownedByUs(home);
  if (as !== undefined && !(await canEnter(home, as))) {
    throw new Error(
      `PostgreSQL must not run as root, and user ${as.uid}, as whom it would run, cannot enter ${home}: let others enter the folders above it (chmod o+x), or start the bot as an ordinary user.`,
    );
  }
  return home;
}

async function makeHome(named: string, { dataDir, as, place, log }: HomeOptions): Promise<void> {
  if (as === undefined || (await canEnter(await realpath(dataDir), as))) {
    await mkdir(named, { recursive: true });
    await chmod(named, as === undefined ? 0o700 : 0o755);
    return;
  }
  await makeFolder(place, as).catch((cause: unknown) => {
    throw new Error(
      `User ${as.uid}, as whom PostgreSQL runs when the bot is root, cannot enter ${dataDir}, and ${place} cannot be made: set DATA_DIR to a folder that others may enter, or start the bot as an ordinary user.`,
      { cause },
    );
  });
  await ownedByUs(await realpath(place));
  const slug = named
    .replaceAll(/[^a-zA-Z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(-48);
  const placed = await mkdtemp(join(place, `${slug}-`));
  await chmod(placed, 0o755);
  try {
    await symlink(placed, named);
  } catch (error) {
    await rm(placed, { recursive: true });
    // Another start was quicker: its folder is the one.
    if ((await lstat(named).catch(() => undefined)) === undefined) throw error;
    return;
  }
  log.warn(
    { dataDir, placed },
    `The record is kept in ${placed}: the server does not run as root and cannot enter ${dataDir}`,
  );
}

/** Makes the folder and those above it that are missing; what root makes can be passed through by the server's user, whatever root's umask. */
async function makeFolder(folder: string, as: RunAs | undefined): Promise<void> {
  const path = resolve(folder);
  const first = await mkdir(path, { recursive: true });
  if (first === undefined || as === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) await chmod(made, 0o711);
}

/** Throws unless the folder is this user's and nobody else may write to it: what lies in it will be run and trusted. */
async function ownedByUs(folder: string): Promise<void> {
  const found = await stat(folder);
  if (!found.isDirectory()) throw new Error(`${folder} is not a folder: remove it, or set DATA_DIR to another folder.`);
  if (found.uid !== process.getuid?.()) {
    throw new Error(
      `${folder} belongs to user ${found.uid} and the bot runs as user ${process.getuid?.()}: start it as that user, or set DATA_DIR to another folder.`,
    );
  }
  if ((found.mode & 0o022) !== 0) {
    throw new Error(
      `Others may write to ${folder}: take that right away (chmod go-w), or set DATA_DIR to another folder.`,
    );
  }
}

/** Whether that user can enter the folder. Tried for real: modes alone miss access lists and mount options. */
async function canEnter(folder: string, as: RunAs): Promise<boolean> {
  try {
    await run({ file: '/bin/sh', args: ['-c', 'cd -- "$1"', 'sh', folder], as, cwd: '/' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) {
      if (!('code' in error && (error.code === 'EPERM' || error.code === 'EINVAL'))) throw error;
      throw new Error(
        `PostgreSQL must not run as root, and this process may not become user ${as.uid}: start the bot as an ordinary user, or set DATABASE_URL.`,
        { cause: error },
      );
    }
    return false;
  }
}
