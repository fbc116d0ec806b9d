import { csvCell, markdownCell } from './cells.ts';
import { LOG_COLUMNS, type LogFormat } from './change-log.ts';

/** The log as somebody handed it over: its rows, each in the order of `LOG_COLUMNS`, or where it cannot be read and why. */
export type LogRead =
  | { readonly ok: true; readonly rows: readonly (readonly string[])[] }
  | { readonly ok: false; readonly line: number; readonly problem: string };

/** Reads a change log back as it was written, in either form; a mark at its beginning and the line ends of another system do no harm. */
export function readLogText(text: string): LogRead {
  const whole = text.replace(/^\uFEFF/, '');
  return formatOf(whole) === 'csv' ? readCsv(whole) : readMarkdown(whole);
}

/** A table of Markdown begins its lines with a bar. */
function formatOf(text: string): LogFormat {
  return /^\s*\|/.test(text) ? 'markdown' : 'csv';
}

/** RFC 4180: quoted cells may hold anything, a quote in them is doubled. */
function readCsv(text: string): LogRead {
  const rows: { readonly cells: string[]; readonly line: number }[] = [];
  // Each match is a cell with what ends it; nothing is left between two.
  const cell = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y;
  let [cells, line, begins]: [string[], number, number] = [[], 1, 1];
  while (cell.lastIndex < text.length || cells.length > 0) {
    const [all, quotedCell, bare, end] = cell.exec(text) ?? [];
    if (all === undefined) return { ok: false, line, problem: 'a quote stands where none may' };
    cells.push(csvCell.read(quotedCell?.replaceAll('""', '"') ?? bare ?? ''));
    line += all.match(/\r\n|\n|\r/g)?.length ?? 0;
    if (end === ',') continue;
    rows.push({ cells, line: begins });
    [cells, begins] = [[], line];
  }
  return tableOf(rows.filter((row) => row.cells.length > 1 || row.cells[0] !== ''));
}

/** A table of GitHub's Markdown, its second line left out. */
function readMarkdown(text: string): LogRead {
  const lines = text.split(/\r\n|\n/).map((written, i) => ({ written: written.trim(), line: i + 1 }));
  const rows = lines
    .filter(({ written }) => written !== '')
    .map(({ written, line }) => ({ cells: cellsOf(written), line }));
  const isRule = (cells: readonly string[]): boolean => cells.every((one) => /^:?-+:?$/.test(one));
  return tableOf(rows.filter(({ cells }, i) => i !== 1 || !isRule(cells)));
}

/** Bars part cells unless a backslash stands before them; it takes whatever follows it along. */
function cellsOf(line: string): readonly string[] {
  const inside = line.replace(/^\|/, '').replace(/(?<=(?:^|[^\\])(?:\\\\)*)\|$/, '');
  return (inside.match(/(?:\\.|[^|\\]|\\$)*(?:\||$)/gsu) ?? [])
    .filter((part, i, all) => part !== '' || i < all.length - 1)
    .map((part) => markdownCell.read(part.replace(/\|$/, '').trim()));
}

function tableOf(table: readonly { readonly cells: readonly string[]; readonly line: number }[]): LogRead {
  const [head, ...rows] = table;
  if (!head || head.cells.join('\n') !== LOG_COLUMNS.join('\n'))
    return { ok: false, line: head?.line ?? 1, problem: `the columns must be ${LOG_COLUMNS.join(', ')}` };
  const odd = rows.find(({ cells }) => cells.length !== LOG_COLUMNS.length);
  if (odd)
    return { ok: false, line: odd.line, problem: `a row has ${odd.cells.length} cells, not ${LOG_COLUMNS.length}` };
  return { ok: true, rows: rows.map(({ cells }) => cells) };
}
