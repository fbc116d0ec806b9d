import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readdir, realpath, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { LogPlace } from './check-tasks.ts';
import { isErrno } from './files.ts';

/** So much of its end tells a log from another one that got its number on the disk. */
const END_BYTES = 1024;
/** Files beside a log among which its former ones are looked for. */
const BESIDE_MAX = 100;
const PACKED = /\.(?:gz|xz|zst|bz2)$/;

/** A file that may not be read, with the reason. */
export class NotALog extends Error {}

export interface OpenLog {
  readonly path: string;
  readonly file: FileHandle;
  readonly size: number;
  /** Of the file itself, whatever its name. */
  readonly id: string;
  readonly modifiedAt: number;
}

/** Something to read, from a place (byte) to where it ends now. */
export interface Stretch {
  readonly log: OpenLog;
  readonly from: number;
}

/** Opens a file below a folder; undefined where there is none. One that a link leads out of the folder is refused. */
export async function openLog(cwd: string, name: string): Promise<OpenLog | undefined> {
  try {
    const folder = await realpath(cwd);
    const path = await realpath(resolve(folder, name));
    if (!path.startsWith(`${folder}${sep}`)) throw new NotALog(`${name} leads out of the runbook's folder.`);
    return await openPlain(path, name);
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

/** A pipe is not waited for: it is no log. */
async function openPlain(path: string, name: string): Promise<OpenLog> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  const found = await file.stat();
  const id = `${found.dev}:${found.ino}`;
  if (found.isFile()) return { path, file, size: found.size, id, modifiedAt: found.mtimeMs };
  await file.close();
  throw new NotALog(`${name} is not a file.`);
}

/** Where a log stands, at its end or at a place (byte) before it. */
export async function placeOf({ file, size }: OpenLog, at = size): Promise<LogPlace> {
  const { dev, ino } = await file.stat();
  return { dev, ino, size: at, end: await endBefore(file, at) };
}

async function endBefore(file: FileHandle, at: number): Promise<string> {
  const buffer = Buffer.alloc(Math.min(END_BYTES, at));
  const { bytesRead } = await file.read(buffer, 0, buffer.length, at - buffer.length);
  return createHash('sha256').update(buffer.subarray(0, bytesRead)).digest('hex');
}

/**
 * What was written since a log stood at a place: the rest of that file, and where it was rotated whatever came after it, under
 * names that begin with its own and that are not `done`. Undefined where some of it is gone (cut, packed, removed). The caller closes what `opened` gets.
 */
export async function writtenSince(
  place: LogPlace,
  now: OpenLog | undefined,
  done: ReadonlySet<string>,
  opened: OpenLog[],
): Promise<readonly Stretch[] | undefined> {
  if (place === null) return now ? [{ log: now, from: 0 }] : [];
  if (now && (await isAt(now, place))) return [{ log: now, from: place.size }];
  return now && fromRotated(place, now, done, opened);
}

async function fromRotated(
  place: NonNullable<LogPlace>,
  now: OpenLog,
  done: ReadonlySet<string>,
  opened: OpenLog[],
): Promise<readonly Stretch[] | undefined> {
  const folder = dirname(now.path);
  const names = (await readdir(folder)).filter(
    (name) => name !== basename(now.path) && name.startsWith(basename(now.path)),
  );
  if (names.length > BESIDE_MAX) return undefined;
  const beside: OpenLog[] = [];
  let former: OpenLog | undefined;
  for (const name of names) {
    const log = await openPlain(join(folder, name), name).catch(() => undefined);
    if (!log) continue;
    opened.push(log);
    if (await isAt(log, place)) former = log;
    else if (!done.has(log.id)) beside.push(log);
  }
  if (!former) return undefined;
  const { modifiedAt } = former;
  const later = beside.filter((log) => log.modifiedAt >= modifiedAt);
  if (later.some(({ path }) => PACKED.test(path))) return undefined;
  return [{ log: former, from: place.size }, ...[...later, now].map((log) => ({ log, from: 0 }))];
}

/** Whether this is the file that stood there, and what it held then still stands in it. */
async function isAt({ file, size }: OpenLog, place: NonNullable<LogPlace>): Promise<boolean> {
  const { dev, ino } = await file.stat();
  return (
    dev === place.dev && ino === place.ino && size >= place.size && (await endBefore(file, place.size)) === place.end
  );
}
