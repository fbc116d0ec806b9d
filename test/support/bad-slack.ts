import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';

/**
 * What may become of a call: done and its answer lost on the way back; not done, because there were too many; not done, because Slack
 * is broken; done and never answered.
 */
export const MISHAPS = ['lost', 'limited', 'broken', 'hung'] as const;
export type Mishap = (typeof MISHAPS)[number];

export interface BadSlack {
  /** What the bot takes as SLACK_API_URL. */
  readonly apiUrl: string;
  /** How many calls came to grief so far, and how. */
  mishaps(): Readonly<Record<Mishap, number>>;
  close(): Promise<void>;
}

/** Stands before a Slack and passes everything on, but for some calls of these methods: what becomes of each is said by its number. */
export async function badSlack(
  real: () => string,
  { methods, fate }: { readonly methods: readonly string[]; readonly fate: (call: number) => Mishap | undefined },
): Promise<BadSlack> {
  const calls = new Map<string, number>();
  const counts = { lost: 0, limited: 0, broken: 0, hung: 0 };
  const server = createServer((asked, answer) => {
    const method = (asked.url ?? '').split('/').at(-1) ?? '';
    const call = (calls.get(method) ?? 0) + 1;
    calls.set(method, call);
    const mishap = methods.includes(method) ? fate(call) : undefined;
    if (mishap) counts[mishap] += 1;
    if (mishap === 'limited' || mishap === 'broken') return refuse(asked, answer, mishap);
    const { method: verb, headers } = asked;
    const onward = request(
      new URL(method, real()),
      { ...(verb === undefined ? {} : { method: verb }), headers: { ...headers, host: new URL(real()).host } },
      (told) => {
        if (mishap) {
          told.resume();
          // What hangs the bot gives up by itself.
          if (mishap === 'lost') told.once('end', () => asked.socket.destroy());
          return;
        }
        answer.writeHead(told.statusCode ?? 502, told.headers);
        told.pipe(answer);
      },
    );
    onward.on('error', () => asked.socket.destroy());
    asked.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the bad Slack has no port');
  return {
    apiUrl: `http://127.0.0.1:${bound.port}/api/`,
    mishaps: () => ({ ...counts }),
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** As Slack refuses, once the request is in; nothing is done. */
function refuse(asked: IncomingMessage, answer: ServerResponse, mishap: 'limited' | 'broken'): void {
  asked.resume();
  asked.once('end', () => {
    const limited = mishap === 'limited';
    answer.writeHead(limited ? 429 : 503, limited ? { 'retry-after': '1' } : {});
    answer.end(limited ? '{"ok":false,"error":"ratelimited"}' : 'upstream connect error');
  });
}
