import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aDatabase } from '../support/postgres.ts';
import { aFolder, gonogo } from './a-program.ts';

test('a command that does not exist is answered with those that do, and 2', async () => {
  const { code, output, errors } = await gonogo(['backpu'], {});
  expect({ code, output }).toEqual({ code: 2, output: '' });
  expect(errors).toMatch(/^There is no command "backpu"\.\nUsage: npm run gonogo -- COMMAND\n/);
  for (const name of ['init', 'check-config', 'doctor', 'backup', 'restore', 'verify-audit', 'export'])
    expect(errors).toContain(`\n  ${name} `);
});

test('help prints the commands and ends with 0', async () => {
  expect(await gonogo(['help'], {})).toMatchObject({
    code: 0,
    errors: '',
    output: expect.stringContaining('  doctor '),
  });
});

test('what a command does not take is told with what it does, and 2', async () => {
  expect(await gonogo(['backup'], {})).toEqual({
    code: 2,
    output: '',
    errors: 'backup takes the file to write, such as gonogo-backup.gz.\nUsage: npm run gonogo -- backup FILE\n',
  });
  expect(await gonogo(['verify-audit', 'please'], {})).toMatchObject({
    code: 2,
    errors: expect.stringContaining('"please" is one word too many.'),
  });
});

test('check-config ends with 0 for a valid policy and with 1 for a broken one', async () => {
  const folder = await aFolder();
  await writeFile(join(folder, 'good.yaml'), await readFile(new URL('../../examples/minimal.yaml', import.meta.url)));
  await writeFile(join(folder, 'bad.yaml'), 'timezone: Mars\n');
  expect(await gonogo(['check-config', 'good.yaml'], {}, folder)).toMatchObject({ code: 0 });
  expect(await gonogo(['check-config'], { GONOGO_CONFIG: 'bad.yaml' }, folder)).toMatchObject({ code: 1, errors: '' });
});

test('a .env file in the folder is read, and what is set already stands', async () => {
  const folder = await aFolder();
  await writeFile(join(folder, '.env'), 'GONOGO_CONFIG=from-env.yaml\n');
  expect((await gonogo(['check-config'], {}, folder)).output).toContain('from-env.yaml');
  expect((await gonogo(['check-config'], { GONOGO_CONFIG: 'mine.yaml' }, folder)).output).toContain('mine.yaml');
});

test('a database that does not answer is one sentence without its password, and no stack', async () => {
  const answer = await gonogo(['verify-audit'], { DATABASE_URL: 'postgres://gonogo:hunter2@127.0.0.1:1/gonogo' });
  expect(answer).toEqual({
    code: 1,
    output: '',
    errors: expect.stringMatching(/^The record at 127\.0\.0\.1:1 does not answer: .*ECONNREFUSED.*\.\n$/),
  });
  expect(answer.errors).not.toContain('hunter2');
});

test('a database without a record, and a folder without one, are told', async () => {
  const empty = await aDatabase();
  try {
    expect((await gonogo(['export'], { DATABASE_URL: empty.url })).errors).toBe(
      'The database holds no record yet: the bot makes one when it first starts.\n',
    );
  } finally {
    await empty.drop();
  }
  expect((await gonogo(['backup', 'b.gz'], {})).errors).toBe(
    'There is no record in ./data yet: the bot makes one when it first starts. Is DATA_DIR or DATABASE_URL missing?\n',
  );
});
