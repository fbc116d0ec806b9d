import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type Server } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach } from 'vitest';
import { aCertificate } from './a-certificate.ts';

export const LOOPBACK = ['127.0.0.1/32'];

const closing: (() => void)[] = [];
const sound = getCACertificates('default');

afterEach(() => {
  for (const close of closing.splice(0)) close();
  setDefaultCACertificates(sound);
});

/** A server on 127.0.0.1 until the end of the test; `host:port`. */
export async function anHttpServer(answer: RequestListener): Promise<string> {
  const server = createHttpServer(answer);
  closing.push(() => server.closeAllConnections());
  return listening(server);
}

/** One with a certificate that ends then (epoch ms); this process trusts it where `isTrusted`. */
export async function anHttpsServer(until: number, isTrusted: boolean, answer: RequestListener): Promise<string> {
  const { cert, key } = aCertificate(until);
  const server = createHttpsServer({ cert, key }, answer);
  closing.push(() => server.closeAllConnections());
  if (isTrusted) setDefaultCACertificates([...sound, cert]);
  return listening(server);
}

/** Takes connections and says nothing. */
export async function aTcpServer(): Promise<string> {
  return listening(createTcpServer((socket) => void socket.on('error', () => undefined)));
}

/** A port of 127.0.0.1 that nothing listens on. */
export async function aFreePort(): Promise<number> {
  const server = createTcpServer();
  const address = await listening(server);
  closing.pop();
  await new Promise((resolve) => server.close(resolve));
  return Number(address.split(':')[1]);
}

/** A name server that answers A questions: with these addresses, with no such name where there are none, or never. */
export async function aNameServer(addresses: readonly string[] | 'silent'): Promise<string> {
  const socket = createSocket('udp4');
  socket.on('message', (question, { port, address }) => {
    if (addresses === 'silent') return;
    const answer = Buffer.from(question);
    answer.writeUInt16BE(addresses.length > 0 ? 0x8180 : 0x8183, 2);
    answer.writeUInt16BE(addresses.length, 6);
    answer.writeUInt16BE(0, 10);
    const questionEnd = answer.indexOf(0, 12) + 5;
    const records = addresses.map((ip) =>
      Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...ip.split('.').map(Number)]),
    );
    socket.send(Buffer.concat([answer.subarray(0, questionEnd), ...records]), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  closing.push(() => socket.close());
  return `127.0.0.1:${socket.address().port}`;
}

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  closing.push(() => server.close());
  await once(server, 'listening');
  const address = server.address();
  return `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}
