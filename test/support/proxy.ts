import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface Proxy {
  port: number;
  /** From now on the connections there are stay open and carry nothing, in neither direction. New ones work, unless they too are deaf. */
  blackHole(options?: { newToo: boolean }): void;
  /** New connections work again. */
  heal(): void;
  stop(): Promise<void>;
}

/** A TCP proxy in front of a port of this machine, for connections that die without a word. */
export async function aProxy(target: number): Promise<Proxy> {
  const open = new Set<Socket>();
  let isDeaf = false;
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => {
        near.destroy();
        far.destroy();
      });
      socket.on('close', () => open.delete(socket));
    }
    if (isDeaf) near.resume();
    else near.pipe(far).pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    port: address.port,
    heal() {
      isDeaf = false;
    },
    blackHole({ newToo } = { newToo: false }) {
      isDeaf = newToo;
      for (const socket of open) {
        socket.unpipe();
        socket.removeAllListeners('end');
        socket.on('data', () => undefined);
      }
    },
    async stop() {
      server.close();
      for (const socket of open) socket.destroy();
      if (server.listening) await once(server, 'close');
    },
  };
}
