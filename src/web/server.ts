import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

export interface Readiness {
  readonly ok: boolean;
  /** What is wrong, or that nothing is, in one line each. */
  readonly lines: readonly string[];
}

export interface WebDeps {
  readonly port: number;
  readonly host: string;
  /** Whether a change can be taken and kept now. */
  readonly ready: () => Promise<Readiness>;
  /** How changes go and how the bot works, for Prometheus. */
  readonly metrics?: () => Promise<string>;
  /** The calendar as text, for whoever has the token. */
  readonly calendar?: (token: string) => Promise<string | undefined>;
  /** `POST /slack/events` in HTTP mode. */
  readonly slackEvents?: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

export interface Web {
  readonly port: number;
  close(): Promise<void>;
}

/** Ours are shorter. */
const TOKEN_MAX = 200;

/** A request has five seconds to arrive as a whole, looked at every second; Slack's own come at once. */
const ARRIVAL = { requestTimeout: 5_000, headersTimeout: 5_000, connectionsCheckingInterval: 1_000 };

/** The HTTP side: health and metrics for those who run the bot, the calendar for those who have its link, and Slack's requests in HTTP mode (design §6). */
export async function openWeb(deps: WebDeps): Promise<Web> {
  const server = createServer(ARRIVAL, (request, response) => {
    route(deps, request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  const port = await listening(server, deps);
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

async function route(deps: WebDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  switch ((request.url ?? '/').split('?')[0]) {
    case '/slack/events':
      if (!deps.slackEvents) return text(response, 404, 'not found');
      return request.method === 'POST' ? deps.slackEvents(request, response) : notAllowed(response, 'POST');
    case '/calendar.ics':
      return isRead(request) ? feed(deps, request, response) : notAllowed(response, 'GET, HEAD');
    case '/healthz':
      return isRead(request) ? text(response, 200, 'alive') : notAllowed(response, 'GET, HEAD');
    case '/readyz': {
      if (!isRead(request)) return notAllowed(response, 'GET, HEAD');
      const { ok, lines } = await deps.ready();
      return text(response, ok ? 200 : 503, lines.join('\n'));
    }
    case '/metrics':
      if (!deps.metrics) return text(response, 404, 'not found');
      return isRead(request) ? measured(deps.metrics, response) : notAllowed(response, 'GET, HEAD');
    default:
      return text(response, 404, 'not found');
  }
}

/** Without the token there is no such thing: nobody learns whether one was ever given. */
async function feed({ calendar }: WebDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const token = new URL(request.url ?? '/', 'http://localhost').searchParams.get('token') ?? '';
  const body = token === '' || token.length > TOKEN_MAX ? undefined : await calendar?.(token);
  if (body === undefined) return text(response, 404, 'not found');
  response
    .writeHead(200, { 'content-type': 'text/calendar; charset=utf-8', 'cache-control': 'private, no-store' })
    .end(body);
}

async function measured(metrics: () => Promise<string>, response: ServerResponse): Promise<void> {
  const body = await metrics();
  response
    .writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' })
    .end(body);
}

function isRead({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD';
}

function notAllowed(response: ServerResponse, allow: string): void {
  text(response.setHeader('allow', allow), 405, 'not allowed');
}

function text(response: ServerResponse, status: number, body: string): void {
  response
    .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
    .end(`${body}\n`);
}

function listening(server: Server, { port, host }: WebDeps): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const taken = 'code' in error && error.code === 'EADDRINUSE';
      reject(taken ? new Error(`Port ${port} is taken by another program; set PORT to a free one.`) : error);
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
