import type { BaseLogger } from 'pino';

export interface Closing {
  /** What must be undone at the end; the last added is the first undone. */
  add(name: string, close: () => Promise<unknown> | undefined): void;
  /** Undoes everything once, however often it is called; one that fails holds no other back. */
  close(): Promise<void>;
}

/** Longest a single part may take to close. */
const PART_MS = 15_000;

/** Opens a stack of things to close. */
export function openClosing(log: BaseLogger): Closing {
  const parts: { readonly name: string; readonly close: () => Promise<unknown> | undefined }[] = [];
  let closed: Promise<void> | undefined;
  const all = async (): Promise<void> => {
    for (const { name, close } of parts.toReversed()) {
      try {
        await bounded(close());
      } catch (error) {
        log.warn({ err: error }, `closing ${name}`);
      }
    }
  };
  return {
    add(name, close) {
      parts.push({ name, close });
    },
    close: () => (closed ??= all()),
  };
}

async function bounded(work: Promise<unknown> | undefined): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`did not close within ${PART_MS} ms`)), PART_MS);
  try {
    await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
