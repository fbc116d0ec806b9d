import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
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
  const { stop } = runFolder(dir);
  try {
    return await writeOnce(stop, JSON.stringify(request));
  } catch (error) {
    if (!isErrno(error, 'ENOSPC', 'EDQUOT')) throw error;
    await writeFile(stop, '', { flag: 'a', mode: 0o600 });
    return true;
  }
}

/** The sentence that says who stopped a run. */
export function readStop(dir: string): string {
  try {
    const { by, reason } = StopRequest.parse(JSON.parse(readFileSync(runFolder(dir).stop, 'utf8')));
    return reason === '' ? `It was stopped by ${by}.` : `It was stopped by ${by}: ${reason}`;
  } catch {
    return 'It was stopped.';
  }
}
