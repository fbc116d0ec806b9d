import { once } from 'node:events';
import { rename, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { countOrders, createOrders, openOrders, ordersFile } from './orders.ts';
import { readRelease } from './release.ts';
import { readServiceConfig } from './service-config.ts';

// The Orders service: `node service.ts <folder>`. It reads config.json once, writes service.pid when it listens, and ends on
// SIGTERM or when whoever started it is gone.
const [dir = '.'] = process.argv.slice(2);
const config = await readServiceConfig(dir);
const release = readRelease(config.version);
createOrders(dir);
const orders = openOrders(ordersFile(dir));

function health(): {
  status: 'healthy' | 'unhealthy';
  version: string;
  orders: number;
  schema: number;
  reason?: string;
} {
  const counted = countOrders(orders);
  const reason =
    release.flaw === 'bad'
      ? 'the price list cannot be read'
      : counted.schema === release.schema
        ? undefined
        : `${release.name} needs schema ${release.schema}`;
  const said = { version: release.name, ...counted };
  return reason === undefined ? { status: 'healthy', ...said } : { status: 'unhealthy', ...said, reason };
}

function page(): string {
  const { status, version, orders: count } = health();
  const greeting = config.greeting.replaceAll(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Orders ${version}</title>
<style>body{font:1.1rem/1.5 system-ui;margin:4rem auto;max-width:32rem}</style>
<h1>${greeting}</h1><p>Orders ${version} is ${status} and keeps ${count} orders.</p></html>\n`;
}

const server = createServer((request, response) => {
  // A step of the runbook finds by this the process that it may restart.
  response.setHeader('x-process-id', process.pid);
  response.setHeader('connection', 'close');
  try {
    if (request.method !== 'GET') return void response.writeHead(405).end();
    if (request.url === '/health') {
      const said = health();
      const status = said.status === 'healthy' ? 200 : 503;
      return void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said));
    }
    if (request.url !== '/') return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page());
  } catch (error) {
    console.error('answering a request:', error);
    response.writeHead(503, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({ status: 'unhealthy', version: release.name, reason: 'the database does not answer' }),
    );
  }
});

function end(): void {
  server.close(() => {
    orders.close();
    process.exit();
  });
  server.closeAllConnections();
}

process.on('SIGTERM', end);
process.stdin.resume().on('end', end);
server.listen(config.port, '127.0.0.1');
await once(server, 'listening');
const pidFile = join(dir, 'service.pid');
await writeFile(`${pidFile}.new`, `${process.pid}\n`);
await rename(`${pidFile}.new`, pidFile);
