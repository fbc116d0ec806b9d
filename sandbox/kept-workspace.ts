import { readFile, rename, writeFile } from 'node:fs/promises';
import { deserialize, serialize } from 'node:v8';
import type { Workspace } from './slack/workspace.ts';

const PAUSE_MS = 500;

/** What lasts from one start to the next. Open modals and notices do not: their triggers are gone. */
type Kept = { v: 1 } & Pick<Workspace, 'channels' | 'files' | 'homes' | 'entered'>;

export type KeptWorkspace = { close(): Promise<void> };

/**
 * Brings back the messages of an earlier start from a file, and writes them there half a second after any change and at `close`: the
 * bot's record outlives a restart, so what it posted must be there too. A file that cannot be read is left out of account, and said.
 */
export async function keepWorkspace(workspace: Workspace, file: string): Promise<KeptWorkspace> {
  bringBack(workspace, await readKept(file));
  let timer: NodeJS.Timeout | undefined;
  let written = Promise.resolve();
  const save = async (before: Promise<void>, bytes: Buffer): Promise<void> => {
    await before;
    try {
      await writeFile(`${file}.new`, bytes, { mode: 0o600 });
      await rename(`${file}.new`, file);
    } catch (error) {
      console.error(`keeping the messages in ${file}:`, error);
    }
  };
  const write = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const { channels, files, homes, entered } = workspace;
    written = save(written, serialize({ v: 1, channels, files, homes, entered } satisfies Kept));
  };
  const stop = workspace.onChange(() => {
    timer ??= setTimeout(write, PAUSE_MS);
  });
  return {
    async close() {
      stop();
      write();
      await written;
    },
  };
}

async function readKept(file: string): Promise<Kept | undefined> {
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined) return undefined;
  try {
    const read = deserialize(bytes) as Partial<Kept> | null;
    const isWhole = [read?.channels, read?.files, read?.homes, read?.entered].every((part) => part instanceof Map);
    if (read?.v === 1 && isWhole) return read as Kept;
  } catch {
    // Said below, as for any other file that is not ours.
  }
  console.error(`The messages in ${file} cannot be read: the channels begin empty.`);
  return undefined;
}

function bringBack(workspace: Workspace, kept: Kept | undefined): void {
  if (kept === undefined) return;
  for (const [id, channel] of kept.channels) {
    const now = workspace.channels.get(id);
    if (now !== undefined) now.messages.push(...channel.messages);
    else if (channel.kind !== 'channel') workspace.channels.set(id, channel);
  }
  for (const [id, shared] of kept.files) workspace.files.set(id, shared);
  for (const [user, home] of kept.homes) workspace.homes.set(user, home);
  for (const [place, values] of kept.entered) workspace.entered.set(place, values);
  workspace.changed();
}
