import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Config } from '../config.ts';
import { connection } from '../postgres/connect.ts';
import { readConnection } from '../postgres/connection-file.ts';
import { startEmbeddedPostgres } from '../postgres/embedded.ts';
import type { Log } from '../postgres/log.ts';
import { CannotDo } from './terminal.ts';

export interface FoundDatabase {
  readonly url: string;
  /** For people: `127.0.0.1:5432`, never with a password. */
  readonly where: string;
  /** Stops the embedded server, where it was started for this. */
  readonly close: () => Promise<void>;
}

/** A tool tells its person, not a log. */
const SILENT: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * The database of the record: the operator's; or the embedded one, as the running bot tells, or started for the while where no bot
 * runs. Throws `CannotDo` when it does not answer, and when there is no embedded one yet unless `make` says to begin it.
 */
export async function findDatabase(
  config: Config,
  { make = false }: { readonly make?: boolean } = {},
): Promise<FoundDatabase> {
  if (config.database.kind === 'postgres') {
    const { url } = config.database;
    const problem = await whyNot(url);
    if (problem !== undefined) throw new CannotDo(`The record at ${hostOf(url)} does not answer: ${problem}.`);
    return { url, where: hostOf(url), close: async () => undefined };
  }
  const running = await readConnection(config.dataDir);
  if (running && (await whyNot(running.url)) === undefined)
    return {
      url: running.url,
      where: `${hostOf(running.url)} (embedded, of process ${running.pid})`,
      close: async () => undefined,
    };
  if (!make && !existsSync(join(config.dataDir, 'postgres')))
    throw new CannotDo(
      `There is no record in ${config.dataDir} yet: the bot makes one when it first starts. Is DATA_DIR or DATABASE_URL missing?`,
    );
  const started = await startEmbeddedPostgres({ dataDir: config.dataDir, log: SILENT });
  return { url: started.url, where: 'the embedded database, started for this', close: () => started.stop() };
}

/** Why a connection cannot be made, in the words of the system or the server. */
async function whyNot(url: string): Promise<string | undefined> {
  const client = new Client(connection(url, 'gonogo tool'));
  client.on('error', () => undefined);
  try {
    await client.connect();
    return undefined;
  } catch (error) {
    if (!(error instanceof Error)) return String(error);
    return error.message || ('code' in error ? String(error.code) : error.name);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? 'DATABASE_URL';
}
