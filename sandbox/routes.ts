import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ChangesStream } from './changes-stream.ts';
import type { SandboxClock } from './clock.ts';
import type { Inbox } from './inbox/inbox.ts';
import { readAll, send, sendJson, strayRequest } from './http.ts';
import { readPageFile } from './page-files.ts';
import { personState } from './person-state.ts';
import type { Outcome } from './slack/action.ts';
import { ApiError, errorBody } from './slack/api-error.ts';
import type { Context } from './slack/context.ts';
import { isRecord, parseJson } from './slack/json.ts';
import { receiveFile, receiveUpload } from './slack/methods-files.ts';
import { respond } from './slack/respond.ts';
import { fileWire } from './slack/wire.ts';
import { callMethod, readBody, type Tokens } from './slack/web-api.ts';

export type Served = {
  context: Context;
  tokens: Tokens;
  clock: SandboxClock | undefined;
  act: (given: unknown) => Promise<Outcome>;
  changes: ChangesStream;
  inbox: Inbox | undefined;
};

/** Skipping lands a little past what is due, so that it is. */
const PAST_MS = 250;

async function skip({ clock, context }: Served, body: unknown): Promise<Outcome> {
  if (clock === undefined) return { ok: false, error: 'This sandbox has no clock to move.' };
  const asked = isRecord(body) ? body['toAt'] : undefined;
  try {
    const next = typeof asked === 'number' ? { at: asked } : await clock.next();
    if (next === undefined) return { ok: false, error: 'Nothing waits for its time.' };
    await clock.skipTo(next.at + (typeof asked === 'number' ? 0 : PAST_MS));
  } catch (error) {
    return {
      ok: false,
      error: `The clock could not be moved: ${error instanceof Error ? error.message : 'no answer'}.`,
    };
  }
  context.workspace.changed();
  return { ok: true };
}

async function respondTo(
  { context }: Served,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const body = readBody(request.headers, await readAll(request));
    await respond(context, context.responseUrls.use(token), body);
    sendJson(response, { ok: true });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    sendJson(response, errorBody(error), ['no_service', 'used_url', 'expired_url'].includes(error.code) ? 404 : 400);
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  return parseJson((await readAll(request)).toString());
}

async function get(served: Served, url: URL, response: ServerResponse): Promise<void> {
  const { context, clock, changes } = served;
  const [, room = '', ...rest] = url.pathname.split('/');
  switch (room) {
    case 'state':
      return sendJson(
        response,
        await personState(context.workspace, clock, url.searchParams.get('as') ?? '', served.inbox),
      );
    case 'events':
      return changes.join(response);
    case 'clock':
      return sendJson(response, {
        now: await context.workspace.now(),
        next: (await clock?.next().catch(() => undefined)) ?? null,
      });
    case 'archives':
      response.writeHead(302, {
        location: `/?channel=${encodeURIComponent(rest[0] ?? '')}&ts=${(rest[1] ?? '').replace(/^p(\d+)(\d{6})$/u, '$1.$2')}`,
      });
      return void response.end();
    case 'files': {
      const file = context.workspace.files.get(rest[0] ?? '');
      if (file?.shared !== true) break;
      // What the bot uploads is shown, never run, in the page's own origin.
      return send(response, 200, file.mimetype, file.content, { 'content-security-policy': 'sandbox' });
    }
    case 'inbox': {
      const letter = served.inbox?.letters.find(({ id }) => id === rest[0]);
      if (letter?.kind !== 'mail') break;
      return send(response, 200, 'text/html; charset=utf-8', letter.html, {
        'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
      });
    }
    case '':
    case 'page': {
      const file = await readPageFile(room === '' ? 'index.html' : decodeURIComponent(rest.join('/')));
      if (file !== undefined) return send(response, 200, file.type, file.content);
    }
  }
  send(response, 404, 'text/plain', 'There is nothing here.');
}

async function post(served: Served, url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { context, tokens, act } = served;
  const [, room = '', name = ''] = url.pathname.split('/');
  switch (room) {
    case 'api':
      return sendJson(response, await callMethod(context, tokens, name, request.headers, await readAll(request)));
    case 'response':
      return respondTo(served, name, request, response);
    case 'upload': {
      const isWhole = await receiveUpload(
        context.workspace,
        name,
        await readAll(request),
        request.headers['content-type'] ?? '',
      );
      return send(
        response,
        isWhole ? 200 : 400,
        'text/plain',
        isWhole ? 'OK' : 'The upload is not what was announced.',
      );
    }
    case 'file': {
      const { searchParams } = url;
      const content = await readAll(request);
      const file = receiveFile(
        context.workspace,
        searchParams.get('as') ?? '',
        searchParams.get('name') ?? '',
        content,
      );
      return sendJson(
        response,
        file
          ? { ok: true, file: fileWire(file) }
          : { ok: false, error: 'A file of at most 10 MB, and not an empty one.' },
      );
    }
    case 'teams': {
      const isTaken = name === served.inbox?.webhook && served.inbox.takeCard(await readJson(request));
      return send(response, isTaken ? 202 : 400, 'text/plain', isTaken ? '' : 'This is no card for here.');
    }
    case 'act':
      return sendJson(response, await act(await readJson(request)));
    case 'clock':
      return sendJson(response, await skip(served, await readJson(request)));
    default:
      send(response, 404, 'text/plain', 'There is nothing here.');
  }
}

/** Answers one request: Slack's Web API for the bot, the JSON API and files for the page. */
export async function route(served: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const stray = strayRequest(request);
  if (stray !== undefined) return sendJson(response, { ok: false, error: stray }, 403);
  const url = new URL(request.url ?? '/', 'http://sandbox');
  if (request.method === 'GET') return get(served, url, response);
  if (request.method === 'POST') return post(served, url, request, response);
  sendJson(response, { ok: false, error: 'Only GET and POST are known here.' }, 405);
}
