import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A website on this machine that is well, until it is told not to be. */
export async function aWebsite() {
  let status = 200;
  const server = createServer((_, response) => {
    const said = JSON.stringify({ status: status === 200 ? 'healthy' : 'unhealthy' });
    response.writeHead(status, { 'content-type': 'application/json' }).end(said);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    ails: () => void (status = 503),
  };
}
