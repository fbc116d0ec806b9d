import { constants, existsSync, openSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { livingLeaf } from './alive.ts';
import { PIPE } from './leaf-process.ts';
import { interruptOrphan, killOrphan } from './leaves.ts';
import { runFolder } from './run-folder.ts';
import { claimInterrupt } from './stop.ts';

/** Whoever looks after a command whose wrapper is gone, until it has ended. */
export interface Attendance {
  /** Passes on what people want of it by now. */
  look(): Promise<void>;
}

/**
 * Does for a command that outlived its wrapper what anybody else can: what it says is read on, and thrown away, since a pipe that
 * nobody reads would hold it up for ever; a stop sends it its one SIGINT, unless the wrapper had done so, and a kill ends it.
 */
export async function attendOrphan(dir: string): Promise<Attendance> {
  await drain(dir);
  return {
    async look() {
      const { stop, kill } = runFolder(dir);
      if (!existsSync(stop)) return;
      const leaf = await livingLeaf(dir);
      if (!leaf) return;
      if (await claimInterrupt(dir)) await interruptOrphan(leaf.pid);
      if (existsSync(kill)) await killOrphan(leaf.pid);
    },
  };
}

async function drain(dir: string): Promise<void> {
  const names = (await readdir(dir)).filter((name) => name.endsWith(PIPE));
  for (const name of names) {
    const fd = openSync(join(dir, name), constants.O_RDONLY | constants.O_NONBLOCK);
    const output = new Socket({ fd, readable: true, writable: false });
    output.on('error', () => output.destroy());
    output.unref().resume();
  }
}
