import { lookup } from 'node:dns/promises';
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { fixedLookup, type Address } from './fixed-lookup.ts';

export interface Question {
  readonly signal: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
  /** Posted as it is; without one the address is only read. */
  readonly body?: string;
  /** Called once all of it has left this process: from then on it may have arrived. */
  readonly onSent?: () => void;
}

/** Every address that a host has now; one that is an address itself may stand in brackets, as in a URL. */
export async function resolve(name: string, ending: AbortSignal): Promise<readonly Address[]> {
  const host = name.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(host);
  if (family !== 0) return [{ address: host, family }];
  ending.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(ending.reason);
  ending.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([lookup(host, { all: true }), aborted.promise]);
  } finally {
    ending.removeEventListener('abort', onAbort);
  }
}

/** Asks once, connecting to none but these addresses, and follows no redirect. The answer is the caller's to read and destroy. */
export async function ask(
  url: URL,
  addresses: readonly Address[],
  { signal, headers = {}, body, onSent }: Question,
): Promise<IncomingMessage> {
  const options: RequestOptions = {
    agent: false,
    signal,
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      'user-agent': 'gonogo',
      ...headers,
      ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
    },
    lookup: fixedLookup(addresses),
  };
  const { promise, resolve: answered, reject } = Promise.withResolvers<IncomingMessage>();
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  request(url, options, answered)
    .on('error', reject)
    .on('finish', () => onSent?.())
    .end(body);
  return promise;
}
