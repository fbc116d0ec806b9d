import { existsSync, readFileSync } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { isErrno } from './files.ts';
import { runFolder } from './run-folder.ts';
import { writeOnce } from './write-once.ts';

/** Who asked for a stop, when, and why (as typed). */
export const StopRequest = z.object({ by: z.string().max(200), at: z.number(), reason: z.string().max(1000) });
export type StopRequest = z.infer<typeof StopRequest>;

/**
 * Asks a run to stop; within half a second its leaf processes get one SIGINT. Asking again changes nothing (false): a second
 * SIGINT would make OpenTofu drop what it is doing. Where the disk has no room for the words, the bare request still counts.
 */
export async function requestStop(dir: string, request: StopRequest): Promise<boolean> {
  return leave(runFolder(dir).stop, request);
}

/** Asks for the death of whatever a run that was stopped still has running, once. */
export async function requestKill(dir: string, request: StopRequest): Promise<boolean> {
  return leave(runFolder(dir).kill, request);
}

/**
 * True for exactly one asker, ever: that one may send a run its SIGINT. Where the disk has no room to write it down nobody may, so that
 * nobody does it twice.
 */
export async function claimInterrupt(dir: string): Promise<boolean> {
  try {
    await (await open(runFolder(dir).interrupted, 'wx', 0o600)).close();
    return true;
  } catch (error) {
    if (isErrno(error, 'EEXIST', 'ENOSPC', 'EDQUOT')) return false;
    throw error;
  }
}

async function leave(path: string, request: StopRequest): Promise<boolean> {
  try {
    return await writeOnce(path, JSON.stringify(request));
  } catch (error) {
    if (!isErrno(error, 'ENOSPC', 'EDQUOT')) throw error;
    await writeFile(path, '', { flag: 'a', mode: 0o600 });
    return true;
  }
}

/** The sentence that says who stopped a run. */
export function readStop(dir: string): string {
  return said('It was stopped', runFolder(dir).stop);
}

/** The sentence that says who had a run killed. */
export function readKill(dir: string): string {
  return said('It was killed', runFolder(dir).kill);
}

/** Both, as far as they were asked for. */
export function readWishes(dir: string): readonly string[] {
  const { stop, kill } = runFolder(dir);
  return [...(existsSync(stop) ? [readStop(dir)] : []), ...(existsSync(kill) ? [readKill(dir)] : [])];
}

function said(what: string, path: string): string {
  try {
    const { by, reason } = StopRequest.parse(JSON.parse(readFileSync(path, 'utf8')));
    return reason === '' ? `${what} by ${by}.` : `${what} by ${by}: ${reason}`;
  } catch {
    return `${what}.`;
  }
}
