import type { HomeView, KnownBlock, MessageMetadata, ModalView } from '@slack/types';
import type { SandboxClock } from './clock.ts';
import type { Inbox, Letter } from './inbox/inbox.ts';
import type { StateValues } from './slack/state-values.ts';
import { stackOf } from './slack/view-stack.ts';
import { repliesTo } from './slack/wire.ts';
import type { Channel, Message, OpenView, Person, Workspace } from './slack/workspace.ts';

export type ShownMessage = {
  ts: string;
  user: string;
  /** The bot's name, on its own messages. */
  bot?: string;
  text: string;
  blocks?: KnownBlock[];
  thread_ts?: string;
  reply_broadcast?: boolean;
  reply_count: number;
  edited: boolean;
  ephemeral?: boolean;
  metadata?: MessageMetadata;
  files?: { id: string; name: string; title: string; mimetype: string; size: number; url: string }[];
};

type Shown<V> = V & { id: string; hash: string; state: { values: StateValues }; errors: Record<string, string> };
export type ShownModal = Shown<ModalView & { blocks: KnownBlock[] }>;
export type ShownHome = Shown<HomeView & { blocks: KnownBlock[] }>;

/** Everything one person can see, as GET /state answers it. `views` has the modal in front last. */
export type PersonState = {
  team: { id: string; name: string };
  now: number;
  nextMilestone: { at: number; label: string } | null;
  me: string;
  people: Person[];
  groups: { id: string; name: string }[];
  shortcuts: Workspace['shortcuts'];
  channels: { id: string; name: string; botIsMember: boolean }[];
  dms: { id: string; user: string }[];
  messages: Record<string, ShownMessage[]>;
  views: ShownModal[];
  home: ShownHome | null;
  notices: { id: string; channel: string; text: string }[];
  files: NonNullable<ShownMessage['files']>;
  /** What reached people outside Slack, the newest first. */
  inbox?: readonly Letter[];
};

const shownFile = ({
  id,
  name,
  title,
  mimetype,
  size,
}: NonNullable<Message['files']>[number]): PersonState['files'][number] => ({
  id,
  name,
  title,
  mimetype,
  size,
  url: `/files/${id}`,
});

function shownMessage(workspace: Workspace, channel: Channel, message: Message): ShownMessage {
  const { ts, user, text, blocks, thread_ts, metadata, files } = message;
  return {
    ts,
    user,
    text,
    reply_count: thread_ts === undefined ? repliesTo(channel, ts).length : 0,
    edited: message.edited !== undefined,
    ...(message.fromBot ? { bot: workspace.app.name } : {}),
    ...(blocks === undefined ? {} : { blocks }),
    ...(thread_ts === undefined ? {} : { thread_ts }),
    ...(message.broadcast === true ? { reply_broadcast: true } : {}),
    ...(message.ephemeralTo === undefined ? {} : { ephemeral: true }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(files === undefined ? {} : { files: files.map(shownFile) }),
  };
}

function shownModal({ id, hash, source, values, errors }: OpenView): ShownModal {
  const title = source.title ?? { type: 'plain_text', text: '' };
  return { ...source, type: 'modal', title, id, hash, state: { values }, errors };
}

function shownHome({ id, hash, source, values, errors }: OpenView): ShownHome {
  return { type: 'home', blocks: source.blocks, id, hash, state: { values }, errors };
}

/** What this person sees now; the first person of the workspace when nobody, or nobody known, is named. */
export async function personState(
  workspace: Workspace,
  clock: SandboxClock | undefined,
  as: string,
  inbox?: Inbox,
): Promise<PersonState> {
  const people = [...workspace.people.values()];
  const me = workspace.people.get(as)?.id ?? people.find((person) => person.isBot !== true)?.id ?? '';
  const mine = [...workspace.channels.values()].filter((channel) => channel.members.includes(me));
  const visible = (message: Message): boolean => message.ephemeralTo === undefined || message.ephemeralTo === me;
  const home = workspace.homes.get(me);
  const [now, next] = await Promise.all([workspace.now(), clock?.next().catch(() => undefined)]);
  return {
    team: workspace.team,
    now,
    nextMilestone: next ?? null,
    me,
    people,
    groups: [...workspace.userGroups.values()].map(({ id, handle }) => ({ id, name: handle })),
    shortcuts: workspace.shortcuts,
    channels: mine
      .filter(({ kind }) => kind === 'channel')
      .map(({ id, name, botIsMember }) => ({ id, name, botIsMember })),
    dms: mine.filter(({ kind }) => kind !== 'channel').map(({ id }) => ({ id, user: workspace.app.userId })),
    messages: Object.fromEntries(
      mine.map((channel) => [
        channel.id,
        channel.messages.filter(visible).map((message) => shownMessage(workspace, channel, message)),
      ]),
    ),
    views: stackOf(workspace, me).map(shownModal),
    home: home === undefined ? null : shownHome(home),
    notices: workspace.notices
      .filter((notice) => notice.user === me)
      .map(({ id, channel, text }) => ({ id, channel, text })),
    files: [...workspace.files.values()].filter((file) => file.shared).map(shownFile),
    ...(inbox === undefined ? {} : { inbox: inbox.letters }),
  };
}
