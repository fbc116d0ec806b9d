import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { connection } from './connect.ts';

/** A listening connection; `close` may be called again. */
export type Listening = { close(): Promise<void> };

export type ListenOptions = {
  name?: string;
  /** Hears of each connection that was lost or could not be made. */
  onBroken?: (error: Error) => void;
};

const BACKOFF_MAX_MS = 5_000;
/** How often a quiet connection is asked whether it lives: one whose other side vanished is silent as well. */
const PROOF_OF_LIFE_MS = 15_000;
const ANSWER_MS = 3_000;

/**
 * Calls `onNotify` with the payload of each notification on the channel, and with undefined each time the connection
 * stands (the first time included): then something may have been missed, so look. Connects again by
 * itself, after 0.1 s at first and 5 s at most, until it is closed. Needs a direct connection: a pooler in transaction mode
 * drops LISTEN.
 */
export function listen(
  url: string,
  channel: string,
  onNotify: (payload: string | undefined) => void,
  { name = 'gonogo listen', onBroken }: ListenOptions = {},
): Listening {
  const closing = new AbortController();
  const stayConnected = async (): Promise<void> => {
    let waitMs = 100;
    while (!closing.signal.aborted) {
      try {
        await listenOnce({ url, name, channel, closing: closing.signal }, (payload) => {
          waitMs = 100;
          onNotify(payload);
        });
      } catch (error) {
        onBroken?.(error instanceof Error ? error : new Error(String(error)));
      }
      await pause(waitMs * (0.5 + Math.random() / 2), closing.signal);
      waitMs = Math.min(2 * waitMs, BACKOFF_MAX_MS);
    }
  };
  const done = stayConnected();
  return {
    close: async () => {
      closing.abort();
      await done;
    },
  };
}

type Ear = { url: string; name: string; channel: string; closing: AbortSignal };

/** Listens until the connection breaks, which it throws, or until closed. */
async function listenOnce(
  { url, name, channel, closing }: Ear,
  onNotify: (payload: string | undefined) => void,
): Promise<void> {
  const client = new Client({ ...connection(url, name), query_timeout: ANSWER_MS });
  const broken = new AbortController();
  client.on('error', (error) => broken.abort(error));
  client.on('end', () => broken.abort(new Error('the connection ended')));
  client.on('notification', ({ payload }) => onNotify(payload ?? ''));
  const ended = AbortSignal.any([closing, broken.signal]);
  try {
    await client.connect();
    await client.query(`listen ${client.escapeIdentifier(channel)}`);
    if (!closing.aborted) onNotify(undefined);
    while (!ended.aborted) {
      await pause(PROOF_OF_LIFE_MS, ended);
      if (!ended.aborted) await client.query('select 1');
    }
    if (!closing.aborted) throw broken.signal.reason;
  } finally {
    await client.end();
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
