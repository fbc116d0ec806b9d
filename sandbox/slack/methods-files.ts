import { ApiError } from './api-error.ts';
import { optional, required, structured, type Args } from './args.ts';
import type { Context } from './context.ts';
import { isRecord, type Json } from './json.ts';
import type { Method } from './method.ts';
import { findTarget, post, readThread } from './posting.ts';
import { fileWire } from './wire.ts';
import { newId, type SharedFile, type Workspace } from './workspace.ts';

/** What a file input takes (docs.slack.dev/reference/block-kit/block-elements/file-input-element). */
const FILE_BYTES_MAX = 10_000_000;

const KINDS: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  svg: 'image/svg+xml',
  json: 'application/json',
  pdf: 'application/pdf',
  zip: 'application/zip',
  gz: 'application/gzip',
};

const kindOf = (name: string): string => KINDS[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'text/plain';

/** A file that a person chose in a form: theirs, and unseen by others until it is shared; undefined where Slack would not take it. */
export function receiveFile(workspace: Workspace, user: string, name: string, content: Buffer): SharedFile | undefined {
  if (!workspace.people.has(user) || name === '' || content.length === 0 || content.length > FILE_BYTES_MAX)
    return undefined;
  const size = content.length;
  const file = { id: newId('F'), name, title: name, mimetype: kindOf(name), size, user, content, shared: false };
  workspace.files.set(file.id, file);
  return file;
}

async function getUploadUrl({ workspace, baseUrl }: Context, args: Args): Promise<Json> {
  const name = required(args, 'filename');
  const size = Number(required(args, 'length'));
  if (!Number.isInteger(size) || size <= 0)
    throw new ApiError('invalid_arguments', ['length must be a positive integer']);
  const file: SharedFile = {
    id: newId('F'),
    name,
    title: name,
    mimetype: kindOf(name),
    size,
    user: workspace.app.userId,
    content: Buffer.alloc(0),
    shared: false,
  };
  workspace.files.set(file.id, file);
  return { upload_url: `${baseUrl()}/upload/${file.id}`, file_id: file.id };
}

/** Takes the bytes sent to an upload URL; a form carries them as its first file. False when they are not as many as announced. */
export async function receiveUpload(
  workspace: Workspace,
  id: string,
  body: Buffer,
  contentType: string,
): Promise<boolean> {
  const file = workspace.files.get(id);
  if (file === undefined || file.shared) return false;
  let content = body;
  if (contentType.startsWith('multipart/form-data')) {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
    const part = [...form.values()].find((value) => typeof value !== 'string');
    content = part === undefined ? Buffer.alloc(0) : Buffer.from(await part.arrayBuffer());
  }
  if (content.length !== file.size) return false;
  file.content = content;
  return true;
}

async function completeUpload(context: Context, args: Args): Promise<Json> {
  const given = structured(args, 'files', 'invalid_arguments');
  if (!Array.isArray(given) || given.length === 0)
    throw new ApiError('invalid_arguments', ['missing required field: files']);
  const files = given.map((one: unknown) => {
    const file = isRecord(one) ? context.workspace.files.get(String(one['id'])) : undefined;
    if (file === undefined || file.shared || file.content.length === 0) throw new ApiError('file_not_found');
    return { file, title: isRecord(one) && typeof one['title'] === 'string' ? one['title'] : file.name };
  });
  if (optional(args, 'channel_id') === undefined) {
    if (optional(args, 'thread_ts') !== undefined)
      throw new ApiError('invalid_arguments', ['thread_ts needs a channel_id']);
  } else {
    const channel = findTarget(context, args, 'channel_id');
    const text = optional(args, 'initial_comment') ?? '';
    await post(
      context.workspace,
      channel,
      { text },
      { ...readThread(args, channel), files: files.map(({ file }) => file) },
    );
  }
  for (const { file, title } of files) Object.assign(file, { title, shared: true });
  context.workspace.changed();
  return { files: files.map(({ file }) => fileWire(file)) };
}

export const FILE_METHODS: Record<string, Method> = {
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': completeUpload,
};
