import type { FileHandle } from 'node:fs/promises';

const CHUNK_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

/** A line longer than this is looked at in pieces that overlap, so that no line takes more memory. A fragment is shorter than the overlap. */
const PIECE_BYTES = 1024;
const OVERLAP_BYTES = 512;

export interface Counted {
  /** Lines that matched and ended. */
  readonly lines: number;
  /** Whether the unfinished last line matches so far. */
  readonly isLastOne: boolean;
  /** Where the unfinished last line begins: whoever reads on begins here. */
  readonly next: number;
}

/** Counts the lines of a file between two places (bytes) that match; each counts once. Rejects with the signal's reason when aborted. */
export async function countLines(
  file: FileHandle,
  { from, to }: { readonly from: number; readonly to: number },
  matches: (text: string) => boolean,
  signal: AbortSignal,
): Promise<Counted> {
  const buffer = Buffer.alloc(CHUNK_BYTES);
  let lines = 0;
  let isHit = false;
  let held: Buffer = Buffer.alloc(0);
  let next = from;

  function take(bytes: Buffer): void {
    held = Buffer.concat([held, bytes]);
    for (; held.length > PIECE_BYTES; held = held.subarray(PIECE_BYTES - OVERLAP_BYTES))
      isHit ||= matches(held.toString('utf8', 0, PIECE_BYTES));
  }

  function endLine(): void {
    isHit ||= matches(held.toString('utf8'));
    held = Buffer.alloc(0);
  }

  for (let at = from; at < to;) {
    signal.throwIfAborted();
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, to - at), at);
    if (bytesRead === 0) break;
    const bytes = buffer.subarray(0, bytesRead);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      take(bytes.subarray(start, end));
      endLine();
      if (isHit) lines += 1;
      isHit = false;
      start = end + 1;
      next = at + start;
    }
    take(bytes.subarray(start));
    at += bytesRead;
  }
  endLine();
  return { lines, isLastOne: isHit, next };
}
