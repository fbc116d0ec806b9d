import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { tempFolder } from '../command/runs.ts';
import { ROOT } from '../ops/source-tree.ts';

/** A stand-in of `test/support/tools` in a folder of its own, beside what it remembers. */
export async function aTool(name: string) {
  const bin = await tempFolder();
  await cp(join(ROOT, 'test/support/tools', name), join(bin, name));
  return { bin, at: (file: string): string => join(bin, file) };
}
