import { ApiError } from './api-error.ts';
import { flag, optional, type Args } from './args.ts';
import type { Context } from './context.ts';
import { post, readContent, readThread, saysNothing } from './posting.ts';
import type { ResponseTarget } from './response-urls.ts';
import type { Message } from './workspace.ts';

/**
 * Says something back to a person: the body of a response_url call, or what a command's acknowledgement carries. Ephemeral unless
 * `response_type` is `in_channel`; `replace_original` and `delete_original` act on the message that was pressed.
 * https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
 */
export async function respond({ workspace }: Context, target: ResponseTarget, args: Args): Promise<void> {
  const channel = workspace.channels.get(target.channel);
  if (channel === undefined) throw new ApiError('channel_not_found');
  const original = channel.messages.find((one) => one.ts === target.ts);
  if (flag(args, 'delete_original')) {
    if (original !== undefined) channel.messages.splice(channel.messages.indexOf(original), 1);
    return workspace.changed();
  }
  const content = readContent(args);
  if (saysNothing(content)) throw new ApiError('no_text');
  if (flag(args, 'replace_original') && original !== undefined) {
    delete original.blocks;
    Object.assign(original, { text: '' }, content);
    return workspace.changed();
  }
  const isPublic = optional(args, 'response_type') === 'in_channel';
  const privately: Partial<Message> = isPublic ? {} : { ephemeralTo: target.user };
  await post(workspace, channel, content, { ...readThread(args, channel), ...privately });
}
