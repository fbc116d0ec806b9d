import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** How tools on this machine reach the embedded server, and the process id of the bot that started it. */
export type Connection = { url: string; pid: number };

const fileIn = (home: string) => join(home, 'connection.json');

/** Tells the tools of this machine, and only this user's, where the running server is. */
export async function writeConnection(home: string, connection: Connection): Promise<void> {
  const fresh = `${fileIn(home)}.new`;
  await rm(fresh, { force: true });
  await writeFile(fresh, JSON.stringify(connection), { mode: 0o600, flag: 'wx' });
  await rename(fresh, fileIn(home));
}

/** Says that there is no server any more. */
export async function removeConnection(home: string): Promise<void> {
  await rm(fileIn(home), { force: true });
}

/**
 * The connection of the server that runs on this data folder, or undefined when none was left. After a crash it may name
 * a server that is gone: whoever connects finds out.
 */
export async function readConnection(dataDir: string): Promise<Connection | undefined> {
  const text = await readFile(fileIn(join(dataDir, 'postgres')), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return readFields(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function readFields(value: unknown): Connection | undefined {
  if (typeof value !== 'object' || value === null || !('url' in value) || !('pid' in value)) return undefined;
  const { url, pid } = value;
  return typeof url === 'string' && typeof pid === 'number' ? { url, pid } : undefined;
}
