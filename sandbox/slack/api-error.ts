/** A Web API answer of `ok: false`: Slack's error code and, where Slack gives them, the detailed messages. */
export class ApiError extends Error {
  readonly code: string;
  readonly details: readonly string[];

  constructor(code: string, details: readonly string[] = []) {
    super(details.length === 0 ? code : `${code}: ${details.join('; ')}`);
    this.name = 'ApiError';
    this.code = code;
    this.details = details;
  }
}

/** The body Slack answers with for an error. */
export function errorBody(error: ApiError): Record<string, unknown> {
  const messages = error.details.map((detail) => `[ERROR] ${detail}`);
  return {
    ok: false,
    error: error.code,
    ...(messages.length > 0 ? { errors: error.details, response_metadata: { messages } } : {}),
  };
}
