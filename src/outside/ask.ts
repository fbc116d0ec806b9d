import { lookup } from 'node:dns/promises';
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';

export interface Address {
  readonly address: string;
  readonly family: number;
}

export interface Question {
  readonly signal: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
  /** Posted as it is; without one the address is only read. */
  readonly body?: string;
  /** Called once all of it has left this process: from then on it may have arrived. */
  readonly onSent?: () => void;
}

/** Every address that the host of a URL has now. */
export async function resolve(url: URL, ending: AbortSignal): Promise<readonly Address[]> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
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
  const [first] = addresses;
  if (!first) throw new Error('the name has no address');
  const options: RequestOptions = {
    agent: false,
    signal,
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      'user-agent': 'gonogo',
      ...headers,
      ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
    },
    // The name was resolved once and checked; a second look could get another answer.
    lookup: (_name, wanted, done) =>
      wanted.all ? done(null, [...addresses]) : done(null, first.address, first.family),
  };
  const { promise, resolve: answered, reject } = Promise.withResolvers<IncomingMessage>();
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  request(url, options, answered)
    .on('error', reject)
    .on('finish', () => onSent?.())
    .end(body);
  return promise;
}
