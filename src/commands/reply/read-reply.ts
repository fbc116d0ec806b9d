import type { MessageEvent } from '@slack/types';

/** What a person wrote in a thread. */
export interface Reply {
  readonly channel: string;
  /** The message that the thread stands below. */
  readonly thread: string;
  readonly ts: string;
  readonly user: string;
  /** As Slack hands it over. */
  readonly text: string;
}

/** Words of a person in a thread, also when they went to the channel too; edits, deletions and what a bot says are none. */
export function readReply(event: MessageEvent): Reply | undefined {
  if (event.subtype !== undefined && event.subtype !== 'thread_broadcast') return undefined;
  if ('bot_id' in event && event.bot_id !== undefined) return undefined;
  const { channel, thread_ts: thread, ts, user, text } = event;
  if (thread === undefined || thread === ts || text === undefined) return undefined;
  return { channel, thread, ts, user, text };
}
