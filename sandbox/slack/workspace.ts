import { randomBytes } from 'node:crypto';
import type { KnownBlock, MessageMetadata } from '@slack/types';
import type { ViewSource } from './check-payload.ts';
import type { StateValues } from './state-values.ts';

/** Who and what a sandbox starts with; ids are Slack's (U…, C…, S…). A channel has the bot in it unless it says otherwise. */
export type WorkspaceSeed = {
  team: { id: string; name: string };
  people: {
    id: string;
    name: string;
    realName: string;
    isBot?: boolean;
    isRestricted?: boolean;
    isStranger?: boolean;
    tz?: string;
  }[];
  channels: { id: string; name: string; botIsMember?: boolean }[];
  userGroups: { id: string; handle: string; members: string[] }[];
  /** What the app's manifest offers, so that the page can show it. */
  shortcuts?: { callback_id: string; name: string; type: 'global' | 'message' }[];
};

export type Person = WorkspaceSeed['people'][number];

export type SharedFile = {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  size: number;
  user: string;
  content: Buffer;
  shared: boolean;
};

/** A message as kept; to what the Web API shows, see wire.ts. `ephemeralTo` names the one person who sees it. */
export type Message = {
  ts: string;
  user: string;
  fromBot: boolean;
  text: string;
  blocks?: KnownBlock[];
  attachments?: readonly unknown[];
  thread_ts?: string;
  broadcast?: boolean;
  edited?: { user: string; ts: string };
  metadata?: MessageMetadata;
  files?: SharedFile[];
  ephemeralTo?: string;
  deleted?: boolean;
};

export type Channel = {
  id: string;
  name: string;
  kind: 'channel' | 'im' | 'mpim';
  members: string[];
  botIsMember: boolean;
  messages: Message[];
};

/** A view a person has before them: what the app sent, what was entered, and what was refused. */
export type OpenView = {
  id: string;
  user: string;
  source: ViewSource;
  values: StateValues;
  hash: string;
  rootId: string;
  previousId: string | null;
  errors: Record<string, string>;
};

/** One sentence only this person sees: the bot did not answer, or answered with something Slack refuses. */
export type Notice = { id: string; user: string; channel: string; text: string };

/** Where the sandbox's instants come from: epoch milliseconds, and it never fails. */
export type Now = () => Promise<number>;

const BOT_ID = 'U0GONOGO';

/** The whole state of the stand-in. Whoever changes it calls `changed`. */
export class Workspace {
  readonly team: WorkspaceSeed['team'];
  readonly app: { id: string; botId: string; userId: string; name: string };
  readonly people: Map<string, Person>;
  readonly channels: Map<string, Channel>;
  readonly userGroups: Map<string, WorkspaceSeed['userGroups'][number]>;
  readonly shortcuts: NonNullable<WorkspaceSeed['shortcuts']>;
  readonly files = new Map<string, SharedFile>();
  /** Open modals by person, the one in front last. */
  readonly modals = new Map<string, OpenView[]>();
  readonly homes = new Map<string, OpenView>();
  /** What people entered into a message's inputs, by `person:channel:ts`. */
  readonly entered = new Map<string, StateValues>();
  readonly notices: Notice[] = [];
  /** Slack does not hear that the app took an event, and sends each once more. */
  sendsEventsTwice = false;
  readonly now: Now;
  readonly #listeners = new Set<() => void>();
  #lastMicros = 0;

  constructor(seed: WorkspaceSeed, now: Now) {
    this.now = now;
    this.team = seed.team;
    const bot = seed.people.find((person) => person.isBot) ?? {
      id: BOT_ID,
      name: 'gonogo',
      realName: 'Gonogo',
      isBot: true,
    };
    this.app = { id: 'A0SANDBOX', botId: 'B0SANDBOX', userId: bot.id, name: bot.realName };
    this.people = new Map([...seed.people, bot].map((person) => [person.id, person]));
    const everybody = seed.people.filter((person) => !person.isBot).map((person) => person.id);
    this.channels = new Map(
      seed.channels.map(({ id, name, botIsMember = true }) => [
        id,
        { id, name, kind: 'channel', members: [...everybody], botIsMember, messages: [] },
      ]),
    );
    this.userGroups = new Map(seed.userGroups.map((group) => [group.id, group]));
    this.shortcuts = seed.shortcuts ?? [];
  }

  /** A message timestamp, later than any before it. */
  async nextTs(): Promise<string> {
    this.#lastMicros = Math.max(Math.floor((await this.now()) * 1000), this.#lastMicros + 1);
    return `${Math.floor(this.#lastMicros / 1e6)}.${String(this.#lastMicros % 1e6).padStart(6, '0')}`;
  }

  /** The direct messages between the bot and these people, opened if need be. */
  direct(users: readonly string[]): Channel {
    const members = [...users].toSorted();
    const found = [...this.channels.values()].find(
      (channel) => channel.kind !== 'channel' && channel.members.join() === members.join(),
    );
    if (found !== undefined) return found;
    const kind = members.length === 1 ? 'im' : 'mpim';
    const opened: Channel = {
      id: newId(kind === 'im' ? 'D' : 'G'),
      name: members.join(),
      kind,
      members,
      botIsMember: true,
      messages: [],
    };
    this.channels.set(opened.id, opened);
    this.changed();
    return opened;
  }

  notify(user: string, channel: string, text: string): void {
    this.notices.push({ id: newId('N'), user, channel, text });
    this.changed();
  }

  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Calls the listener after every change until the returned function is called. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}

/** A fresh id with Slack's look: a letter for its kind and ten capitals or digits. */
export function newId(prefix: string): string {
  return prefix + randomBytes(8).toString('hex').toUpperCase().slice(0, 10);
}
