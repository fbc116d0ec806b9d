import { isIP } from 'node:net';
import { addressGuard } from './address-guard.ts';
import { ask, resolve } from './ask.ts';
import type { Address } from './fixed-lookup.ts';
import { NotTaken } from './not-taken.ts';

const POST_MS = 10_000;
const WAIT_MAX_MS = 300_000;
const WAIT_MS = 10_000;

/**
 * Posts JSON to a webhook, whose address is a secret and in no message of ours. It must be https, or http on this very machine; it is
 * connected to only where it is public or in an allowed range (CIDR), and no redirect is followed. Throws `NotTaken` when what
 * was posted was not, or perhaps not, taken.
 */
export async function postToWebhook(address: string, json: string, allow: readonly string[]): Promise<void> {
  const url = URL.parse(address);
  if (!url || url.username !== '' || url.password !== '') throw new NotTaken({ kind: 'refused', code: 'no_address' });
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new NotTaken({ kind: 'refused', code: 'not_https' });
  let isSent = false;
  const signal = AbortSignal.timeout(POST_MS);
  try {
    const addresses = await resolve(url.hostname, signal);
    mayReach(url, addresses, allow);
    const headers = { 'content-type': 'application/json', accept: '*/*' };
    const answer = await ask(url, addresses, { signal, headers, body: json, onSent: () => (isSent = true) });
    answer.destroy();
    judge(answer.statusCode ?? 0, answer.headers['retry-after']);
  } catch (error) {
    if (error instanceof NotTaken) throw error;
    throw new NotTaken({ kind: isSent ? 'unsure' : 'unreached', code: codeOf(error) }, error);
  }
}

function mayReach({ protocol }: URL, addresses: readonly Address[], allow: readonly string[]): void {
  const isHere = addresses.every(({ address }) => isLoopback(address));
  if (protocol !== 'https:' && !isHere) throw new NotTaken({ kind: 'refused', code: 'not_https' });
  const isAllowed = addressGuard(allow);
  if (!addresses.every(({ address }) => isAllowed(address)))
    throw new NotTaken({ kind: 'refused', code: 'inner_address' });
}

function isLoopback(address: string): boolean {
  return isIP(address) === 4 ? address.startsWith('127.') : address === '::1';
}

/** An answer that says no is one; only a gateway that gave up waiting does not know. */
function judge(status: number, retryAfter: string | undefined): void {
  if (status >= 200 && status < 300) return;
  const code = `http_${status}`;
  if (status === 429) throw new NotTaken({ kind: 'rateLimited', waitMs: waitOf(retryAfter) });
  if (status === 504) throw new NotTaken({ kind: 'unsure', code });
  throw new NotTaken({ kind: status >= 500 || status === 408 ? 'unreached' : 'refused', code });
}

/** Seconds or an instant (RFC 9110 §10.2.3), and never for long. */
function waitOf(retryAfter: string | undefined): number {
  if (retryAfter === undefined) return WAIT_MS;
  const ms = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now();
  return Number.isFinite(ms) ? Math.min(WAIT_MAX_MS, Math.max(0, ms)) : WAIT_MS;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
