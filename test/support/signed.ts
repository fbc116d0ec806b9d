import { createHmac } from 'node:crypto';

export interface SignedOptions {
  readonly secret?: string;
  /** Added to now, in seconds. */
  readonly aheadS?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Signed {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A request as Slack signs it, to be sent as often as a test likes. */
export function signed(
  body: string,
  type: 'form' | 'json',
  { secret = '', aheadS = 0, headers = {} }: SignedOptions,
): Signed {
  const timestamp = String(Math.floor(Date.now() / 1000) + aheadS);
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    body,
    headers: {
      'content-type': type === 'form' ? 'application/x-www-form-urlencoded' : 'application/json',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${digest}`,
      ...headers,
    },
  };
}

/** An interaction's payload as Slack sends it. */
export function interaction(payload: unknown, options: SignedOptions): Signed {
  return signed(new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), 'form', options);
}

export async function post(
  url: string,
  { body, headers }: Signed,
): Promise<{ readonly status: number; readonly text: string; readonly ms: number }> {
  const began = performance.now();
  const answer = await fetch(url, { method: 'POST', body, headers });
  return { status: answer.status, text: await answer.text(), ms: performance.now() - began };
}
