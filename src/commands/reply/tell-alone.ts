import type { KnownBlock } from '@slack/types';
import { effect } from '../../effect.ts';
import type { CommandDeps } from '../deps.ts';
import type { Reply } from './read-reply.ts';

/** What only whoever replied reads, in the same thread. */
export async function tellAlone(
  { posts }: CommandDeps,
  { channel, thread, user }: Reply,
  text: string,
  blocks?: readonly KnownBlock[],
): Promise<void> {
  const more = blocks === undefined ? {} : { blocks: [...blocks] };
  await effect('slack.respond', () => posts.chat.postEphemeral({ channel, user, thread_ts: thread, text, ...more }));
}
