import { createHash } from 'node:crypto';
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';

const FLUSH_AT_BYTES = 64 * 1024;
const FLUSH_EVERY_MS = 100;

/** A disk that was full is tried again after this long. */
const RETRY_MS = 1000;

/** Of the output beyond the limit the very end is kept as well: that is where a command says why it failed. */
const TAIL_MAX_BYTES = 32 * 1024;

export interface OutputLog {
  /** Takes one or more whole lines. Never throws and never waits: what cannot be kept is counted. */
  readonly write: (lines: string) => void;
  /** `droppedBytes` is all that does not stand in the log, `lostBytes` the part of it that a full disk took. */
  readonly close: () => { outputBytes: number; droppedBytes: number; lostBytes: number; outputSha256: string };
}

/** Opens the log of a run, which keeps at most `maxBytes` (and a little for the end); a full disk loses lines, not the run. */
export function openOutputLog(path: string, maxBytes: number): OutputLog {
  const fd = open(path);
  const hash = createHash('sha256');
  let kept = 0;
  let dropped = 0;
  let lost = 0;
  let unsaid = 0;
  let retryAt = 0;
  let waiting = '';
  let tail: Buffer | undefined;
  const timer = setInterval(flush, FLUSH_EVERY_MS);

  function flush(): void {
    if (waiting === '') return;
    const bytes = Buffer.from(waiting);
    waiting = '';
    if (tail) return keepTail(bytes);
    if (kept + bytes.length <= maxBytes) return save(bytes);
    const cut = kept < maxBytes ? bytes.lastIndexOf('\n', maxBytes - kept - 1) + 1 : 0;
    if (cut > 0) save(bytes.subarray(0, cut));
    tail = Buffer.alloc(0);
    keepTail(bytes.subarray(cut));
  }

  function save(bytes: Buffer): void {
    const now = performance.now();
    if (now < retryAt) return lose(bytes.length);
    // A line cut short by the full disk is ended first.
    const note = unsaid > 0 ? Buffer.from(`\n[${unsaid} bytes of output are lost: the disk was full]\n`) : undefined;
    const all = note ? Buffer.concat([note, bytes]) : bytes;
    const written = append(all);
    if (written < all.length) retryAt = now + RETRY_MS;
    if (note && written >= note.length) unsaid = 0;
    lose(Math.min(bytes.length, all.length - written));
  }

  function append(bytes: Buffer): number {
    let at = 0;
    if (fd === undefined) return 0;
    try {
      while (at < bytes.length) {
        const end = at + writeSync(fd, bytes, at);
        hash.update(bytes.subarray(at, end));
        kept += end - at;
        at = end;
      }
    } catch {
      // A full or broken disk: the caller counts what is missing and the command goes on.
    }
    return at;
  }

  function lose(bytes: number): void {
    dropped += bytes;
    lost += bytes;
    unsaid += bytes;
  }

  function keepTail(bytes: Buffer): void {
    dropped += bytes.length;
    const both = tail ? Buffer.concat([tail, bytes]) : bytes;
    tail =
      both.length > TAIL_MAX_BYTES
        ? Buffer.from(both.subarray(both.indexOf('\n', both.length - TAIL_MAX_BYTES) + 1))
        : both;
  }

  return {
    write: (lines) => {
      waiting += lines;
      if (waiting.length >= FLUSH_AT_BYTES) flush();
    },
    close: () => {
      retryAt = 0;
      flush();
      clearInterval(timer);
      if (tail) {
        dropped -= tail.length;
        const left = dropped > 0 ? `[${dropped} bytes of output are left out here: only so much is kept]\n` : '';
        save(Buffer.concat([Buffer.from(left), tail]));
      }
      if (fd !== undefined) close(fd);
      return { outputBytes: kept, droppedBytes: dropped, lostBytes: lost, outputSha256: hash.digest('hex') };
    },
  };
}

function open(path: string): number | undefined {
  try {
    return openSync(path, 'a', 0o600);
  } catch {
    return undefined;
  }
}

function close(fd: number): void {
  try {
    fdatasyncSync(fd);
  } catch {
    // The bytes that did not reach the disk cannot be saved any other way.
  }
  closeSync(fd);
}
