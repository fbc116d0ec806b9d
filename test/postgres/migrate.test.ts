import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { migrate, MigrationRefused } from '../../src/postgres/migrate.ts';
import { aDatabase, type TestDatabase } from '../support/postgres.ts';
import { aFolder } from './a-folder.ts';
import { aQuery } from './a-query.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await aDatabase();
});
beforeEach(async () => {
  await aQuery(database.url, 'drop schema if exists app cascade; drop table if exists words');
});
afterAll(() => database.drop());

const WORDS = 'create table words (word text);';
const FIRST_WORD = `insert into words values ('first');`;

async function aFolderOf(files: Record<string, string>): Promise<string> {
  const folder = await aFolder();
  for (const [name, sql] of Object.entries(files)) await writeFile(join(folder, name), sql);
  return folder;
}

test('migrations are applied once, in the order of their numbers', async () => {
  const folder = await aFolderOf({ '10-first-word.sql': FIRST_WORD, '2-words.sql': WORDS });
  expect(await migrate(database.url, folder)).toEqual(['2-words.sql', '10-first-word.sql']);
  expect(await migrate(database.url, folder)).toEqual([]);
  expect(await aQuery(database.url, 'select word from words')).toEqual([{ word: 'first' }]);
});

test('processes that migrate at the same time apply each migration once', async () => {
  const folder = await aFolderOf({ '0001-words.sql': WORDS, '0002-first-word.sql': FIRST_WORD });
  const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(database.url, folder)));
  expect(applied.flat()).toEqual(['0001-words.sql', '0002-first-word.sql']);
});

test('a migration that fails leaves nothing of itself and keeps those before it', async () => {
  const files = { '0001-words.sql': WORDS, '0002-broken.sql': `${FIRST_WORD} select nothing;` };
  await expect(migrate(database.url, await aFolderOf(files))).rejects.toThrow(
    'applying 0002-broken.sql: column "nothing" does not exist',
  );
  expect(await aQuery(database.url, 'select word from words')).toEqual([]);
  const mended = await aFolderOf({ ...files, '0002-broken.sql': FIRST_WORD });
  expect(await migrate(database.url, mended)).toEqual(['0002-broken.sql']);
});

test('a migration that was edited after it was applied is refused', async () => {
  await migrate(database.url, await aFolderOf({ '0001-words.sql': WORDS }));
  const edited = await aFolderOf({ '0001-words.sql': 'create table words (word varchar);' });
  await expect(migrate(database.url, edited)).rejects.toThrow(MigrationRefused);
  await expect(migrate(database.url, edited)).rejects.toThrow(/^0001-words\.sql is not the file that was applied/);
});

test('an older program on a newer record is refused', async () => {
  await migrate(database.url, await aFolderOf({ '0001-words.sql': WORDS, '0002-first-word.sql': FIRST_WORD }));
  await expect(migrate(database.url, await aFolderOf({ '0001-words.sql': WORDS }))).rejects.toThrow(
    'The record was written by a newer version of this program (it knows 0002-first-word.sql, which this one does not): start that version or a newer one.',
  );
});

test('a new migration numbered below one that is applied is refused', async () => {
  await migrate(database.url, await aFolderOf({ '0002-words.sql': WORDS }));
  const late = await aFolderOf({ '0001-late.sql': 'select 1;', '0002-words.sql': WORDS });
  await expect(migrate(database.url, late)).rejects.toThrow(/^0001-late\.sql is numbered below 0002-words\.sql/);
});

test('a file with other line ends is the same migration', async () => {
  await migrate(database.url, await aFolderOf({ '0001-words.sql': `${WORDS}\n` }));
  expect(await migrate(database.url, await aFolderOf({ '0001-words.sql': `${WORDS}\r\n` }))).toEqual([]);
});

test('two files with one number, and a file without one, are refused', async () => {
  const twins = await aFolderOf({ '0001-a.sql': WORDS, '001-b.sql': WORDS });
  await expect(migrate(database.url, twins)).rejects.toThrow(/have the same number/);
  await expect(migrate(database.url, await aFolderOf({ 'words.sql': WORDS }))).rejects.toThrow(/name it like 0001-/);
});

test('databases for tests are copies of one that was migrated once', async () => {
  const migrations = await aFolderOf({ '0001-words.sql': WORDS, '0002-first-word.sql': FIRST_WORD });
  const copies = await Promise.all([aDatabase({ migrations }), aDatabase({ migrations })]);
  for (const copy of copies) {
    onTestFinished(() => copy.drop());
    expect(await aQuery(copy.url, 'select word from words')).toEqual([{ word: 'first' }]);
    expect(await migrate(copy.url, migrations)).toEqual([]);
  }
});
