import type { KnownBlock } from '@slack/types';
import { ApiError } from './api-error.ts';
import { flag, optional, required, structured, type Args } from './args.ts';
import { readMessageBlocks, readMetadata } from './check-payload.ts';
import type { Context } from './context.ts';
import { withIds } from './controls.ts';
import { isRecord, stringsUnder } from './json.ts';
import { ATTACHMENTS_MAX, MESSAGE_TEXT_MAX } from './limits.ts';
import { FILES_AT } from './wire.ts';
import type { Channel, Message, SharedFile, Workspace } from './workspace.ts';

/** What a message says, read from arguments. Any part may be absent; absent is not empty. */
export type Content = Pick<Message, 'metadata'> & {
  text?: string;
  blocks?: KnownBlock[];
  attachments?: readonly unknown[];
};

function readAttachments(value: unknown): readonly unknown[] {
  if (!Array.isArray(value) || !value.every(isRecord)) throw new ApiError('invalid_attachments');
  if (value.length > ATTACHMENTS_MAX) throw new ApiError('too_many_attachments');
  for (const [index, one] of value.entries()) {
    if (one['blocks'] !== undefined) readMessageBlocks(one['blocks'], `/attachments/${index}/blocks`);
  }
  return value;
}

/** Reads text, blocks, attachments and metadata, holding each to Slack's limits. @throws ApiError with Slack's code. */
export function readContent(args: Args): Content {
  const text = args['text'];
  if (text !== undefined && text !== null && typeof text !== 'string')
    throw new ApiError('invalid_arguments', ['must provide a string [json-pointer:/text]']);
  if (typeof text === 'string' && text.length > MESSAGE_TEXT_MAX) throw new ApiError('msg_too_long');
  const blocks = structured(args, 'blocks', 'invalid_blocks_format');
  const attachments = structured(args, 'attachments', 'invalid_attachments');
  const metadata = structured(args, 'metadata', 'invalid_metadata_format');
  return {
    ...(typeof text === 'string' ? { text } : {}),
    ...(blocks === undefined ? {} : { blocks: withIds(readMessageBlocks(blocks)) }),
    ...(attachments === undefined ? {} : { attachments: readAttachments(attachments) }),
    ...(metadata === undefined || (isRecord(metadata) && Object.keys(metadata).length === 0)
      ? {}
      : { metadata: readMetadata(metadata) }),
  };
}

/** True when there is nothing to show. */
export function saysNothing({ text = '', blocks = [], attachments = [] }: Content): boolean {
  return text.trim() === '' && blocks.length === 0 && attachments.length === 0;
}

/** The files that a message links to and that Slack unfurls: posting their address shares them there. */
export function linkedFiles({ files }: Workspace, args: Args, { blocks = [], text = '' }: Content): SharedFile[] {
  if (args['unfurl_media'] !== undefined && !flag(args, 'unfurl_media')) return [];
  const said = [text, ...stringsUnder(blocks, ['text'])].join('\n');
  return [...files.values()].filter((file) => said.includes(`${FILES_AT}${file.user}/${file.id}`));
}

/** Appends a message of the bot and tells everybody; its files are shared with it. */
export async function post(
  workspace: Workspace,
  channel: Channel,
  content: Content,
  more: Partial<Message> = {},
): Promise<Message> {
  const ts = await workspace.nextTs();
  const { text = '', ...rest } = content;
  for (const file of more.files ?? []) file.shared = true;
  const message: Message = { ...rest, ...more, ts, user: workspace.app.userId, fromBot: true, text };
  channel.messages.push(message);
  workspace.changed();
  return message;
}

/** The thread a new message goes to. @throws ApiError when there is no such parent, or it is itself a reply. */
export function readThread(args: Args, channel: Channel): Pick<Message, 'thread_ts' | 'broadcast'> {
  const ts = optional(args, 'thread_ts');
  if (ts === undefined) return {};
  const parent = channel.messages.find((one) => one.ts === ts && one.ephemeralTo === undefined);
  if (parent === undefined) throw new ApiError('thread_not_found');
  if (parent.thread_ts !== undefined) throw new ApiError('cannot_reply_to_message');
  return { thread_ts: ts, ...(flag(args, 'reply_broadcast') ? { broadcast: true } : {}) };
}

/** A conversation the bot can see, by id. @throws ApiError `channel_not_found`. */
export function findChannel({ workspace }: Context, args: Args, name = 'channel'): Channel {
  const channel = workspace.channels.get(required(args, name));
  if (channel === undefined) throw new ApiError('channel_not_found');
  return channel;
}

/** A conversation the bot may post to: a user id stands for the direct messages with that person. */
export function findTarget({ workspace }: Context, args: Args, name = 'channel'): Channel {
  const id = required(args, name);
  const person = workspace.people.get(id);
  if (person?.isBot === true) throw new ApiError('cannot_dm_bot');
  const channel = person === undefined ? workspace.channels.get(id) : workspace.direct([id]);
  if (channel === undefined) throw new ApiError('channel_not_found');
  if (!channel.botIsMember) throw new ApiError('not_in_channel');
  return channel;
}
