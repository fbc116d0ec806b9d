import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvRow, LOG_COLUMNS, logLines, markdownHead, markdownRow, type LogEntry } from '../../src/paper/change-log.ts';
import { readLogText } from '../../src/paper/read-log.ts';
import { OPENS_AT } from '../support/a-change.ts';

/** What people type into titles, and what spreadsheets and Markdown stumble over. */
const piece = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom(
    '=',
    '+1',
    '-',
    '@SUM(A1)',
    "'",
    "''",
    "'=1",
    '＝',
    '"',
    '""',
    ',',
    ';',
    '\\',
    '\\\\',
    '|',
    '\\|',
    '||',
    '<br>',
    '\\<br>',
  ),
  fc.constantFrom(
    '\n',
    '\r',
    '\r\n',
    '\t',
    ' ',
    '  ',
    '\u00a0',
    '\u2028',
    '\u0085',
    '\ufeff',
    '\u0001',
    '&#10;',
    '&amp;',
    '&',
    '\\&#32;',
  ),
  fc.constantFrom('\u202eabc', 'שלום', '👩‍👩‍👧', '---', '| --- |', '`', '*', '_', '~', '[x](y)'),
);
const cell = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''));
const rows = fc.array(fc.tuple(cell, cell, cell, cell, cell, cell), { maxLength: 5 });

describe('the log that was written is read back as it was', () => {
  test.each([
    ['csv', (all: readonly (readonly string[])[]) => [LOG_COLUMNS, ...all].map(csvRow).join('')],
    ['markdown', (all: readonly (readonly string[])[]) => markdownHead(LOG_COLUMNS) + all.map(markdownRow).join('')],
  ])('as %s, whatever its cells hold', (_form, write) => {
    fc.assert(
      fc.property(rows, (all) => {
        expect(readLogText(write(all))).toEqual({ ok: true, rows: all });
      }),
      { numRuns: 2_000 },
    );
  });

  test('no cell begins a formula, and none ends its line', () => {
    fc.assert(
      fc.property(cell, (text) => {
        expect(markdownRow([text]).trimEnd()).not.toMatch(/[\r\n\u2028\u2029\u0085]/);
        expect(/^"?(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/.test(csvRow([text]).replace(/\r\n$/, ''))).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  test('also with a mark at its beginning, the line ends of another system, and a table drawn by hand', () => {
    const read = { ok: true, rows: [['2026-11-03', 'CHG-007', 'A | b', 'Normal', 'Completed', 'Ada']] };
    const head = LOG_COLUMNS.join(',');
    expect(readLogText(`\ufeff${head}\n2026-11-03,CHG-007,A | b,Normal,Completed,Ada`)).toEqual(read);
    expect(
      readLogText(
        `| ${LOG_COLUMNS.join(' | ')} |\r\n|:---|---|---|---|---|--:|\r\n|2026-11-03|CHG-007|A \\| b|Normal|Completed|Ada|\r\n`,
      ),
    ).toEqual(read);
  });

  test.each([
    ['', 1, /the columns must be Date, Change ID/],
    ['Date,Title\r\n', 1, /the columns must be/],
    [`${LOG_COLUMNS.join(',')}\r\n\r\n1,2,3\r\n`, 3, /a row has 3 cells, not 6/],
    [`${LOG_COLUMNS.join(',')}\r\n"a\r\nb",2,3,4,5,6\r\n1"2,2\r\n`, 4, /a quote stands where none may/],
    [`${markdownHead(LOG_COLUMNS)}| a | b |\n`, 3, /a row has 2 cells/],
  ])('%j cannot be read, and it is said where', (text, line, problem) => {
    expect(readLogText(text)).toEqual({ ok: false, line, problem: expect.stringMatching(problem) });
  });
});

test('a log of a hundred thousand changes is written a row at a time', async () => {
  const many = 100_000;
  const entry: LogEntry = {
    id: 'CHG-7',
    title: 'A new VLAN',
    kind: 'normal',
    status: 'closed',
    ending: 'implemented',
    implementer: 'U0ADA',
    opensAt: OPENS_AT,
  };
  let read = 0;
  let lines = 0;
  let ahead = 0;
  async function* entries(): AsyncGenerator<LogEntry> {
    for (; read < many; read += 1) yield entry;
  }
  for await (const line of logLines(entries(), 'csv', 'UTC')) {
    lines += line.split('\r\n').length - 1;
    ahead = Math.max(ahead, read - lines);
  }
  expect([lines, ahead]).toEqual([many + 1, 0]);
});

test('a quote that is never closed, and a cell of megabytes, are read like any other', () => {
  const huge = 'y'.repeat(20_000_000);
  const head = 'Date,Change ID,Description,Type,Status,Implemented By\n';
  const read = readLogText(`${head}2026-01-02,A-1,"${huge}",Normal,Completed,Ada\n`);
  expect(read.ok && read.rows[0]?.[2] === huge).toBe(true);
  expect(readLogText(`${head}2026-01-02,A-1,"${huge}`)).toEqual({
    ok: false,
    line: 2,
    problem: 'a quote stands where none may',
  });
});
