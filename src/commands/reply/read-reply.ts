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

/** What stands for a file that came alone; it stays in the thread. */
const FILE_ALONE = 'A file, without words: see the thread.';

/** Words of a person in a thread, also with files or when they went to the channel too; edits, deletions and what a bot says are none. */
export function readReply(event: MessageEvent): Reply | undefined {
  const isFile = event.subtype === 'file_share';
  if (event.subtype !== undefined && event.subtype !== 'thread_broadcast' && !isFile) return undefined;
  if ('bot_id' in event && event.bot_id !== undefined) return undefined;
  const { channel, thread_ts: thread, ts, user, text } = event;
  if (thread === undefined || thread === ts || text === undefined) return undefined;
  return { channel, thread, ts, user, text: isFile && text.trim() === '' ? FILE_ALONE : text };
}
