import { spawn } from 'node:child_process';
import { chown, lstat, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { readConnection } from '../../src/postgres/connection-file.ts';
import { DataFolderInUse, startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/postgres/embedded.ts';
import { readPostmaster } from '../../src/postgres/postmaster.ts';
import { NOBODY } from '../../src/postgres/run-as.ts';
import { toStderr } from '../support/to-stderr.ts';
import { aBot } from './a-bot.ts';
import { aFolder, makeFolder, removeFolder } from './a-folder.ts';
import { aQuery } from './a-query.ts';

const BOT = join(import.meta.dirname, 'bot.ts');
const asRoot = process.getuid?.() === 0;

/** One folder for the tests that need no new one: making a record takes a second, opening it a tenth. */
let dataDir = '';

beforeAll(async () => {
  dataDir = await makeFolder();
});
afterAll(() => removeFolder(dataDir));

async function start(folder = dataDir): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir: folder, log: toStderr, place: join(folder, 'placed') });
  onTestFinished(() => server.stop());
  return server;
}

async function killServer(home: string): Promise<void> {
  const server = await readPostmaster(join(home, 'data'));
  if (server === undefined) throw new Error('there is no server to kill');
  process.kill(server.pid, 'SIGKILL');
}

test('what was written before a stop is there after the next start', async () => {
  const first = await start();
  await aQuery(first.url, `create table words (word text); insert into words values ('changé')`);
  await first.stop();
  const second = await start();
  expect(await aQuery(second.url, 'select word from words')).toEqual([{ word: 'changé' }]);
});

test('the server takes the password of its connection file and nothing else, and only while it runs', async () => {
  const server = await start();
  const file = join(server.home, 'connection.json');
  expect(await readConnection(dataDir)).toEqual({ url: server.url, pid: process.pid });
  for (const secret of [file, join(server.home, 'password')]) expect((await stat(secret)).mode & 0o777).toBe(0o600);

  const wrong = Object.assign(new URL(server.url), { password: 'wrong' }).href;
  await expect(aQuery(wrong, 'select 1')).rejects.toThrow(/password authentication failed/);
  const superuser = Object.assign(new URL(server.url), { username: 'postgres' }).href;
  await expect(aQuery(superuser, 'select 1')).rejects.toThrow(/no pg_hba.conf entry/);
  await expect(aQuery(server.url, `copy (select 1) to program 'cat'`)).rejects.toThrow(/permission denied/);

  await server.stop();
  expect(await readConnection(dataDir)).toBeUndefined();
  await expect(aQuery(server.url, 'select 1')).rejects.toThrow();
});

test('the server speaks UTF-8 and UTC, writes to the disk before it acknowledges, and sorts by code point', async () => {
  const { url } = await start();
  const settings = [
    'server_encoding',
    'timezone',
    'fsync',
    'synchronous_commit',
    'listen_addresses',
    'max_connections',
  ];
  const rows = await aQuery(
    url,
    `select ${settings.map((name) => `current_setting('${name}') as ${name}`).join(', ')}`,
  );
  expect(rows).toEqual([
    {
      server_encoding: 'UTF8',
      timezone: 'UTC',
      fsync: 'on',
      synchronous_commit: 'on',
      listen_addresses: '127.0.0.1',
      max_connections: '100',
    },
  ]);
  expect(await aQuery(url, `select upper('é') as upper, 'a' < 'B' as folded`)).toEqual([{ upper: 'É', folded: false }]);
});

test('a bot killed in the middle of its writes loses nothing that was acknowledged, five times over', async () => {
  const first = await start();
  await aQuery(first.url, 'create table kept (n bigint generated always as identity)');
  await first.stop();
  for (let round = 1; round <= 5; round += 1) {
    const bot = aBot(BOT, [dataDir, join(dataDir, 'placed'), 'insert']);
    await bot.printed(/^kept /);
    await vi.waitUntil(() => bot.lines.length > 100, { timeout: 10_000, interval: 1 });
    await bot.kill();
    if (round % 2 === 0) await killServer(first.home); // as when the whole machine dies
    const acknowledged = bot.lines.filter((line) => line.startsWith('kept ')).map((line) => line.slice('kept '.length));
    const next = await start();
    const kept = new Set((await aQuery(next.url, 'select n from kept')).map(({ n }) => String(n)));
    expect(acknowledged.filter((n) => !kept.has(n))).toEqual([]);
    expect(acknowledged.length).toBeGreaterThan(90);
    await next.stop();
  }
});

test('Ctrl-C in the terminal reaches the bot and not its server, which the next start replaces', async () => {
  const bot = aBot(BOT, [dataDir, join(dataDir, 'placed')], { detached: true });
  const { url } = JSON.parse(await bot.printed(/^\{/));
  process.kill(-(bot.child.pid ?? 0), 'SIGINT');
  await vi.waitUntil(() => bot.child.signalCode === 'SIGINT');
  expect(await aQuery(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await start();
  await expect(aQuery(url, 'select 1')).rejects.toThrow();
});

test('a second bot on a living bot’s data folder is refused in one sentence that names the first', async () => {
  await start();
  await expect(start()).rejects.toThrow(DataFolderInUse);
  const other = aBot(BOT, [dataDir, join(dataDir, 'placed')]);
  expect(await other.printed(/DataFolderInUse/)).toBe(
    `DataFolderInUse: Another bot (process ${process.pid}) is using the data folder ${dataDir}: stop that one, or set DATA_DIR to another folder.`,
  );
});

test('a first start killed while it makes the record does not stand in the way of the next', async () => {
  const folder = await aFolder();
  const bot = aBot(BOT, [folder, join(folder, 'placed')]);
  const home = join(folder, 'postgres');
  await vi.waitUntil(
    async () => {
      const fresh = (await readdir(home).catch(() => [])).find((name) => name.startsWith('data.new-'));
      return fresh !== undefined && (await lstat(join(home, fresh, 'PG_VERSION')).catch(() => undefined));
    },
    { timeout: 10_000, interval: 1 },
  );
  await bot.kill();
  expect(await lstat(join(home, 'data')).catch(() => 'none')).toBe('none');
  const server = await start(folder);
  expect(await aQuery(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('neither a pid file that names a stranger nor one cut short stands in the way of a start', async () => {
  const first = await start();
  await first.stop();
  const stranger = spawn('sleep', ['60'], asRoot ? NOBODY : {});
  onTestFinished(() => void stranger.kill('SIGKILL'));
  const file = join(first.home, 'data', 'postmaster.pid');
  for (const text of [`${stranger.pid}\n${join(first.home, 'data')}\n1\n5432\n\n127.0.0.1\n 1 1\nready   \n`, '']) {
    await writeFile(file, text, { mode: 0o600 });
    if (asRoot) await chown(file, NOBODY.uid, NOBODY.gid);
    const next = await start();
    expect(await aQuery(next.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await next.stop();
  }
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
});

test('a server that ends unasked is started again on the same port', async () => {
  const lines: string[] = [];
  const say = (_fields: object, message: string) => void lines.push(message);
  const server = await startEmbeddedPostgres({ dataDir, log: { info: say, warn: say, error: say } });
  onTestFinished(() => server.stop());
  await aQuery(server.url, `create table ones (n int); insert into ones values (1)`);
  await killServer(server.home);
  await vi.waitUntil(() => lines.includes('The database server is back'), { timeout: 15_000 });
  expect(await aQuery(server.url, 'select n from ones')).toEqual([{ n: 1 }]);
});

test('the record of another major version is refused and left alone', async () => {
  const first = await start();
  await first.stop();
  const file = join(first.home, 'data', 'PG_VERSION');
  await writeFile(file, '17\n');
  await expect(start()).rejects.toThrow(/was written by PostgreSQL 17 and this program brings 18/);
  expect(await readFile(file, 'utf8')).toBe('17\n');
  await writeFile(file, '18\n');
});
