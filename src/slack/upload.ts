import type { WebClient } from '@slack/web-api';
import { effect } from '../effect.ts';

const UPLOAD_MS = 60_000;

export interface Upload {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly channel: string;
  /** Into a thread of the channel; otherwise it is a message of its own. */
  readonly threadTs?: string;
}

/**
 * Puts a text or a picture into a conversation as a file (docs.slack.dev, working with files); the file's id. Only its last call shows anything,
 * so only an answer lost there leaves it in doubt.
 */
export async function upload(client: WebClient, { name, content, channel, threadTs }: Upload): Promise<string> {
  const bytes = Buffer.from(content);
  const { upload_url: url, file_id: id } = await effect('slack.upload', () =>
    client.files.getUploadURLExternal({ filename: name, length: bytes.length }),
  );
  if (url === undefined || id === undefined) throw new Error('asking for an upload: Slack gave no address');
  await effect('slack.upload', () => send(url, bytes));
  const where = { channel_id: channel, ...(threadTs === undefined ? {} : { thread_ts: threadTs }) };
  await effect('slack.upload', () => client.files.completeUploadExternal({ files: [{ id, title: name }], ...where }));
  return id;
}

async function send(url: string, body: Buffer): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(body),
    redirect: 'error',
    signal: AbortSignal.timeout(UPLOAD_MS),
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`uploading a file: Slack answered ${answer.status}`);
}

/** Hands a file to one person, in their direct conversation with the bot. */
export async function uploadPrivately(
  client: WebClient,
  user: string,
  file: Pick<Upload, 'name' | 'content'>,
): Promise<void> {
  const { channel } = await effect('slack.lookup', () => client.conversations.open({ users: user }));
  if (channel?.id === undefined) throw new Error('opening a direct conversation: Slack gave none');
  await upload(client, { ...file, channel: channel.id });
}
