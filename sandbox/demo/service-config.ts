import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRelease } from './release.ts';

/** What the Orders service reads when it starts: which release it is, where it listens (127.0.0.1), what its page says. */
export interface ServiceConfig {
  readonly version: string;
  readonly port: number;
  readonly greeting: string;
}

const fileIn = (dir: string): string => join(dir, 'config.json');

/** The `config.json` of a folder. Throws one sentence when it is missing or not as expected. */
export async function readServiceConfig(dir: string): Promise<ServiceConfig> {
  return parseServiceConfig(await readFile(fileIn(dir), 'utf8'));
}

export function parseServiceConfig(text: string): ServiceConfig {
  const read: unknown = JSON.parse(text);
  if (typeof read !== 'object' || read === null) throw new Error('config.json is not an object.');
  const { version, port, greeting }: Partial<Record<string, unknown>> = { ...read };
  if (typeof version !== 'string' || typeof greeting !== 'string' || typeof port !== 'number') {
    throw new Error('config.json lacks version, port or greeting.');
  }
  return { version: readRelease(version).name, port, greeting };
}

/** Replaces `config.json` in one step: a reader sees the old or the new one, whole. */
export async function writeServiceConfig(dir: string, config: ServiceConfig): Promise<void> {
  const fresh = `${fileIn(dir)}.new`;
  await writeFile(fresh, `${JSON.stringify(config, undefined, 2)}\n`);
  await rename(fresh, fileIn(dir));
}
