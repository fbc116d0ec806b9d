import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { readIfThere } from './files.ts';
import { writeOnce } from './write-once.ts';

const PAD = ' ';

/**
 * Takes the record's room on the disk, durably, so that a disk that fills up later cannot prevent it from being written; one
 * that is there stays as it is. (On a file system that copies on write, such as btrfs, a full disk can still prevent it.)
 */
export async function allocateRecord(path: string, bytes: number): Promise<void> {
  await writeOnce(path, PAD.repeat(bytes));
}

/**
 * Writes a value in place, never beyond the allocated size, and makes it durable: one line of JSON, one line with its SHA-256.
 * Throws where the value needs more room than was taken.
 */
export async function writeRecord(path: string, value: unknown, bytes: number): Promise<void> {
  const json = JSON.stringify(value);
  const text = Buffer.from(`${json}\nsha256 ${digest(json)}\n`);
  if (text.length > bytes) throw new Error(`writing ${path}: ${text.length} bytes do not fit into ${bytes}`);
  const file = await open(path, 'r+');
  try {
    await writeAll(file, Buffer.concat([text, Buffer.alloc(bytes - text.length, PAD)]));
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** The value of a complete record; undefined while it is absent, empty, or torn (its checksum does not fit). */
export async function readRecord(path: string): Promise<unknown> {
  const text = await readIfThere(path);
  const [json, seal] = text?.split('\n', 2) ?? [];
  if (json === undefined || seal !== `sha256 ${digest(json)}`) return undefined;
  return JSON.parse(json);
}

async function writeAll(file: Awaited<ReturnType<typeof open>>, bytes: Buffer): Promise<void> {
  let at = 0;
  while (at < bytes.length) at += (await file.write(bytes, at, bytes.length - at, at)).bytesWritten;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
