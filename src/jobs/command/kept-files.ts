import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { fileDigest, isErrno, readIfThere } from './files.ts';
import type { CheckResult } from './outcome.ts';
import { runFolder } from './run-folder.ts';
import { KeptFile, type KeepTask, type UnchangedTask } from './spec.ts';
import { writeOnce } from './write-once.ts';

export interface FilesVerdict {
  readonly result: CheckResult;
  readonly sentence: string;
}

/** Takes the SHA-256 of every file that a plan leaves for apply, into the run's folder; one that is not there fails the task. */
export async function keepFiles(
  { files }: KeepTask,
  cwd: string,
  dir: string,
  signal: AbortSignal,
): Promise<FilesVerdict> {
  const kept: KeptFile[] = [];
  for (const file of files) {
    const sha256 = await digestOf(file, cwd, signal);
    if (typeof sha256 !== 'string') return sha256;
    kept.push({ file, sha256 });
  }
  await writeOnce(runFolder(dir).kept, `${JSON.stringify(kept)}\n`);
  return { result: 'pass', sentence: `${inWords(files)} kept for apply.` };
}

/** Looks whether the files are, byte by byte, those that the plan left: whoever wrote another plan there since wrote another change. */
export async function checkUnchanged(
  { files }: UnchangedTask,
  cwd: string,
  signal: AbortSignal,
): Promise<FilesVerdict> {
  for (const { file, sha256 } of files) {
    const now = await digestOf(file, cwd, signal);
    if (typeof now !== 'string') return now;
    if (now !== sha256) {
      return {
        result: 'fail',
        sentence: `${file} is not the one that the plan left: something wrote it since. Plan again.`,
      };
    }
  }
  const names = files.map(({ file }) => file);
  return { result: 'pass', sentence: `${inWords(names)} as the plan left ${names.length > 1 ? 'them' : 'it'}.` };
}

/** What a plan's run kept, where it did. */
export async function readKept(dir: string): Promise<readonly KeptFile[] | undefined> {
  const text = await readIfThere(runFolder(dir).kept);
  return text === undefined ? undefined : z.array(KeptFile).parse(JSON.parse(text));
}

async function digestOf(file: string, cwd: string, signal: AbortSignal): Promise<string | FilesVerdict> {
  const path = resolve(cwd, file);
  try {
    if (!(await stat(path)).isFile()) return { result: 'fail', sentence: `${file} is not a file.` };
    return await fileDigest(path, signal);
  } catch (error) {
    if (signal.aborted) return { result: 'inconclusive', sentence: `Reading ${file} was interrupted.` };
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return { result: 'fail', sentence: `${file} is not there.` };
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { result: 'fail', sentence: `${file} could not be read (${why}).` };
  }
}

function inWords(files: readonly string[]): string {
  return `${files.join(', ')} ${files.length > 1 ? 'are' : 'is'}`;
}
