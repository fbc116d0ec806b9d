import type { IncomingMessage, ServerResponse } from 'node:http';

const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/u;

/** Longer bodies are refused: nothing but an upload comes near. */
const BODY_BYTES_MAX = 100_000_000;

/**
 * Why a request is not for this server: a Host header that is not loopback (a name rebound to this machine), or a POST sent by
 * another site's page. Undefined when it is welcome.
 */
export function strayRequest({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): string | undefined {
  const host = headers.host ?? '';
  if (!LOOPBACK.test(host)) return 'This sandbox answers on loopback addresses only.';
  if (method === 'GET' || headers.origin === undefined) return undefined;
  return headers.origin === `http://${host}` ? undefined : 'This sandbox takes no requests from other sites.';
}

/** The whole body. @throws Error when it is longer than allowed. */
export async function readAll(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > BODY_BYTES_MAX) throw new Error('reading a request: the body is too long');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Answers and ends; nothing may be cached or sniffed. */
export function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Buffer,
  more: Record<string, string> = {},
): void {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...more,
  });
  response.end(body);
}

export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(body));
}
