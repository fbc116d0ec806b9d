import type { IncomingMessage } from 'node:http';
import { ask } from '../../outside/ask.ts';
import { guarded } from './guarded.ts';
import { noAnswer } from './no-answer.ts';
import { fail, type CheckVerdict } from './verdict.ts';

export interface Asking {
  readonly url: string;
  readonly allow: readonly string[];
  readonly timeoutMs: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** An answer, of which only the head has been read. */
export interface Answer {
  readonly message: IncomingMessage;
  readonly url: URL;
  /** How long it took since connecting (ms). */
  tookMs(): number;
}

/**
 * Asks an address once and has its answer judged, reading of the body included. It follows no redirect, and it connects to none
 * but the addresses that were checked. No answer in time is inconclusive.
 */
export async function askGuarded<V extends CheckVerdict>(
  { url: address, allow, timeoutMs, headers }: Asking,
  signal: AbortSignal,
  judge: (answer: Answer) => V | Promise<V>,
): Promise<V | CheckVerdict> {
  const url = URL.parse(address);
  if (!url || !['http:', 'https:'].includes(url.protocol)) return fail(`${address} is not an http or https address.`);
  if (url.username !== '' || url.password !== '')
    return fail(`The address of ${url.host} must not carry a user or a password.`);
  const ending = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  try {
    const found = await guarded(url.hostname, url.host, allow, ending);
    if (!found.ok) return found.verdict;
    const askedAt = performance.now();
    const message = await ask(url, found.addresses, { signal: ending, headers });
    try {
      return await judge({ message, url, tookMs: () => performance.now() - askedAt });
    } finally {
      message.destroy();
    }
  } catch (error) {
    return noAnswer({ what: url.host, timeoutMs, signal }, error);
  }
}
