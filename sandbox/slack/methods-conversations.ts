import { ApiError } from './api-error.ts';
import { flag, optional, page, required, type Args } from './args.ts';
import type { Context } from './context.ts';
import type { Json } from './json.ts';
import type { Method } from './method.ts';
import { findChannel } from './posting.ts';
import { channelWire, messageWire } from './wire.ts';
import type { Channel, Message } from './workspace.ts';

function readable(context: Context, args: Args): Channel {
  const channel = findChannel(context, args);
  if (!channel.botIsMember) throw new ApiError('not_in_channel');
  return channel;
}

function bound(args: Args, name: 'oldest' | 'latest'): number | undefined {
  const value = optional(args, name);
  if (value === undefined) return undefined;
  if (!/^\d+(\.\d+)?$/u.test(value)) throw new ApiError(`invalid_ts_${name}`);
  return Number(value);
}

/** Both ends are left out unless `inclusive`. */
function within(args: Args): (message: Message) => boolean {
  const oldest = bound(args, 'oldest');
  const latest = bound(args, 'latest');
  const inclusive = flag(args, 'inclusive');
  return ({ ts }) => {
    const at = Number(ts);
    const isAfter = oldest === undefined || at > oldest || (inclusive && at === oldest);
    return isAfter && (latest === undefined || at < latest || (inclusive && at === latest));
  };
}

function answer(
  context: Context,
  args: Args,
  channel: Channel,
  { items, next }: { items: Message[]; next: string },
): Json {
  const withMetadata = flag(args, 'include_all_metadata');
  return {
    messages: items.map((message) => messageWire(context.workspace, channel, message, withMetadata)),
    has_more: next !== '',
    response_metadata: { next_cursor: next },
  };
}

/** Newest first; a thread's replies are not here, except those sent to the channel as well. */
async function history(context: Context, args: Args): Promise<Json> {
  const channel = readable(context, args);
  const shown = channel.messages.filter(
    (one) => one.ephemeralTo === undefined && (one.thread_ts === undefined || one.broadcast === true),
  );
  return { ...answer(context, args, channel, page(args, shown.filter(within(args)).toReversed())), pin_count: 0 };
}

/** The parent, whatever the bounds, and then its replies, oldest first. */
async function replies(context: Context, args: Args): Promise<Json> {
  const channel = readable(context, args);
  const ts = required(args, 'ts');
  const parent = channel.messages.find((one) => one.ts === ts && one.ephemeralTo === undefined);
  if (parent === undefined) throw new ApiError('thread_not_found');
  const isWithin = within(args);
  const thread = channel.messages.filter(
    (one) => one.thread_ts === ts && one.ephemeralTo === undefined && isWithin(one),
  );
  return answer(context, args, channel, page(args, [parent, ...thread]));
}

const TYPES: Record<Channel['kind'], string> = { channel: 'public_channel', im: 'im', mpim: 'mpim' };

async function list({ workspace }: Context, args: Args): Promise<Json> {
  const types = (optional(args, 'types') ?? 'public_channel').split(',').map((type) => type.trim());
  const unknown = types.find((type) => !['public_channel', 'private_channel', 'im', 'mpim'].includes(type));
  if (unknown !== undefined) throw new ApiError('invalid_types');
  const { items, next } = page(
    args,
    [...workspace.channels.values()].filter((channel) => types.includes(TYPES[channel.kind])),
  );
  return { channels: items.map(channelWire), response_metadata: { next_cursor: next } };
}

async function open(context: Context, args: Args): Promise<Json> {
  const { workspace } = context;
  if (optional(args, 'channel') !== undefined) return { channel: channelWire(findChannel(context, args)) };
  const users = required(args, 'users')
    .split(',')
    .map((user) => user.trim());
  if (users.length > 8) throw new ApiError('too_many_users');
  for (const user of users) {
    if (!workspace.people.has(user)) throw new ApiError('user_not_found');
    if (workspace.people.get(user)?.isBot === true) throw new ApiError('cannot_dm_bot');
  }
  const existed = workspace.channels.size;
  const channel = workspace.direct([...new Set(users)]);
  const already = workspace.channels.size === existed ? { no_op: true, already_open: true } : {};
  return { ...already, channel: flag(args, 'return_im') ? channelWire(channel) : { id: channel.id } };
}

export const CONVERSATION_METHODS: Record<string, Method> = {
  'conversations.info': async (context, args) => ({ channel: channelWire(findChannel(context, args)) }),
  'conversations.list': list,
  'conversations.open': open,
  'conversations.history': history,
  'conversations.replies': replies,
  'conversations.members': async (context, args) => {
    const channel = findChannel(context, args);
    const { items, next } = page(args, [
      ...channel.members,
      ...(channel.botIsMember ? [context.workspace.app.userId] : []),
    ]);
    return { members: items, response_metadata: { next_cursor: next } };
  },
};
