import { constants, openSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { PIPE } from './leaf-process.ts';

/** Keeps the outputs of a command flowing until it closes them. */
export type Drain = readonly Socket[];

/** Reads on, and throws away, what a command says whose wrapper is gone: a pipe that nobody reads would hold it up for ever. */
export async function drainOrphan(dir: string): Promise<Drain> {
  const names = (await readdir(dir)).filter((name) => name.endsWith(PIPE));
  return names.map((name) => {
    const fd = openSync(join(dir, name), constants.O_RDONLY | constants.O_NONBLOCK);
    const output = new Socket({ fd, readable: true, writable: false });
    output.on('error', () => output.destroy());
    return output.unref().resume();
  });
}
