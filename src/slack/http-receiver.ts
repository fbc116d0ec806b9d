import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App, Receiver, ReceiverEvent } from '@slack/bolt';
import type { BaseLogger } from 'pino';
import { isSigned } from './signature.ts';

/** Slack's payloads are small; anything larger is not from Slack. */
const BODY_MAX = 1024 * 1024;
/** Slack gives up after three seconds; answering later helps nobody. */
const ANSWER_MS = 2_900;
/** A record that has not answered by then is not waited for: the time belongs to the answer in words. */
const FIRST_SEEN_MS = 350;

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

export interface HttpReceiver extends Receiver {
  /** Answers `POST /slack/events`. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

export interface HttpReceiverDeps {
  readonly signingSecret: string;
  /** Keeps a signature; false when it was taken before. Throws when the record cannot be reached. */
  readonly firstSeen: (signature: string) => Promise<boolean>;
  readonly log: Pick<BaseLogger, 'warn' | 'error'>;
}

/**
 * Bolt behind a plain node:http server: one HMAC over the bytes, one parse. Refuses what is unsigned, stale or an exact replay:
 * Bolt's own check passes the same bytes for five minutes.
 */
export function openHttpReceiver({ signingSecret, firstSeen, log }: HttpReceiverDeps): HttpReceiver {
  let app: App | undefined;
  return {
    init(bolt) {
      app = bolt;
    },
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    async handle(request, response) {
      const body = await readBody(request);
      if (!body) return answer(response.setHeader('connection', 'close'), 413, 'too large');
      const late = setTimeout(() => {
        log.error('no answer within 2.9 s');
        answer(response, 504, 'too slow');
      }, ANSWER_MS);
      response.once('close', () => clearTimeout(late));
      const isForm = contentTypeOf(request) === FORM;
      // Slack looks at the certificate with an unsigned form and wants a 200 (docs.slack.dev, slash commands).
      if (isForm && new URLSearchParams(body.toString('utf8')).get('ssl_check') === '1')
        return answer(response, 200, '');
      const timestamp = oneOf(request.headers['x-slack-request-timestamp']);
      const signature = oneOf(request.headers['x-slack-signature']);
      if (!isSigned(signingSecret, body, { timestamp, signature }, Date.now()))
        return answer(response, 401, 'not signed by Slack');
      if (!isForm && contentTypeOf(request) !== JSON_TYPE) return answer(response, 415, 'a form or JSON is expected');
      const payload = readPayload(body, isForm);
      if (!payload) return answer(response, 400, 'not a payload of Slack');
      if (payload['type'] === 'url_verification') return answer(response, 200, String(payload['challenge']));
      try {
        if (!(await inTime(firstSeen(signature ?? '')))) return answer(response, 401, 'taken before');
      } catch (error) {
        // The intent's own id keeps a replay from counting twice even then; an unanswered press would be lost for good.
        log.warn({ err: error }, 'checking a request for replay');
      }
      await processed(app, payload, request, response, log);
    },
  };
}

async function processed(
  app: App | undefined,
  payload: { readonly [member: string]: unknown },
  request: IncomingMessage,
  response: ServerResponse,
  log: HttpReceiverDeps['log'],
): Promise<void> {
  const retry = Number(oneOf(request.headers['x-slack-retry-num']));
  const event: ReceiverEvent = {
    body: payload,
    ...(Number.isInteger(retry) ? { retryNum: retry } : {}),
    ack: (value: unknown) => {
      if (value === undefined || value === '') answer(response, 200, '');
      else if (typeof value === 'string') answer(response, 200, value);
      else answer(response, 200, JSON.stringify(value), 'application/json; charset=utf-8');
      return Promise.resolve();
    },
  };
  try {
    await app?.processEvent(event);
  } catch (error) {
    log.error({ err: error }, 'processing a request of Slack');
  }
  // An event that nobody listens for was still taken: Slack would send it again, and in the end no more (docs.slack.dev, Events API).
  if (payload['type'] === 'event_callback') answer(response, 200, '');
  answer(response, 404, 'nothing here listens for that');
}

async function inTime<T>(asked: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Error(`no answer of the record within ${FIRST_SEEN_MS} ms`)),
    FIRST_SEEN_MS,
  );
  try {
    return await Promise.race([asked, promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Left intact, so that whoever sends too much still reads why it is refused.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) return undefined;
    size += chunk.length;
    if (size > BODY_MAX) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Commands are a form, interactions a form with one `payload`, events are JSON. */
function readPayload(body: Buffer, isForm: boolean): { readonly [member: string]: unknown } | undefined {
  const text = body.toString('utf8');
  try {
    if (!isForm) return asObject(JSON.parse(text));
    const form = Object.fromEntries(new URLSearchParams(text));
    return form['payload'] === undefined ? form : asObject(JSON.parse(form['payload']));
  } catch {
    return undefined;
  }
}

function asObject(value: unknown): { readonly [member: string]: unknown } | undefined {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } : undefined;
}

function contentTypeOf({ headers }: IncomingMessage): string | undefined {
  return headers['content-type']?.split(';')[0]?.trim().toLowerCase();
}

function oneOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function answer(response: ServerResponse, status: number, text: string, type = 'text/plain; charset=utf-8'): void {
  if (response.writableEnded) return;
  response.writeHead(status, { 'content-type': type }).end(text);
}
