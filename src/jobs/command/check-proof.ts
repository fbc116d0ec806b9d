import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
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

/** Looks whether a backup's file is there, large enough, fresh and finished, and takes its SHA-256; a link counts as its target. */
export async function checkProof(task: ProofTask, cwd: string, signal: AbortSignal): Promise<ProofVerdict> {
  const { file } = task;
  const path = resolve(cwd, file);
  try {
    const before = await stat(path);
    const seen = { bytes: before.size, modifiedAt: Math.round(before.mtimeMs) };
    const fault = before.isFile() ? faultOf(task, before.size, Date.now() - before.mtimeMs) : `${file} is not a file.`;
    if (fault !== undefined) return { result: 'fail', sentence: fault, ...seen };
    const sha256 = await fileDigest(path, signal);
    const after = await stat(path);
    if (after.size !== before.size || after.mtimeMs !== before.mtimeMs || after.ino !== before.ino) {
      return { result: 'fail', sentence: `${file} changed while it was read: it is still being written.`, ...seen };
    }
    return { result: 'pass', sentence: `${file} is there: ${before.size} bytes.`, ...seen, sha256 };
  } catch (error) {
    if (signal.aborted) return { result: 'inconclusive', sentence: `Reading ${file} was interrupted.` };
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return { result: 'fail', sentence: `${file} is not there.` };
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { result: 'fail', sentence: `${file} could not be read (${why}).` };
  }
}

function faultOf({ file, minBytes, maxAgeMs }: ProofTask, bytes: number, ageMs: number): string | undefined {
  if (bytes < minBytes) return `${file} has ${bytes} bytes, fewer than the ${minBytes} asked for.`;
  if (ageMs > maxAgeMs) return `${file} is ${Math.round(ageMs / 60_000)} minutes old, older than allowed.`;
  if (ageMs < -AHEAD_MAX_MS) return `${file} is dated in the future, so its age cannot be told.`;
  return undefined;
}
