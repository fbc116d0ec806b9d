import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, expect, test } from 'vitest';
import { freePort } from '../../src/postgres/free-port.ts';
import { run, serverIdentity } from '../../src/postgres/run-as.ts';
import { tempFolder, until } from '../command/runs.ts';
import { folderOf } from '../support/has-program.ts';
import { anExample } from './an-example.ts';

// The tools of one version, and a server that they know: pg_dump takes none that is newer than itself.
const server = folderOf('postgres', 'the example with PostgreSQL');
const tools = folderOf('pg_dump', 'the example with PostgreSQL');

// Before its folder goes.
let stop = async (): Promise<void> => undefined;
afterEach(() => stop());

/** Debian's own PostgreSQL on a free port of this machine, with the database of a shop in it. */
async function aServer() {
  const [folder, as, port] = [await tempFolder(), serverIdentity(), await freePort()];
  // As root, the server runs as somebody else, who must be able to get there.
  await chmod(folder, 0o711);
  const data = join(folder, 'data');
  await mkdir(data);
  if (as) await chown(data, as.uid, as.gid);
  const args = ['-D', data, '-U', 'shop', '--auth=trust', '--encoding=UTF8', '--no-sync', '--no-instructions'];
  await run({ file: join(server ?? '', 'initdb'), args, as, cwd: data });
  const settings = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', data, '-F'];
  const child = spawn(join(server ?? '', 'postgres'), settings, { ...as, cwd: data, stdio: 'ignore' });
  const gone = once(child, 'exit');
  stop = async () => {
    child.kill('SIGINT');
    await gone;
  };
  const query = async (text: string, database = 'shop'): Promise<readonly unknown[]> => {
    const client = new Client({ host: '127.0.0.1', port, user: 'shop', database });
    try {
      await client.connect();
      return (await client.query({ text, rowMode: 'array' })).rows;
    } finally {
      await client.end();
    }
  };
  await until(() => query('select 1', 'postgres').catch(() => undefined));
  await query('create database shop', 'postgres');
  await query(
    `create table orders (id int primary key, pieces int); insert into orders select i, 1 + i % 7 from generate_series(1, 500) i`,
  );
  return { port, query };
}

test.runIf(server && tools)(
  'a database is dumped, restored on trial, migrated, and brought back by PostgreSQL’s own tools',
  { timeout: 180_000 },
  async () => {
    const { port, query } = await aServer();
    const env = { PGHOST: '127.0.0.1', PGPORT: String(port), PGUSER: 'shop' };
    const at = (migration: string) =>
      anExample('postgresql', { fill: {}, env, params: { migration }, bin: [tools ?? ''] });
    const databases = () => query('select datname from pg_database where not datistemplate order by 1', 'postgres');

    const good = await at('0001-orders-note');
    await good.goes('preflight');
    expect((await good.goes('backup')).output).toContain('public.orders|500');
    expect((await good.goes('plan')).output).toContain('alter table orders add column note');
    expect(await databases()).toEqual([['postgres'], ['shop']]);
    await good.goes('apply');
    await good.goes('verify');
    expect(await query(`select count(*)::int from orders where note = ''`)).toEqual([[500]]);

    await query('update orders set pieces = null where id = 1');
    expect((await good.step('verify')).outcome).toMatchObject({ outcome: 'failed' });
    await good.goes('rollback', 'application');
    await good.goes('verify');
    expect(await query('select * from orders limit 1')).toEqual([[1, 2]]);
    expect(await databases()).toEqual([['postgres'], ['shop'], ['shop_failed']]);

    const bad = await at('0002-broken');
    await writeFile(
      join(bad.cwd, 'migrations/0002-broken.sql'),
      'alter table orders add column a int;\nalter table nowhere add column b int;\n',
    );
    expect((await bad.step('plan')).outcome).toMatchObject({ outcome: 'failed' });
    expect((await bad.step('apply')).outcome).toMatchObject({ outcome: 'failed' });
    expect(await query('select * from orders limit 1')).toEqual([[1, 2]]);
    expect(await databases()).toEqual([['postgres'], ['shop'], ['shop_failed']]);
  },
);
