import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import { openPool } from '../../src/postgres/connect.ts';
import { startEmbeddedPostgres } from '../../src/postgres/embedded.ts';
import { listen } from '../../src/postgres/listen.ts';
import { readPostmaster } from '../../src/postgres/postmaster.ts';
import { makeFolder, removeFolder } from './a-folder.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const dataDir = await makeFolder();
const server = await startEmbeddedPostgres({ dataDir, log: quiet });
afterAll(async () => {
  await server.stop();
  await removeFolder(dataDir);
});

test.for(['SIGKILL', 'SIGINT'] as const)(
  'pools and listeners heal by themselves after the server got a %s',
  async (signal) => {
    const pool = openPool(server.url, { max: 3, name: 'test' });
    onTestFinished(() => pool.end());
    const heard: (string | undefined)[] = [];
    const listening = listen(server.url, 'due', (payload) => heard.push(payload));
    onTestFinished(() => listening.close());
    await Promise.all([1, 2, 3].map(() => pool.query('select 1')));
    await vi.waitUntil(() => heard.length === 1);

    const postmaster = await readPostmaster(join(server.home, 'data'));
    process.kill(postmaster?.pid ?? 0, signal);
    await vi.waitUntil(() => heard.length === 2, { timeout: 10_000 });
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await pool.query(`notify due, 'ten'`);
    await vi.waitUntil(() => heard.length === 3);
    expect(heard).toEqual([undefined, undefined, 'ten']);
  },
);
