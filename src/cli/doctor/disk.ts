import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { notOk, ok, type Line } from './line.ts';

/** Below this the record, or the output of a step, may soon find no room. */
const FREE_MIN_BYTES = 1024 ** 3;

/** There is room left where the data folder lies, or will lie. */
export async function diskLines(dataDir: string): Promise<readonly Line[]> {
  const { folder, bsize, bavail } = await nearest(resolve(dataDir));
  const free = bsize * bavail;
  const sentence = `${(free / 1024 ** 3).toFixed(1)} GiB are free at ${folder}`;
  return [free >= FREE_MIN_BYTES ? ok(`${sentence}.`) : notOk(`${sentence}: make room before it runs full.`)];
}

async function nearest(folder: string): Promise<{ folder: string; bsize: number; bavail: number }> {
  try {
    const { bsize, bavail } = await statfs(folder);
    return { folder, bsize, bavail };
  } catch (error) {
    if (dirname(folder) === folder) throw error;
    return nearest(dirname(folder));
  }
}
