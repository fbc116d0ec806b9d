import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/**
 * The name of the place where runs live: the data folder's, not the process's, so that a worker started again in its place
 * knows its runs. Made once and kept in the folder.
 */
export async function hostId(dataDir: string): Promise<string> {
  const file = join(dataDir, 'host-id');
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  try {
    await writeFile(file, `${hostname().slice(0, 40)}-${randomUUID().slice(0, 8)}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return (await readFile(file, 'utf8')).trim();
}
