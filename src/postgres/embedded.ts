import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureBinaries } from './binaries.ts';
import { ensureCluster } from './cluster.ts';
import { readConnection, removeConnection, writeConnection } from './connection-file.ts';
import { lockFolder } from './folder-lock.ts';
import { openHome, PLACE } from './home.ts';
import type { Log } from './log.ts';
import { clearAbandoned } from './postmaster.ts';
import { serverIdentity, type RunAs } from './run-as.ts';
import { keepRunning } from './supervise.ts';

export type EmbeddedOptions = {
  /** The bot's data folder; everything of the server lies in `<dataDir>/postgres`. */
  dataDir: string;
  log: Log;
  /** As whom the server runs when the bot is root. */
  asRoot?: RunAs;
  /** Where the record goes when that user cannot enter the data folder. */
  place?: string;
  /** Over the usual settings: a record that need not outlive its machine may do without waiting for the disk. */
  settings?: Readonly<Record<string, string>>;
};

/** A PostgreSQL of our own. `home` is the real folder of its files; `stop` may be called again. */
export type EmbeddedPostgres = { url: string; home: string; stop(): Promise<void> };

/** Another living process uses this data folder. */
export class DataFolderInUse extends Error {
  override name = 'DataFolderInUse';
}

/**
 * Starts the PostgreSQL that comes with the bot, on 127.0.0.1, a free port and a password, and restarts it on the same
 * port should it end unasked. What an earlier run left behind, killed at whatever moment, never stands in the way.
 * Throws `DataFolderInUse` when a living bot has this folder, and otherwise one sentence that says what to do.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { dataDir, log, asRoot, place = PLACE, settings = {} } = options;
  const as = serverIdentity(asRoot);
  const home = await openHome({ dataDir, as, place, log });
  const unlock = lockFolder(join(home, 'lock'));
  if (unlock === undefined) throw await inUse(dataDir);
  try {
    await clearAbandoned(join(home, 'data'), log);
    const binaries = await ensureBinaries(home, as);
    const { data, urlAt } = await ensureCluster({ home, binaries, as });
    const server = await keepRunning({ home, data, binaries, as, settings }, log);
    const url = urlAt(server.port);
    await writeConnection(home, { url, pid: process.pid }).catch(async (error: unknown) => {
      await server.stop();
      throw error;
    });
    let stopped: Promise<void> | undefined;
    const stop = async () => {
      await server.stop();
      await removeConnection(home);
      unlock();
    };
    return { url, home, stop: () => (stopped ??= stop()) };
  } catch (error) {
    unlock();
    throw error;
  }
}

async function inUse(dataDir: string): Promise<DataFolderInUse> {
  const other = await readConnection(dataDir);
  const who = other === undefined ? 'Another bot' : `Another bot (process ${other.pid})`;
  return new DataFolderInUse(
    `${who} is using the data folder ${await realpath(dataDir)}: stop that one, or set DATA_DIR to another folder.`,
  );
}
