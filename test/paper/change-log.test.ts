import { describe, expect, test } from 'vitest';
import { STATUSES } from '../../src/change/statuses.ts';
import { csvRow, logCells, logLines, markdownRow, readLogFormat, type LogEntry } from '../../src/paper/change-log.ts';
import { OPENS_AT } from '../support/a-change.ts';

const entry = (overrides: Partial<LogEntry> = {}): LogEntry => ({
  id: 'CHG-7',
  title: 'A new VLAN',
  kind: 'normal',
  status: 'closed',
  ending: 'implemented',
  implementer: 'U0ADA',
  opensAt: OPENS_AT,
  ...overrides,
});
const cells = (overrides?: Partial<LogEntry>) => logCells(entry(overrides), 'Pacific/Auckland', (user) => user);

describe('a line of the change log', () => {
  test('is dated by the clock of the policy and says how a closed change ended', () => {
    expect(cells()).toEqual(['2026-11-04', 'CHG-007', 'A new VLAN', 'Normal', 'Completed', 'U0ADA']);
    expect(cells({ ending: 'rolledBack' })[4]).toBe('Rolled Back');
    expect(cells({ ending: null })[4]).toBe('Closed');
  });

  test('names nobody as having implemented what was not begun', () => {
    const named = STATUSES.filter((status) => cells({ status, ending: null })[5] !== '');
    expect(named).toEqual(['implementing', 'rollingBack', 'watching', 'implemented', 'rolledBack', 'failed', 'closed']);
  });
});

describe('hostile cells', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+41 44', "'+41 44"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['\r=1', '"\'\r=1"'],
    ['  =1', "'  =1"],
    ['＝1', "'＝1"],
    ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
    ['a,b', '"a,b"'],
    ['say "no"', '"say ""no"""'],
    ['two\nlines', '"two\nlines"'],
    ['a=b', 'a=b'],
    ["'=1", "''=1"],
    ["'tis", "'tis"],
  ])('%j is text in a spreadsheet', (cell, written) => {
    expect(csvRow([cell, 'x'])).toBe(`${written},x\r\n`);
  });

  test.each([
    ['a | b', String.raw`a \| b`],
    ['a\\| b', String.raw`a\\\| b`],
    ['two\r\nlines\u2028more', 'two&#13;<br>lines&#8232;more'],
    [' two  spaces\t', '&#32;two &#32;spaces&#9;'],
    ['R&D &amp; more', String.raw`R&D \&amp; more`],
    ['<img src=x> [y](z) `c`', String.raw`\<img src=x\> \[y\](z) \`c\``],
  ])('%j stays in its cell of a table', (cell, written) => {
    expect(markdownRow([cell, 'x'])).toBe(`| ${written} | x |\n`);
  });
});

test('the log begins with its columns, in either form', async () => {
  const lines = async (format: 'markdown' | 'csv') => Array.fromAsync(logLines(one(), format, 'UTC'));
  expect((await lines('markdown')).join('')).toBe(
    '| Date | Change ID | Description | Type | Status | Implemented By |\n| --- | --- | --- | --- | --- | --- |\n' +
      '| 2026-11-03 | CHG-007 | A new VLAN | Normal | Completed | U0ADA |\n',
  );
  expect((await lines('csv'))[0]).toBe('Date,Change ID,Description,Type,Status,Implemented By\r\n');
});

test.each([
  ['', 'markdown'],
  ['MD', 'markdown'],
  [' csv ', 'csv'],
  ['pdf', undefined],
])('%j asks for %s', (word, format) => {
  expect(readLogFormat(word)).toBe(format);
});

async function* one(): AsyncGenerator<LogEntry> {
  yield entry();
}
