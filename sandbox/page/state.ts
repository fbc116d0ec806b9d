import type { HomeView, KnownBlock, ModalView } from '@slack/types';
import type { HeldValue } from './held-value.ts';

/** What the sandbox shows one person, as `GET /state` answers it. Message `ts` are Slack's; `now` is the sandbox's clock in ms. */
export interface State {
  readonly team: { readonly name: string };
  readonly now: number;
  readonly nextMilestone: { readonly at: number; readonly label: string } | null;
  readonly me: string;
  readonly people: readonly Person[];
  readonly channels: readonly { readonly id: string; readonly name: string }[];
  readonly dms: readonly { readonly id: string; readonly user: string }[];
  readonly messages: Readonly<Record<string, readonly Message[]>>;
  readonly views: readonly OpenView[];
  readonly home: (HomeView & Shown) | null;
  readonly notices: readonly Notice[];
  /** What reached people outside Slack, the newest first; none where the sandbox has no mailboxes. */
  readonly inbox?: readonly Letter[];
  readonly groups?: readonly { readonly id: string; readonly name: string }[];
  readonly shortcuts?: readonly Shortcut[];
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly isBot?: boolean;
}

export interface Message {
  readonly ts: string;
  readonly user?: string | null;
  /** The app's name, on its own messages. */
  readonly bot?: string | null;
  readonly text?: string;
  readonly blocks?: readonly KnownBlock[] | null;
  readonly thread_ts?: string | null;
  readonly reply_count?: number;
  readonly edited?: unknown;
  readonly ephemeral?: boolean | null;
  readonly files?: readonly SharedFile[] | null;
  readonly reply_broadcast?: boolean | null;
}

/** Something the sandbox says to the person acting alone, such as that the bot did not answer. */
interface Notice {
  readonly id: string;
  readonly channel: string;
  readonly text?: string;
  readonly blocks?: readonly KnownBlock[] | null;
  readonly thread_ts?: string | null;
}

/** A mail, or a card in Teams by its paragraphs. */
export type Letter = { readonly id: string; readonly at: number } & (
  | {
      readonly kind: 'mail';
      readonly to: string;
      readonly from: string;
      readonly subject: string;
      readonly text: string;
      readonly calendar?: string;
    }
  | { readonly kind: 'card'; readonly paragraphs: readonly string[] }
);

export interface SharedFile {
  readonly id: string;
  readonly name?: string;
  readonly title?: string;
  readonly mimetype?: string;
  readonly size?: number;
}

/** What the sandbox adds to a view: its id, what was entered so far, and the errors by block_id. */
interface Shown {
  readonly id: string;
  readonly state?: { readonly values: Readonly<Record<string, Readonly<Record<string, HeldValue>>>> };
  readonly errors?: Readonly<Record<string, string>> | null;
}

export type OpenView = ModalView & Shown;

/** A shortcut of the app's manifest: `global` ones stand beside the composer, `message` ones on each message. */
interface Shortcut {
  readonly callback_id: string;
  readonly name: string;
  readonly type: 'global' | 'message';
}

/** The name a person goes by on the page; an id nobody knows is shown as it is. */
export function personName(state: State, id: string): string {
  const person = state.people.find((known) => known.id === id);
  return person?.realName ?? id;
}

/** Everybody one can act as. */
export function actors(state: State): readonly Person[] {
  return state.people.filter((person) => person.isBot !== true);
}

/** The messages that stand in a channel itself: everything but replies, except those also sent to the channel. */
export function channelMessages(state: State, channel: string): readonly Message[] {
  return (state.messages[channel] ?? []).filter((message) => !isReply(message) || message.reply_broadcast === true);
}

/** A thread's parent followed by its replies, in the order they were posted. */
export function threadMessages(state: State, channel: string, ts: string): readonly Message[] {
  return (state.messages[channel] ?? []).filter((message) => message.ts === ts || message.thread_ts === ts);
}

/** Whether a message belongs inside a thread rather than standing for itself. */
export function isReply(message: Message): boolean {
  return typeof message.thread_ts === 'string' && message.thread_ts !== message.ts;
}

/** A Slack timestamp as epoch milliseconds. */
export function tsToMs(ts: string): number {
  return Math.floor(Number(ts) * 1000);
}
