import { addressGuard } from '../../outside/address-guard.ts';
import { resolve } from '../../outside/ask.ts';
import type { Address } from '../../outside/fixed-lookup.ts';
import { fail, type CheckVerdict } from './verdict.ts';

type Guarded =
  | { readonly ok: true; readonly addresses: readonly Address[] }
  | { readonly ok: false; readonly verdict: CheckVerdict };

/**
 * The addresses that a host has now: every one of them must be public or in an allowed range, else nothing is sent. Whoever asks
 * connects to none but these, so that a name that changes its mind leads nowhere else.
 */
export async function guarded(
  host: string,
  what: string,
  allow: readonly string[],
  ending: AbortSignal,
): Promise<Guarded> {
  const addresses = await resolve(host, ending);
  const mayReach = addressGuard(allow);
  const refused = addresses.find(({ address }) => !mayReach(address));
  if (!refused) return { ok: true, addresses };
  const sentence = `${what} was not asked: ${refused.address} is not a public address and no allowed range holds it.`;
  return { ok: false, verdict: fail(sentence) };
}
