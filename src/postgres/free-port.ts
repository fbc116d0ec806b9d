import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below those that systems give to outgoing connections (from 32768 on Linux): none of them takes one before it is used. */
const [FROM, TO] = [15_000, 32_768];
const TRIES_MAX = 100;

/** A port of 127.0.0.1 that is free at this moment. Somebody may take it before it is used: be ready to ask again. */
export async function freePort(): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    const port = randomInt(FROM, TO);
    const server = createServer();
    try {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    } catch (error) {
      if (tries < TRIES_MAX) continue;
      throw new Error('looking for a free port', { cause: error });
    }
    server.close();
    await once(server, 'close');
    return port;
  }
}
