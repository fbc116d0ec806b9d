import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { bootId, findProcess, type ProcessEntry } from './process-table.ts';
import { isErrno, readIfThere } from './files.ts';
import { runFolder } from './run-folder.ts';
import { syncFolder, writeDurably } from './write-once.ts';

const Alive = z.object({ pid: z.int(), startTime: z.string(), bootId: z.string(), host: z.string() });

/**
 * Passes the once-only gate of a run: true for exactly one process, ever. The gate is a folder renamed into place with the
 * proof of life already inside, so there is no moment at which a run was started and nobody knows by whom; it is durable
 * when this returns, so that a power cut cannot open it again.
 */
export async function enterOnce(dir: string): Promise<boolean> {
  const { started } = runFolder(dir);
  const own = `${started}.${process.pid}`;
  const alive = await proofOfLife(process.pid);
  await rm(own, { recursive: true, force: true });
  await mkdir(own, { mode: 0o700 });
  try {
    await writeDurably(join(own, 'alive.json'), alive);
    await syncFolder(own);
    await rename(own, started);
  } catch (error) {
    await rm(own, { recursive: true, force: true });
    if (isErrno(error, 'ENOTEMPTY', 'EEXIST')) return false;
    throw error;
  }
  await syncFolder(dir);
  return true;
}

/** Whether the process that passed the gate lives still; undefined where nobody passed it. */
export async function isAlive(dir: string): Promise<boolean | undefined> {
  const { started, alive } = runFolder(dir);
  const text = await readIfThere(alive);
  if (text === undefined) return existsSync(started) ? false : undefined;
  return (await livingAs(text)) !== undefined;
}

/** Writes down which process carries out the task of a run; on a full disk nobody can tell later. */
export async function recordLeaf(dir: string, pid: number): Promise<void> {
  await writeFile(runFolder(dir).leaf, await proofOfLife(pid), { mode: 0o600 }).catch(() => undefined);
}

/** The command that a run began last, while it lives. */
export async function livingLeaf(dir: string): Promise<ProcessEntry | undefined> {
  const text = await readIfThere(runFolder(dir).leaf);
  return text === undefined ? undefined : livingAs(text);
}

async function proofOfLife(pid: number): Promise<string> {
  const { startTime = '' } = (await findProcess(pid)) ?? {};
  const alive: z.infer<typeof Alive> = { pid, startTime, bootId: await bootId(), host: hostname() };
  return `${JSON.stringify(alive)}\n`;
}

/** The very process that wrote such a proof, or of which it was written. */
async function livingAs(proof: string): Promise<ProcessEntry | undefined> {
  const read = Alive.safeParse(parseJson(proof));
  if (!read.success) return undefined;
  const { pid, startTime, bootId: boot } = read.data;
  if (boot !== (await bootId())) return undefined;
  const found = await findProcess(pid);
  return found && !found.zombie && found.startTime === startTime ? found : undefined;
}

/** A file cut short by a power cut is not JSON: its writer is dead either way. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
