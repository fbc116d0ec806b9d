import { createServer, type AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** An address of this machine that takes connections. */
export async function aListener(): Promise<string> {
  const server = createServer((socket) => void socket.end());
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
