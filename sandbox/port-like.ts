import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort } from '../src/postgres/free-port.ts';

/** This port of 127.0.0.1 if it is free, else one that is: what was started before keeps its address. */
export async function portLike(wanted: number | undefined): Promise<number> {
  if (wanted === undefined || wanted === 0) return freePort();
  const server = createServer();
  try {
    server.listen(wanted, '127.0.0.1');
    await once(server, 'listening');
  } catch {
    return freePort();
  }
  server.close();
  await once(server, 'close');
  return wanted;
}
