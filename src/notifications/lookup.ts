import type { WebClient } from '@slack/web-api';
import { effect } from '../effect.ts';

/** The metadata that every message of ours carries, so that one whose answer was lost can be found again. */
export const EVENT_TYPE = 'gonogo_delivery';
/** Between the keys of what went in one message with it. */
export const WITH_BETWEEN = ' ';

/** Where a message that may have arrived would be. */
export interface Place {
  /** A channel, or a person for direct messages. */
  readonly channel: string;
  readonly threadTs?: string;
  /** Not older than this, epoch ms. */
  readonly since: number;
}

/** As Slack shows a message; only what is compared. */
interface Shown {
  readonly ts?: string;
  readonly bot_id?: string;
  readonly metadata?: { readonly event_type?: string; readonly event_payload?: unknown };
  readonly files?: readonly { readonly id?: string; readonly name?: string | null }[];
}

const PAGES_MAX = 20;
const PAGE = 200;

/** The message that carries this key, posted by us: the ts, or undefined when it is not there. Throws what Slack's call throws. */
export async function findByKey(
  client: WebClient,
  place: Place,
  key: string,
  botId: string | undefined,
): Promise<string | undefined> {
  const found = await find(client, place, (m) => isOurs(m, botId) && keysOf(m).includes(key));
  return found?.ts;
}

/** The file of this name in the place: its id, or undefined. */
export async function findFile(client: WebClient, place: Place, name: string): Promise<string | undefined> {
  const found = await find(client, place, (m) => m.files?.some((f) => f.name === name) ?? false);
  return found?.files?.find((f) => f.name === name)?.id;
}

async function find(client: WebClient, place: Place, is: (message: Shown) => boolean): Promise<Shown | undefined> {
  const channel = await conversationOf(client, place.channel);
  const oldest = String(Math.floor(place.since / 1000));
  let cursor: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const asked = { channel, oldest, limit: PAGE, include_all_metadata: true, ...(cursor ? { cursor } : {}) };
    const { threadTs } = place;
    const answer = await effect('slack.lookup', () =>
      threadTs === undefined
        ? client.conversations.history(asked)
        : client.conversations.replies({ ...asked, ts: threadTs }),
    );
    const messages: readonly Shown[] = answer.messages ?? [];
    const found = messages.find(is);
    if (found) return found;
    cursor = answer.response_metadata?.next_cursor;
    if (!cursor) return undefined;
  }
  return undefined;
}

/** Direct messages have a conversation of their own, which the person's id stands for only when posting. */
export async function conversationOf(client: WebClient, channel: string): Promise<string> {
  if (!/^[UW]/.test(channel)) return channel;
  const opened = await effect('slack.lookup', () => client.conversations.open({ users: channel }));
  return opened.channel?.id ?? channel;
}

/** Others may post with metadata of any kind. */
function isOurs(message: Shown, botId: string | undefined): boolean {
  return botId === undefined || message.bot_id === botId;
}

/** Its own key, and those of what went in it (`digest.ts`). */
function keysOf({ metadata }: Shown): readonly unknown[] {
  const payload = metadata?.event_payload;
  if (metadata?.event_type !== EVENT_TYPE || payload === null || typeof payload !== 'object') return [];
  const also = 'with' in payload && typeof payload.with === 'string' ? payload.with.split(WITH_BETWEEN) : [];
  return 'key' in payload ? [payload.key, ...also] : [];
}
