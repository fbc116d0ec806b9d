import { createHmac } from 'node:crypto';
import { parseJson } from './json.ts';
import { ACK_MS } from './limits.ts';
import type { Envelope, Transport } from './transport.ts';

function encode({ type, body }: Envelope): { type: string; text: string } {
  if (type === 'events_api') return { type: 'application/json', text: JSON.stringify(body) };
  const fields =
    type === 'interactive'
      ? { payload: JSON.stringify(body) }
      : Object.fromEntries(Object.entries(body).map(([name, value]) => [name, String(value)]));
  return { type: 'application/x-www-form-urlencoded', text: new URLSearchParams(fields).toString() };
}

/** HTTP mode: signed POSTs to the app's request URL; https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function openHttpTransport(requestUrl: string, signingSecret: string): Transport {
  const closing = new AbortController();
  return {
    async deliver(envelope) {
      const { type, text } = encode(envelope);
      const timestamp = String(Math.floor(Date.now() / 1000));
      const signature = `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${text}`).digest('hex')}`;
      const headers: Record<string, string> = {
        'content-type': type,
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': signature,
      };
      if (envelope.retry !== undefined) {
        headers['x-slack-retry-num'] = String(envelope.retry.attempt);
        headers['x-slack-retry-reason'] = envelope.retry.reason === 'timeout' ? 'http_timeout' : envelope.retry.reason;
      }
      const timeout = AbortSignal.timeout(ACK_MS);
      try {
        const response = await fetch(requestUrl, {
          method: 'POST',
          headers,
          body: text,
          redirect: 'error',
          signal: AbortSignal.any([timeout, closing.signal]),
        });
        const answer = await response.text();
        if (response.status !== 200) return { ok: false, reason: 'http_error' };
        if (answer === '') return { ok: true, payload: undefined };
        return { ok: true, payload: parseJson(answer) ?? { text: answer } };
      } catch {
        return { ok: false, reason: timeout.aborted ? 'timeout' : 'no_connection' };
      }
    },
    connections: () => 1,
    close: () => closing.abort(),
  };
}
