import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { isRecord, parseJson } from './json.ts';
import { ACK_MS, SOCKETS_MAX } from './limits.ts';
import type { Acked, Transport } from './transport.ts';

const PING_MS = 5_000;
const GOODBYE_MS = 500;

/** Socket Mode: `ticket` is what apps.connections.open hands out, good for one connection. */
export type SocketTransport = Transport & {
  ticket(): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
};

/** Opens the socket side; each envelope goes to one of the connected sockets, in turn. */
export function openSocketTransport(appId: string): SocketTransport {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const waiting = new Map<string, (acked: Acked) => void>();
  const live: WebSocket[] = [];
  const pings = setInterval(() => live.forEach((socket) => socket.ping()), PING_MS);
  pings.unref();

  function welcome(socket: WebSocket): void {
    live.push(socket);
    socket.on('close', () => void live.splice(live.indexOf(socket), 1));
    socket.on('error', () => socket.terminate());
    socket.on('message', (data: Buffer) => {
      const message = parseJson(data.toString());
      if (!isRecord(message) || typeof message['envelope_id'] !== 'string') return;
      waiting.get(message['envelope_id'])?.({ ok: true, payload: message['payload'] });
    });
    const info = { host: 'sandbox', build_number: 1, approximate_connection_time: 18_060 };
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: live.length,
        debug_info: info,
        connection_info: { app_id: appId },
      }),
    );
  }

  return {
    ticket() {
      const ticket = randomUUID();
      tickets.add(ticket);
      return ticket;
    },
    upgrade(request, socket, head) {
      const ticket = new URL(request.url ?? '/', 'http://sandbox').searchParams.get('ticket') ?? '';
      if (!tickets.delete(ticket) || live.length >= SOCKETS_MAX) {
        socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, welcome);
    },
    async deliver({ type, body, retry }) {
      const open = live.filter((one) => one.readyState === WebSocket.OPEN);
      const socket = open[0];
      if (socket === undefined) return { ok: false, reason: 'no_connection' };
      live.push(...live.splice(live.indexOf(socket), 1));
      const id = randomUUID();
      const { promise, resolve } = Promise.withResolvers<Acked>();
      const timer = setTimeout(() => resolve({ ok: false, reason: 'timeout' }), ACK_MS);
      waiting.set(id, resolve);
      const retried = retry === undefined ? {} : { retry_attempt: retry.attempt, retry_reason: retry.reason };
      const first = type === 'events_api' ? { retry_attempt: 0, retry_reason: '' } : {};
      const accepts = { accepts_response_payload: type !== 'events_api' };
      socket.send(JSON.stringify({ type, envelope_id: id, payload: body, ...accepts, ...first, ...retried }));
      try {
        return await promise;
      } finally {
        clearTimeout(timer);
        waiting.delete(id);
      }
    },
    connections: () => live.length,
    close() {
      clearInterval(pings);
      for (const resolve of waiting.values()) resolve({ ok: false, reason: 'no_connection' });
      // A bot that says goodbye in time sees no error.
      for (const socket of live) {
        socket.close(1001);
        setTimeout(() => socket.terminate(), GOODBYE_MS).unref();
      }
      server.close();
    },
  };
}
