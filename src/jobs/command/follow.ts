import { open, type FileHandle } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { attendOrphan, type Attendance } from './attend-orphan.ts';
import { inspectRun, readOutcome, readStatus, type RunState } from './inspect-run.ts';
import type { Outcome, RunStatus } from './outcome.ts';
import { isErrno } from './files.ts';
import { runFolder } from './run-folder.ts';

/** Output is handed over in chunks of at most this many bytes. */
const CHUNK_MAX_BYTES = 32 * 1024;

const LOOK_EVERY_MS = 200;

/** A run that was launched has begun long before this. */
const BEGIN_MAX_MS = 30_000;

export interface Following {
  /** Where to go on in the output: the last `toByte` that was taken care of, 0 at first. */
  readonly fromByte: number;
  /** Whole lines, in order; the next chunk waits for the promise. `toByte` is the place behind the chunk. */
  readonly onOutput: (chunk: string, toByte: number) => void | Promise<void>;
  /** Called at most once, when the run passed a ceiling and goes on. */
  readonly onOverdue?: (status: RunStatus) => void | Promise<void>;
  readonly signal?: AbortSignal;
}

/**
 * Follows a run to its end, from whichever process and as often as wanted; all output comes before the outcome. `orphaned` is said of
 * a command that outlived its wrapper, once it has ended; what it says meanwhile is thrown away, since nobody is left who knows what is
 * secret in it; a stop or a kill reaches it through here. Rejects with the signal's reason when aborted (the run is not touched), and
 * where the run does not begin within 30 s.
 */
export async function followRun(
  dir: string,
  { fromByte, onOutput, onOverdue, signal }: Following,
): Promise<Outcome | 'lost' | 'orphaned'> {
  const begunBy = performance.now() + BEGIN_MAX_MS;
  let at = fromByte;
  let told = onOverdue === undefined;
  let attendance: Attendance | undefined;
  for (;;) {
    signal?.throwIfAborted();
    // The state first, the output then: what was written before the end is read after the end was seen.
    const state = await inspectRun(dir);
    at = await readOn(dir, at, isOver(state), onOutput, signal);
    if (state === 'lost') return attendance === undefined ? 'lost' : 'orphaned';
    if (state === 'orphaned') {
      attendance ??= await attendOrphan(dir);
      await attendance.look();
    }
    if (state === 'ended') {
      const outcome = await readOutcome(dir);
      if (outcome) return outcome;
    }
    if (!told && state === 'running') told = await tellOverdue(dir, onOverdue);
    if ((state === 'absent' || state === 'notStarted') && performance.now() > begunBy) {
      throw new Error(`following the run in ${dir}: it has not begun; launch it again`);
    }
    await delay(LOOK_EVERY_MS, undefined, signal ? { signal } : {}).catch(() => signal?.throwIfAborted());
  }
}

function isOver(state: RunState): boolean {
  return state === 'ended' || state === 'lost';
}

async function tellOverdue(dir: string, onOverdue: Following['onOverdue']): Promise<boolean> {
  const status = await readStatus(dir);
  if (!status?.overdue) return false;
  await onOverdue?.(status);
  return true;
}

/** Hands over what the output has gained and answers how far that went; the unfinished last line only when nothing follows it. */
async function readOn(
  dir: string,
  from: number,
  isLast: boolean,
  onOutput: Following['onOutput'],
  signal: AbortSignal | undefined,
): Promise<number> {
  const file = await openIfThere(runFolder(dir).output);
  if (!file) return from;
  const buffer = Buffer.alloc(CHUNK_MAX_BYTES);
  let at = from;
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
      const bytes = buffer.subarray(0, bytesRead);
      const length = chunkLength(bytes, isLast || bytesRead === buffer.length);
      if (length === 0) return at;
      at += length;
      await onOutput(bytes.toString('utf8', 0, length), at);
    }
  } finally {
    await file.close();
  }
}

/** Up to the last line's end; where there is none and no more can be waited for, up to the last whole character. */
function chunkLength(bytes: Buffer, takeRest: boolean): number {
  const lines = bytes.lastIndexOf('\n') + 1;
  if (lines > 0 || !takeRest) return lines;
  return bytes.length < CHUNK_MAX_BYTES ? bytes.length : characterBorder(bytes);
}

/** The last character may be cut: it is left for the next chunk. UTF-8 marks every byte of it but the first with 10……. */
function characterBorder(bytes: Buffer): number {
  let end = bytes.length;
  if (bytes.readUInt8(end - 1) < 0x80) return end;
  do end -= 1;
  while (bytes.readUInt8(end) >> 6 === 0b10);
  return end;
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}
