import type { Json } from './json.ts';

/** Something Slack tells the app. Only events are ever retried; `retry` says for the how-manieth time and why. */
export type Envelope = {
  type: 'slash_commands' | 'interactive' | 'events_api';
  body: Json;
  retry?: { attempt: number; reason: string };
};

/** The app's answer within three seconds, or why there was none (in Slack's word for a retry's reason). */
export type Acked = { ok: true; payload: unknown } | { ok: false; reason: 'no_connection' | 'timeout' | 'http_error' };

/** The way to the app: Socket Mode or HTTP. */
export type Transport = { deliver(envelope: Envelope): Promise<Acked>; connections(): number; close(): void };
