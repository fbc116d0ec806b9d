import { once } from 'node:events';
import { createConnection } from 'node:net';
import { fixedLookup, type Address } from './fixed-lookup.ts';

/** Connects to one of these addresses and to no other, says nothing, and hangs up. Rejects where none takes the connection. */
export async function connect(port: number, addresses: readonly Address[], signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const socket = createConnection({ host: 'looked.up.invalid', port, lookup: fixedLookup(addresses), signal });
  try {
    await once(socket, 'connect', { signal });
  } finally {
    socket.destroy();
  }
}
