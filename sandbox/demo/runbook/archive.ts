import { createHash } from 'node:crypto';
import { mkdtemp, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backup } from 'node:sqlite';
import { gunzipSync, gzipSync } from 'node:zlib';
import { countOrders, openOrders, ordersFile } from '../orders.ts';
import { parseServiceConfig, readServiceConfig, type ServiceConfig } from '../service-config.ts';

/** The one file that holds a backup, within the demo's folder. */
export const ARCHIVE = 'backup/orders.gz';

/** A backup opened and found whole: its database has passed SQLite's own check and holds what was counted when it was taken. */
export interface Archive {
  readonly takenAt: string;
  readonly config: ServiceConfig;
  readonly database: Buffer;
  readonly orders: number;
  readonly schema: number;
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Copies config and database, consistent while the service goes on, into the archive; one that is there is replaced when the new one is whole. */
export async function writeArchive(dir: string): Promise<{ bytes: number; digest: string; orders: number }> {
  const copy = await inTempFolder(async (folder) => {
    const live = openOrders(ordersFile(dir), { readOnly: true });
    try {
      await backup(live, join(folder, 'orders.sqlite'));
    } finally {
      live.close();
    }
    const database = await readFile(join(folder, 'orders.sqlite'));
    return { database, ...checked(join(folder, 'orders.sqlite')) };
  });
  const whole = {
    v: 1,
    takenAt: new Date().toISOString(),
    config: await readServiceConfig(dir),
    orders: copy.orders,
    schema: copy.schema,
    sha256: sha256(copy.database),
    database: copy.database.toString('base64'),
  };
  const packed = gzipSync(JSON.stringify(whole));
  const fresh = join(dir, `${ARCHIVE}.new`);
  const file = await open(fresh, 'w', 0o600);
  try {
    await file.writeFile(packed);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(fresh, join(dir, ARCHIVE));
  return { bytes: packed.length, digest: sha256(packed), orders: copy.orders };
}

/** Opens the archive in a temporary place and checks all that is in it. Throws one sentence when a restore from it would not work. */
export async function readArchive(dir: string): Promise<Archive> {
  const packed = await readFile(join(dir, ARCHIVE)).catch(() => {
    throw new Error(`There is no backup at ${ARCHIVE}.`);
  });
  const read: unknown = JSON.parse(gunzipSync(packed).toString('utf8'));
  const { v, takenAt, config, database, ...kept }: Partial<Record<string, unknown>> = { ...Object(read) };
  if (v !== 1 || typeof database !== 'string') throw new Error(`${ARCHIVE} is not a backup of the Orders service.`);
  const bytes = Buffer.from(database, 'base64');
  if (sha256(bytes) !== kept['sha256'])
    throw new Error(`The database in ${ARCHIVE} is not the one that was put there.`);
  const found = await inTempFolder(async (folder) => {
    const file = join(folder, 'orders.sqlite');
    await writeFile(file, bytes);
    return checked(file);
  });
  if (found.orders !== kept['orders'] || found.schema !== kept['schema']) {
    throw new Error(`${ARCHIVE} holds ${found.orders} orders, and ${String(kept['orders'])} were backed up.`);
  }
  return { takenAt: String(takenAt), config: parseServiceConfig(JSON.stringify(config)), database: bytes, ...found };
}

function checked(file: string): { orders: number; schema: number } {
  const database = openOrders(file, { readOnly: true });
  try {
    const verdict = String(database.prepare('pragma integrity_check').get()?.['integrity_check']);
    if (verdict !== 'ok') throw new Error(`The copied database is damaged: ${verdict}.`);
    return countOrders(database);
  } finally {
    database.close();
  }
}

async function inTempFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'gonogo-orders-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
