import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { openChangesStream } from './changes-stream.ts';
import { steadyNow, type SandboxClock } from './clock.ts';
import { sendJson } from './http.ts';
import type { Inbox } from './inbox/inbox.ts';
import { personState, type PersonState } from './person-state.ts';
import { route, type Served } from './routes.ts';
import { openActs } from './slack/act.ts';
import type { Action, Outcome } from './slack/action.ts';
import type { Context } from './slack/context.ts';
import { openEvents } from './slack/events.ts';
import { openHttpTransport } from './slack/http-transport.ts';
import { openResponseUrls } from './slack/response-urls.ts';
import { openSocketTransport } from './slack/socket-transport.ts';
import { openTriggers } from './slack/triggers.ts';
import { Workspace, type WorkspaceSeed } from './slack/workspace.ts';

const elapsed = (): number => performance.now();

export type SandboxOptions = {
  /** 0 takes a free one. */
  port: number;
  host?: string;
  workspace: WorkspaceSeed;
  /** How the bot is reached: it connects by Socket Mode, or is called at an address with signed requests. */
  mode: 'socket' | { requestUrl: string; signingSecret: string };
  clock?: SandboxClock;
  /** Where what is told outside Slack arrives; the caller closes it. */
  inbox?: Inbox;
};

export type Sandbox = {
  /** The page. */
  url: string;
  /** What the bot takes as SLACK_API_URL; ends in `/api/`. */
  apiUrl: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
  botUserId: string;
  /** Everything, unfiltered; for tests to look into. */
  workspace: Workspace;
  /** What one person sees. */
  state(as: string): Promise<PersonState>;
  /** Does what a person does, and waits for the bot's acknowledgement, three seconds at most. */
  act(action: Action): Promise<Outcome>;
  /** How many sockets the bot has open. */
  connections(): number;
  /** Calls the listener after every change until the returned function is called. */
  onChange(listener: () => void): () => void;
  close(): Promise<void>;
};

/** Starts the stand-in for Slack; it is ready when the promise resolves. @throws when the port is taken. */
export async function startSandbox({
  port,
  host = '127.0.0.1',
  workspace: seed,
  mode,
  clock,
  inbox,
}: SandboxOptions): Promise<Sandbox> {
  const workspace = new Workspace(seed, steadyNow(clock));
  const socket = mode === 'socket' ? openSocketTransport(workspace.app.id) : undefined;
  const transport = mode === 'socket' ? undefined : openHttpTransport(mode.requestUrl, mode.signingSecret);
  const signingSecret = mode === 'socket' ? randomBytes(16).toString('hex') : mode.signingSecret;
  const way = socket ?? transport;
  if (way === undefined) throw new Error('starting the sandbox: no way to the bot');
  let address = '';
  const context: Context = {
    workspace,
    triggers: openTriggers(signingSecret, elapsed),
    responseUrls: openResponseUrls(elapsed),
    transport: way,
    events: openEvents(workspace, way),
    baseUrl: () => `http://${address}`,
    socketUrl: socket && ((): string => `ws://${address}/link?ticket=${socket.ticket()}`),
  };
  const tokens = {
    bot: `xoxb-sandbox-${randomBytes(12).toString('hex')}`,
    app: `xapp-1-sandbox-${randomBytes(12).toString('hex')}`,
  };
  const served: Served = {
    context,
    tokens,
    clock,
    act: openActs(context),
    changes: openChangesStream(workspace),
    inbox,
  };
  inbox?.onLetter(() => workspace.changed());

  const server = createServer((request, response) => {
    route(served, request, response).catch((error: unknown) => {
      console.error('sandbox: answering a request:', error);
      if (response.headersSent) response.destroy();
      else sendJson(response, { ok: false, error: 'internal_error' }, 500);
    });
  });
  server.on('upgrade', (request, stream, head) => {
    if (socket === undefined) stream.destroy();
    else socket.upgrade(request, stream, head);
  });
  server.listen(port, host);
  await once(server, 'listening');
  const bound = server.address();
  address = `${host}:${typeof bound === 'object' && bound !== null ? bound.port : port}`;

  return {
    url: `http://${address}/`,
    apiUrl: `http://${address}/api/`,
    botToken: tokens.bot,
    appToken: tokens.app,
    signingSecret,
    botUserId: workspace.app.userId,
    workspace,
    state: (as) => personState(workspace, clock, as, inbox),
    act: (action) => served.act(action),
    connections: () => way.connections(),
    onChange: (listener) => workspace.onChange(listener),
    async close() {
      served.changes.close();
      context.events.close();
      way.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
