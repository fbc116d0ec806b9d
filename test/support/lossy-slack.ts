import { once } from 'node:events';
import { createServer, request } from 'node:http';

export interface LossySlack {
  /** What the bot takes as SLACK_API_URL. */
  readonly apiUrl: string;
  /** How many answers were lost so far. */
  lost(): number;
  close(): Promise<void>;
}

/** Stands before a Slack and passes everything on; the answer to every so-manieth call of these methods is lost on its way back. */
export async function lossySlack(
  real: () => string,
  { methods, every }: { readonly methods: readonly string[]; readonly every: number },
): Promise<LossySlack> {
  const calls = new Map<string, number>();
  let lost = 0;
  const server = createServer((asked, answer) => {
    const method = (asked.url ?? '').split('/').at(-1) ?? '';
    const call = (calls.get(method) ?? 0) + 1;
    calls.set(method, call);
    const { method: verb, headers } = asked;
    const onward = request(
      new URL(method, real()),
      { ...(verb === undefined ? {} : { method: verb }), headers: { ...headers, host: new URL(real()).host } },
      (told) => {
        if (methods.includes(method) && call % every === 0) {
          lost += 1;
          told.resume();
          told.once('end', () => asked.socket.destroy());
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
  if (bound === null || typeof bound === 'string') throw new Error('the lossy Slack has no port');
  return {
    apiUrl: `http://127.0.0.1:${bound.port}/api/`,
    lost: () => lost,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
