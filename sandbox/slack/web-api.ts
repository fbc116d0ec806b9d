import type { IncomingHttpHeaders } from 'node:http';
import { ApiError, errorBody } from './api-error.ts';
import type { Context } from './context.ts';
import { isRecord, parseJson, type Json } from './json.ts';
import type { Method } from './method.ts';
import { CHAT_METHODS } from './methods-chat.ts';
import { CONVERSATION_METHODS } from './methods-conversations.ts';
import { FILE_METHODS } from './methods-files.ts';
import { PEOPLE_METHODS } from './methods-people.ts';
import { VIEW_METHODS } from './methods-views.ts';

export type Tokens = { bot: string; app: string };

const METHODS: Record<string, Method> = {
  ...CHAT_METHODS,
  ...CONVERSATION_METHODS,
  ...FILE_METHODS,
  ...PEOPLE_METHODS,
  ...VIEW_METHODS,
};

/** Reads a form or a JSON object. @throws ApiError `invalid_json` or `json_not_object`. */
export function readBody(headers: IncomingHttpHeaders, body: Buffer): Json {
  if (!(headers['content-type'] ?? '').startsWith('application/json'))
    return Object.fromEntries(new URLSearchParams(body.toString()));
  const parsed = body.length === 0 ? {} : parseJson(body.toString());
  if (parsed === undefined) throw new ApiError('invalid_json');
  if (!isRecord(parsed)) throw new ApiError('json_not_object');
  return parsed;
}

function authorise(name: string, token: string | undefined, tokens: Tokens): void {
  if (token === undefined || token === '') throw new ApiError('not_authed');
  if (token !== tokens.bot && token !== tokens.app) throw new ApiError('invalid_auth');
  if ((name === 'apps.connections.open') !== (token === tokens.app)) throw new ApiError('not_allowed_token_type');
}

/** Answers one call of the Web API, always as Slack does: HTTP 200 with `ok` true or false. */
export async function callMethod(
  context: Context,
  tokens: Tokens,
  name: string,
  headers: IncomingHttpHeaders,
  body: Buffer,
): Promise<Json> {
  try {
    const { token, ...args } = readBody(headers, body);
    const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
    if (method === undefined && name !== 'apps.connections.open') throw new ApiError('unknown_method');
    const bearer = /^Bearer (.+)$/iu.exec(headers.authorization ?? '')?.[1];
    if (name !== 'api.test') authorise(name, bearer ?? (typeof token === 'string' ? token : undefined), tokens);
    if (method !== undefined) return { ok: true, ...(await method(context, args)) };
    if (context.socketUrl === undefined) throw new ApiError('socket_mode_not_enabled');
    return { ok: true, url: context.socketUrl() };
  } catch (error) {
    if (error instanceof ApiError) return errorBody(error);
    throw error;
  }
}
