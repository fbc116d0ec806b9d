import { WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';

/** What a failed call of Slack's Web API leaves us knowing. */
export type SlackFailure =
  /** Not done; ask again after `waitMs`. */
  | { readonly kind: 'rateLimited'; readonly waitMs: number }
  /** Not done, and it will not be by asking again. */
  | { readonly kind: 'refused'; readonly code: string }
  /** Not done, and the operator can mend it: the token, a scope, the app itself. */
  | { readonly kind: 'lockedOut'; readonly code: string }
  /** Not done: no connection was made, or Slack says for now. */
  | { readonly kind: 'unreached'; readonly code: string }
  /** Perhaps done: the answer was lost. */
  | { readonly kind: 'unsure'; readonly code: string };

/** Slack's own words for "perhaps some of it was done" (docs.slack.dev, errors of chat.postMessage). */
const UNSURE = new Set(['fatal_error', 'internal_error', 'request_timeout', 'service_unavailable', 'unknown_error']);

const LOCKED_OUT = new Set([
  'access_denied',
  'account_inactive',
  'ekm_access_denied',
  'enterprise_is_restricted',
  'invalid_auth',
  'missing_scope',
  'no_permission',
  'not_allowed_token_type',
  'not_authed',
  'org_login_required',
  'team_access_not_granted',
  'token_expired',
  'token_revoked',
  'two_factor_setup_required',
]);

const FOR_NOW = new Set([
  'accesslimited',
  'message_limit_exceeded',
  'rate_limited',
  'ratelimited',
  'team_added_to_org',
]);

/** Failures of the connection before a byte of the request was sent. */
const NOT_CONNECTED = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** The code Slack answered with, if it did answer. A page of HTML or a cut answer is none, though the client says it is. */
export function slackErrorCode(error: unknown): string | undefined {
  if (!(error instanceof WebAPIPlatformError)) return undefined;
  return /^[a-z][a-z0-9_]{1,80}$/.test(error.data.error) ? error.data.error : undefined;
}

/** Sorts what a call threw; whatever is not plainly a no counts as perhaps done. */
export function readSlackFailure(error: unknown): SlackFailure {
  if (error instanceof WebAPIRateLimitedError) return { kind: 'rateLimited', waitMs: error.retryAfter * 1000 };
  const code = slackErrorCode(error);
  if (code !== undefined) return answered(code);
  const network = error instanceof WebAPIRequestError ? networkCode(error.original) : undefined;
  if (network !== undefined && NOT_CONNECTED.has(network)) return { kind: 'unreached', code: network };
  return { kind: 'unsure', code: network ?? (error instanceof Error ? error.name : 'unknown') };
}

function answered(code: string): SlackFailure {
  if (UNSURE.has(code)) return { kind: 'unsure', code };
  if (LOCKED_OUT.has(code)) return { kind: 'lockedOut', code };
  return FOR_NOW.has(code) ? { kind: 'unreached', code } : { kind: 'refused', code };
}

function networkCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error instanceof AggregateError ? networkCode(error.errors[0]) : networkCode(error.cause);
}
