import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportFacts } from '../../src/cli/export.ts';
import { importLog } from '../../src/cli/import-log.ts';
import { brokenLink, type ChainRow } from '../../src/journal/chain.ts';
import { checkRecord } from '../../src/journal/check.ts';
import { MIGRATIONS } from '../../src/open-database.ts';
import { readMarkdownChange } from '../../src/paper/read-change.ts';
import { readLogText } from '../../src/paper/read-log.ts';
import { aCopy } from '../journal/a-copy.ts';
import { TEAM, aRecordAt, liveIn, liveToReady } from '../journal/a-lived-change.ts';
import { aContent } from '../support/a-change.ts';
import { aPolicy } from '../support/a-policy.ts';
import { aDatabase, type TestDatabase } from '../support/postgres.ts';
import { ROOT } from '../ops/source-tree.ts';
import { aFolder, gonogo, run } from './a-program.ts';

let lived: TestDatabase;
beforeAll(async () => {
  lived = await aDatabase({ migrations: MIGRATIONS });
  await liveIn(lived.url, liveToReady);
});
afterAll(() => lived.drop());

test('verify-audit counts what verifies and ends with 0', async () => {
  const { code, output, errors } = await gonogo(['verify-audit'], { DATABASE_URL: lived.url });
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  expect(output).toMatch(/^1 stream, \d+ facts: every chain verifies\.\n$/);
});

test('verify-audit names the first broken place of a chain and ends with 1', async () => {
  const url = await aCopy(lived.url);
  await sql`update facts set payload = '{"reason": "never"}' where seq in (3, 4)`.execute(aRecordAt(url).db);
  const { code, output, errors } = await gonogo(['verify-audit'], { DATABASE_URL: url });
  expect({ code, errors }).toEqual({ code: 1, errors: '' });
  expect(output).toMatch(
    /^broken: CHG-1: CHG-1 fact 3 \(\w+\): its content was altered\.\n1 stream, \d+ facts: 1 chain broken\.\n$/,
  );
});

test('verify-audit misses facts that were taken off the end', async () => {
  const url = await aCopy(lived.url);
  await sql`delete from facts where seq = (select max(seq) from facts)`.execute(aRecordAt(url).db);
  const { code, output } = await gonogo(['verify-audit'], { DATABASE_URL: url });
  expect(code).toBe(1);
  expect(output).toContain('broken: CHG-1: the last fact is missing: ');
});

test('export writes every fact as a line, from which anybody can prove the chain', async () => {
  const { code, output } = await gonogo(['export'], { DATABASE_URL: lived.url });
  expect(code).toBe(0);
  const facts = linesOf(output);
  expect(facts[0]).toMatchObject({ stream: 'CHG-1', seq: 1, type: 'changeFiled', by: 'U0ADA', surface: 'modal' });
  expect(brokenLink(facts.map((fact) => ({ ...fact, team: TEAM })))).toBeUndefined();
});

test('export writes one change into a file that only its owner may read, and no file twice', async () => {
  const file = join(await aFolder(), 'facts.jsonl');
  const env = { DATABASE_URL: lived.url };
  expect(await run(exportFacts, [file, '--change', 'chg-001'], env)).toMatchObject({
    code: 0,
    output: `${file} is written.\n`,
  });
  expect(linesOf(await readFile(file, 'utf8')).length).toBeGreaterThan(5);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await run(exportFacts, [file], env)).errors).toBe(
    `${file} exists already and is left as it is: name another file.`,
  );
  expect((await run(exportFacts, ['/nowhere/facts'], env)).errors).toBe('/nowhere/facts cannot be written (ENOENT).');
  expect((await run(exportFacts, ['--change', 'CHG-9'], env)).errors).toBe('There is no CHG-9 in the record.');
  expect((await run(exportFacts, ['--change', 'nine'], env)).errors).toBe('--change takes a change such as CHG-7.');
});

test('export prints a change as the template, whoever reads it', async () => {
  const env = { DATABASE_URL: lived.url };
  const { code, output } = await gonogo(['export', '--markdown', 'CHG-1'], env);
  expect(code).toBe(0);
  expect(output).toMatch(/^# Change Request\n\n## Change Information\n\n- \*\*Requestor:\*\* U0ADA\n/);
  expect(output).toMatch(/\n- \*\*Approved By:\*\* U0BOB \(infrastructure-lead\)\n/);
  expect(readMarkdownChange(output, aPolicy())?.content).toMatchObject({ ...aContent(), services: ['web'] });
  expect((await run(exportFacts, ['--markdown', 'CHG-9'], env)).errors).toBe('There is no CHG-9 in the record.');
  expect((await run(exportFacts, ['--markdown', 'CHG-1', '--change', 'CHG-1'], env)).errors).toBe(
    'One of --change, --markdown and --log.',
  );
});

test('export writes the change log, for a page or for a spreadsheet', async () => {
  const env = { DATABASE_URL: lived.url };
  const { output } = await gonogo(['export', '--log', 'csv'], env);
  expect(output).toMatch(
    /^Date,Change ID,Description,Type,Status,Implemented By\r\n\d{4}-\d\d-\d\d,CHG-001,Release v2\.4\.0 of the website,Normal,Scheduled,\r\n$/,
  );
  const some = await gonogo(['export', '--log', 'csv', '--filter', 'website status:failed'], env);
  expect(some.output).toBe('Date,Change ID,Description,Type,Status,Implemented By\r\n');
  expect((await run(exportFacts, ['--log', 'csv', '--filter', 'kind:odd'], env)).errors).toBe(
    '--filter: "kind:odd" cannot be understood: write one of `kind:standard`, `kind:normal`, `kind:emergency`.',
  );
  expect((await run(exportFacts, ['--filter', 'x'], env)).errors).toBe('--filter narrows --log.');
  expect((await run(exportFacts, ['--log', 'pdf'], env)).errors).toBe('--log takes csv or markdown.');
});

test('a log from elsewhere is imported as changes that were made, once, and stands in the log again', async () => {
  const url = await aCopy(lived.url);
  const env = { DATABASE_URL: url, GONOGO_CONFIG: join(ROOT, 'examples/gonogo.yaml') };
  const folder = await aFolder();
  const file = join(folder, 'old.csv');
  const head = 'Date,Change ID,Description,Type,Status,Implemented By\r\n';
  const rows = [
    '2025-03-02,OLD-2,"Second, with a comma",Emergency,Rolled Back,Ada R.',
    "2025-03-01,OLD-1,'=1+1,Normal,Completed,",
    '2025-03-03,OLD-3,Never done,Normal,Withdrawn,',
  ];
  await writeFile(file, head + rows.join('\r\n'));
  const told = `2 changes of ${file} stand in the record as made. 1 row told of nothing that was done and stayed out.\n`;
  const importing = async () => (await run(importLog, [file, '--by', 'U0ADA'], env)).output;
  expect([await importing(), await importing()]).toEqual([told, told]);
  const { output } = await run(exportFacts, ['--log', 'csv', '--filter', 'until:2025-12-31'], env);
  expect(readLogText(output)).toEqual({
    ok: true,
    rows: [
      ['2025-03-02', 'CHG-003', 'Second, with a comma', 'Emergency', 'Rolled Back', 'Ada R.'],
      ['2025-03-01', 'CHG-002', '=1+1', 'Normal', 'Completed', 'U0ADA'],
    ],
  });
  expect((await checkRecord(aRecordAt(url), { graceMs: 3_600_000 })).filter(({ place }) => place !== 'CHG-1')).toEqual(
    [],
  );

  const bad = join(folder, 'bad.csv');
  await writeFile(
    bad,
    `${head}2025-04-01,OLD-4,Fine,Normal,Completed,\r\nsoon,OLD-5,x,Normal,Completed,\r\n2025-04-02,OLD-6,x,Normal,Lost,\r\n`,
  );
  const refused = await run(importLog, [bad, '--by', 'U0ADA'], env);
  expect(refused.errors).toMatch(
    /holds 2 rows that cannot be taken; nothing was imported\.\nsoon OLD-5: "soon" is no day .*\n2025-04-02 OLD-6: the status "Lost"/,
  );
  await writeFile(bad, 'Date,Title\r\n');
  expect((await run(importLog, [bad, '--by', 'U0ADA'], env)).errors).toMatch(
    /bad\.csv, line 1: the columns must be Date/,
  );
  expect((await run(importLog, [bad], env)).errors).toMatch(/^--by takes the member id/);

  for (const encoding of ['latin1', 'utf16le'] as const) {
    await writeFile(bad, Buffer.from(`${head}2025-05-01,OLD-7,Zürich,Normal,Completed,Müller\r\n`, encoding));
    expect((await run(importLog, [bad, '--by', 'U0ADA'], env)).errors).toMatch(
      /bad\.csv is not UTF-8\. .*nothing was imported\.$/,
    );
  }
  const same = '2025-05-02,,Restarted,Normal,Completed,\r\n';
  await writeFile(bad, head + same + same);
  expect((await run(importLog, [bad, '--by', 'U0ADA'], env)).output).toBe(
    `1 change of ${bad} stand in the record as made. 1 row stood there before, word for word, and counted once.\n`,
  );
});

test.each(['csv', 'markdown'] as const)(
  'a log that is exported as %s and imported elsewhere is the same log',
  async (format) => {
    const config = join(ROOT, 'examples/gonogo.yaml');
    const [here, there] = [await aCopy(lived.url), await aCopy(lived.url)];
    const file = join(await aFolder(), 'log');
    const rows: readonly string[] = [
      '2025-03-01,10,"=1+1 | <b> # one, two",Normal,Completed,Ada R.',
      '2025-03-01,9,Before it,Standard,Completed with Issues,U0BOB',
      '2025-03-02,11,"\'=quoted, ""twice"" \\",Emergency,Rolled Back,@ops',
      '2025-03-03,12,שלום `code` \\,Normal,Failed,Bob',
    ];
    const exported = async (url: string) => {
      const args = ['--log', format, '--filter', 'until:2025-12-31'];
      return (await run(exportFacts, args, { DATABASE_URL: url, GONOGO_CONFIG: config })).output;
    };
    const imported = async (url: string, text: string) => {
      await writeFile(file, text);
      return run(importLog, [file, '--by', 'U0ADA'], { DATABASE_URL: url, GONOGO_CONFIG: config });
    };
    const taken = await imported(
      here,
      `Date,Change ID,Description,Type,Status,Implemented By\r\n${rows.join('\r\n')}\r\n`,
    );
    expect(taken.errors).toBe('');
    const log = await exported(here);
    const read = readLogText(log);
    expect(read.ok && read.rows.map((row) => [row[1], row[4], row[5]])).toEqual([
      ['CHG-005', 'Failed', 'Bob'],
      ['CHG-004', 'Rolled Back', '@ops'],
      ['CHG-003', 'Completed', 'Ada R.'],
      ['CHG-002', 'Completed with Issues', 'U0BOB'],
    ]);
    await imported(there, log);
    expect(await exported(there)).toBe(log);
  },
);

function linesOf(output: string): readonly ChainRow[] {
  return output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}
