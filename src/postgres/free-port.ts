import { createServer } from 'node:net';

/** A port of 127.0.0.1 that is free at this moment. Somebody may take it before it is used: be ready to ask again. */
export async function freePort(): Promise<number> {
  const server = createServer();
  return await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('looking for a free port: no address'));
      });
    });
  });
}
