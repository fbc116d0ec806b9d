import { closeSync, openSync, writeSync } from 'node:fs';

/** Takes what a program prints, byte by byte; it never throws and never waits, so that the program is never held up. */
export interface Sink {
  push(bytes: Uint8Array): void;
  end(): void;
}

export interface Capture extends Sink {
  /** Why what was captured is not all that was printed, in one sentence. */
  readonly fault: string | undefined;
}

/** Captures an output in a new file of mode 0600, up to `maxBytes`; more, or a full disk, is a fault. */
export function captureIn(path: string, maxBytes: number): Capture {
  let fd: number | undefined;
  let fault: string | undefined;
  let kept = 0;
  try {
    fd = openSync(path, 'w', 0o600);
  } catch {
    fault = 'There is no room on the disk for what it prints.';
  }
  return {
    get fault() {
      return fault;
    },
    push(bytes) {
      if (fd === undefined || fault !== undefined) return;
      kept += bytes.length;
      if (kept > maxBytes) {
        fault = `It printed more than ${Math.round(maxBytes / 1_000_000)} MB, more than can be read.`;
        return;
      }
      try {
        for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
      } catch {
        fault = 'The disk was full before it had printed everything.';
      }
    },
    end() {
      if (fd !== undefined) closeSync(fd);
      fd = undefined;
    },
  };
}

/** Captures a short output in memory; of a longer one the rest is dropped. */
export function captureText(maxBytes: number): Sink & { readonly text: () => string } {
  const chunks: Uint8Array[] = [];
  let kept = 0;
  return {
    push(bytes) {
      if (kept + bytes.length > maxBytes) return;
      kept += bytes.length;
      chunks.push(bytes);
    },
    end: () => undefined,
    text: () => Buffer.concat(chunks).toString('utf8'),
  };
}
