import { createWriteStream, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CannotDo } from './terminal.ts';

/**
 * Writes lines, through a compressor perhaps, into a file that only its owner may read and that has its name only when it is
 * whole and on the disk. An existing file is never replaced. Throws `CannotDo` when it exists or cannot be written; whatever
 * goes wrong leaves nothing behind.
 */
export async function newFile(file: string, lines: AsyncIterable<string>, through?: Transform): Promise<void> {
  if (existsSync(file)) throw new CannotDo(`${file} exists already and is left as it is: name another file.`);
  const part = `${file}.part-${process.pid}`;
  try {
    const output = createWriteStream(part, { flags: 'wx', mode: 0o600 });
    await (through ? pipeline(Readable.from(lines), through, output) : pipeline(Readable.from(lines), output));
    await onDisk(part);
    await rename(part, file);
  } catch (error) {
    throw isOfTheFile(error, part)
      ? new CannotDo(`${file} cannot be written (${error.code}).`, { cause: error })
      : error;
  } finally {
    await rm(part, { force: true });
  }
}

async function onDisk(file: string): Promise<void> {
  await using handle = await open(file, 'r+');
  await handle.sync();
}

function isOfTheFile(error: unknown, part: string): error is Error & { code: string } {
  return error instanceof Error && 'path' in error && error.path === part && 'code' in error;
}
