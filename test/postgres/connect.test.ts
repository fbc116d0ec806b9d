import { types, type Pool, type PoolClient } from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { openPool, type PoolOptions } from '../../src/postgres/connect.ts';
import { aDatabase, type TestDatabase } from '../support/postgres.ts';
import { aProxy } from '../support/proxy.ts';
import { aQuery } from './a-query.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.drop());

function aPool(url: string, options: Partial<PoolOptions> = {}): Pool {
  const pool = openPool(url, { max: 1, name: 'test', ...options });
  onTestFinished(() => pool.end());
  return pool;
}

async function sessionOf(client: PoolClient | Pool): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return rows[0]?.pid ?? 0;
}

test('instants arrive as epoch milliseconds, counts as numbers and days as text, on this pool alone', async () => {
  const pool = aPool(database.url);
  const at = Date.UTC(2026, 10, 21, 4, 15, 0, 123);
  const { rows } = await pool.query(
    `select $1::timestamptz as at, 'infinity'::timestamptz as never, 42::bigint as count, date '2026-11-21' as day,
            array['2026-11-21T04:15:00.123456+01'::timestamptz, null] as ats, array[1::bigint, 2] as counts, '{}'::bigint[] as none`,
    [new Date(at)],
  );
  expect(rows).toEqual([
    { at, never: Infinity, count: 42, day: '2026-11-21', ats: [at - 3_600_000, null], counts: [1, 2], none: [] },
  ]);
  expect(types.getTypeParser(types.builtins.INT8, 'text')('42')).toBe('42');
});

test('an integer that a number cannot hold fails its query rather than lose digits', async () => {
  const pool = aPool(database.url);
  await expect(pool.query('select 9007199254740993 as count')).rejects.toThrow(/9007199254740993 does not fit/);
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

test('a pool goes on after its idle connection was cut, and says once that it was', async () => {
  const onBroken = vi.fn<(error: Error) => void>();
  const pool = aPool(database.url, { onBroken });
  await aQuery(database.url, `select pg_terminate_backend(${await sessionOf(pool)}, 5000)`);
  await vi.waitUntil(() => onBroken.mock.calls.length > 0);
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  expect(onBroken.mock.calls.map(([error]) => error.message)).toEqual([
    'terminating connection due to administrator command',
  ]);
});

test('a connection cut in the middle of a transaction fails that transaction and nothing else', async () => {
  const pool = aPool(database.url);
  const client = await pool.connect();
  await client.query('begin');
  await aQuery(database.url, `select pg_terminate_backend(${await sessionOf(client)}, 5000)`);
  await expect(client.query('select 1')).rejects.toThrow();
  client.release();
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

test('a slow statement is ended by the server, and its connection goes on', async () => {
  const pool = aPool(database.url, { statementMs: 200 });
  const client = await pool.connect();
  const session = await sessionOf(client);
  await expect(client.query('select pg_sleep(10)')).rejects.toThrow(/statement timeout/);
  expect(await sessionOf(client)).toBe(session);
  client.release();
});

test('a connection whose other side has vanished without a word is given up, and the next query gets another', async () => {
  const proxy = await aProxy(Number(new URL(database.url).port));
  const url = Object.assign(new URL(database.url), { port: String(proxy.port) }).href;
  const pool = openPool(url, { max: 1, name: 'test', statementMs: 200 });
  onTestFinished(async () => {
    await pool.end();
    await proxy.stop();
  });
  const client = await pool.connect();
  await client.query('begin');
  proxy.blackHole();
  await expect(client.query('select 1')).rejects.toThrow('Query read timeout');
  await expect(client.query('rollback')).rejects.toThrow(/not queryable/);
  client.release();
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

test('nobody waits for a connection for more than two seconds', async () => {
  const pool = aPool(database.url);
  const client = await pool.connect();
  const startedAt = performance.now();
  await expect(pool.query('select 1')).rejects.toThrow(/timeout exceeded when trying to connect/);
  expect(performance.now() - startedAt).toBeLessThan(2_500);
  client.release();
});
