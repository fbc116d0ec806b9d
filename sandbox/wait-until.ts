import type { Sandbox } from './server.ts';

/** Something looked for: its description, for the error when it does not come, and for how long to look. */
export type Wait = { what: string; withinMs?: number };

const WITHIN_MS = 20_000;

/** Looks again after every change until `look` finds something. @throws Error naming `what` when it does not within the time (20 s). */
export async function waitUntil<T>(
  sandbox: Pick<Sandbox, 'onChange'>,
  look: () => Promise<T | undefined>,
  { what, withinMs = WITHIN_MS }: Wait,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const { promise: changed, resolve } = Promise.withResolvers<void>();
    const stop = sandbox.onChange(resolve);
    const found = await look();
    if (found !== undefined) {
      stop();
      return found;
    }
    const left = deadline - performance.now();
    if (left <= 0) {
      stop();
      throw new Error(`waited ${withinMs} ms for ${what}`);
    }
    const timer = setTimeout(resolve, left);
    await changed;
    clearTimeout(timer);
    stop();
  }
}
