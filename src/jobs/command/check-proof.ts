import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { sayDuration } from '../../change/duration.ts';
import type { CheckResult } from './outcome.ts';
import { fileDigest, isErrno } from './files.ts';
import type { ProofTask } from './spec.ts';

/** A clock of another machine may run ahead this much; a file from further ahead says nothing about its age. */
const AHEAD_MAX_MS = 5 * 60_000;

export interface ProofVerdict {
  readonly result: CheckResult;
  readonly sentence: string;
  readonly bytes?: number;
  readonly sha256?: string;
  readonly modifiedAt?: number;
}

/**
 * Looks whether a backup's file is there, a regular one, large enough, fresh and finished, and takes its SHA-256; a link counts as its
 * target. What it lacks is said by name: the backup command itself has ended well by then.
 */
export async function checkProof(task: ProofTask, cwd: string, signal: AbortSignal): Promise<ProofVerdict> {
  const { file } = task;
  const path = resolve(cwd, file);
  try {
    const before = await stat(path);
    const seen = { bytes: before.size, modifiedAt: Math.round(before.mtimeMs) };
    const fault = before.isFile()
      ? faultOf(task, before.size, Date.now() - before.mtimeMs)
      : `${file} is not a regular file.`;
    if (fault !== undefined) return { ...unproven(fault), ...seen };
    const sha256 = await fileDigest(path, signal);
    const after = await stat(path);
    if (after.size !== before.size || after.mtimeMs !== before.mtimeMs || after.ino !== before.ino) {
      return { ...unproven(`${file} changed while it was read: it is still being written.`), ...seen };
    }
    return { result: 'pass', sentence: `${file} is there: ${before.size} bytes, sha256 ${sha256}.`, ...seen, sha256 };
  } catch (error) {
    if (signal.aborted) return { result: 'inconclusive', sentence: `Reading ${file} was interrupted.` };
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return unproven(`${file} is not there.`);
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return unproven(`${file} could not be read (${why}).`);
  }
}

function unproven(fault: string): ProofVerdict {
  return { result: 'fail', sentence: `The backup is not proven: ${fault}` };
}

function faultOf({ file, minBytes, maxAgeMs }: ProofTask, bytes: number, ageMs: number): string | undefined {
  if (bytes === 0) return `${file} is empty.`;
  if (bytes < minBytes) return `${file} has ${bytes} bytes, fewer than the ${minBytes} asked for.`;
  if (ageMs > maxAgeMs)
    return `${file} was written ${sayDuration(ageMs)} ago, and ${sayDuration(maxAgeMs)} is the oldest that counts.`;
  if (ageMs < -AHEAD_MAX_MS) return `${file} is dated in the future, so its age cannot be told.`;
  return undefined;
}
