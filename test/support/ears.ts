import { once } from 'node:events';
import { createServer } from 'node:http';

export interface Ears {
  /** A response_url of this name. */
  url(name: string): string;
  /** What is said to it, the first time. */
  hear(name: string): Promise<string>;
  close(): Promise<void>;
}

/** Where a bot answers people in private, for requests that a test signs itself. */
export async function openEars(): Promise<Ears> {
  const heard = new Map<string, PromiseWithResolvers<string>>();
  const of = (name: string): PromiseWithResolvers<string> => {
    const known = heard.get(name) ?? Promise.withResolvers<string>();
    heard.set(name, known);
    return known;
  };
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      response.end('ok');
      of((request.url ?? '/').slice(1)).resolve(body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: (name) => `http://127.0.0.1:${port}/${name}`,
    hear: (name) => of(name).promise,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
