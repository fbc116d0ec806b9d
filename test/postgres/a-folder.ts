import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A new folder that others may pass through, unless `mode` says otherwise, and that is removed after the test. */
export async function aFolder(mode?: number): Promise<string> {
  const folder = await makeFolder(mode);
  onTestFinished(() => removeFolder(folder));
  return folder;
}

/** The same for a whole file, which removes it in the end. */
export async function makeFolder(mode = 0o711): Promise<string> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'gonogo-postgres-'));
  await chmod(folder, mode);
  return folder;
}

/** Removes a folder in which a program that was killed, or its child, may still be writing its last words. */
export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 10 });
}
