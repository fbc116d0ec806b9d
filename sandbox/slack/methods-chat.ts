import { ApiError } from './api-error.ts';
import { flag, required, type Args } from './args.ts';
import type { Context } from './context.ts';
import { isRecord, type Json } from './json.ts';
import { UPDATE_TEXT_BYTES_MAX } from './limits.ts';
import { findChannel, findTarget, linkedFiles, post, readContent, readThread, saysNothing } from './posting.ts';
import type { Method } from './method.ts';
import { messageWire, repliesTo } from './wire.ts';
import type { Channel, Message } from './workspace.ts';

async function postMessage(context: Context, args: Args): Promise<Json> {
  const channel = findTarget(context, args);
  const content = readContent(args);
  if (saysNothing(content)) throw new ApiError('no_text');
  const files = linkedFiles(context.workspace, args, content);
  const message = await post(context.workspace, channel, content, {
    ...readThread(args, channel),
    ...(files.length === 0 ? {} : { files }),
  });
  return { channel: channel.id, ts: message.ts, message: messageWire(context.workspace, channel, message, true) };
}

async function postEphemeral(context: Context, args: Args): Promise<Json> {
  const channel = findTarget(context, args);
  const user = required(args, 'user');
  if (!context.workspace.people.has(user)) throw new ApiError('user_not_found');
  if (!channel.members.includes(user)) throw new ApiError('user_not_in_channel');
  const content = readContent(args);
  if (saysNothing(content)) throw new ApiError('no_text');
  const message = await post(context.workspace, channel, content, { ...readThread(args, channel), ephemeralTo: user });
  return { message_ts: message.ts };
}

function ownMessage(context: Context, args: Args, notOurs: string): { channel: Channel; message: Message } {
  const channel = findChannel(context, args);
  const ts = required(args, 'ts');
  const message = channel.messages.find(
    (one) => one.ts === ts && one.ephemeralTo === undefined && one.deleted !== true,
  );
  if (message === undefined) throw new ApiError('message_not_found');
  if (!message.fromBot) throw new ApiError(notOurs);
  return { channel, message };
}

async function update(context: Context, args: Args): Promise<Json> {
  const { channel, message } = ownMessage(context, args, 'cant_update_message');
  const content = readContent(args);
  if (saysNothing(content)) throw new ApiError('no_text');
  if (Buffer.byteLength(content.text ?? '') > UPDATE_TEXT_BYTES_MAX) throw new ApiError('msg_too_long');
  const { workspace } = context;
  // Text without blocks takes the blocks away; blocks without text leave it. Only a text-only edit is marked as edited.
  if (content.blocks === undefined && content.text !== undefined) {
    delete message.blocks;
    message.edited = { user: workspace.app.userId, ts: await workspace.nextTs() };
  }
  const metadata = args['metadata'];
  if (metadata === '{}' || (isRecord(metadata) && Object.keys(metadata).length === 0)) delete message.metadata;
  Object.assign(message, content);
  if (message.thread_ts !== undefined && flag(args, 'reply_broadcast')) message.broadcast = true;
  workspace.changed();
  return {
    channel: channel.id,
    ts: message.ts,
    text: message.text,
    message: messageWire(workspace, channel, message, true),
  };
}

async function remove(context: Context, args: Args): Promise<Json> {
  const { channel, message } = ownMessage(context, args, 'cant_delete_message');
  if (repliesTo(channel, message.ts).length > 0) {
    delete message.blocks;
    delete message.metadata;
    Object.assign(message, { text: 'This message was deleted.', deleted: true });
  } else channel.messages.splice(channel.messages.indexOf(message), 1);
  context.workspace.changed();
  return { channel: channel.id, ts: message.ts };
}

async function getPermalink(context: Context, args: Args): Promise<Json> {
  const channel = findChannel(context, args);
  const ts = required(args, 'message_ts');
  const message = channel.messages.find((one) => one.ts === ts);
  if (message === undefined) throw new ApiError('message_not_found');
  const thread = message.thread_ts === undefined ? '' : `?thread_ts=${message.thread_ts}&cid=${channel.id}`;
  return {
    channel: channel.id,
    permalink: `${context.baseUrl()}/archives/${channel.id}/p${ts.replace('.', '')}${thread}`,
  };
}

export const CHAT_METHODS: Record<string, Method> = {
  'chat.postMessage': postMessage,
  'chat.postEphemeral': postEphemeral,
  'chat.update': update,
  'chat.delete': remove,
  'chat.getPermalink': getPermalink,
};
