import { shownId, type ChangeId } from '../change/change-id.ts';
import type { Outcome } from '../change/long-watch.ts';
import type { Kind } from '../change/model.ts';
import type { Status } from '../change/statuses.ts';
import { csvCell, markdownCell } from './cells.ts';
import { printDay } from './moments.ts';

/** The columns of the process document's change log (001-LOG-01). */
export const LOG_COLUMNS = ['Date', 'Change ID', 'Description', 'Type', 'Status', 'Implemented By'] as const;

/** A change as the log tells it. */
export interface LogEntry {
  readonly id: ChangeId;
  readonly title: string;
  readonly kind: Kind;
  readonly status: Status;
  /** How it ended, which a closed change no longer says by its status. */
  readonly ending: Outcome | null;
  readonly implementer: string;
  /** By another name, where it was made by nobody of the workspace. */
  readonly doneBy?: string | null;
  readonly opensAt: number;
}

/** The status as the log says it: what became of the work, with no detail of the way there. */
const STATUS: Readonly<Record<Status, string>> = {
  draft: 'Draft',
  inReview: 'In Review',
  approved: 'Approved',
  goNogo: 'Approved',
  ready: 'Scheduled',
  missed: 'Missed',
  implementing: 'In Progress',
  rollingBack: 'In Progress',
  watching: 'In Verification',
  implemented: 'Completed',
  rolledBack: 'Rolled Back',
  failed: 'Failed',
  closed: 'Closed',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
};

/** The log's word for how a change stands: a closed one says what became of the work, and one that brought issues to light says so. */
export function statusWord({ status, ending }: Pick<LogEntry, 'status' | 'ending'>): string {
  const isEnded = ending !== null && (status === 'closed' || status === ending || ending === 'withIssues');
  if (!isEnded) return STATUS[status];
  return ending === 'withIssues' ? 'Completed with Issues' : STATUS[ending];
}

/** Work began: before that nobody has implemented anything. */
const BEGUN: readonly Status[] = [
  'implementing',
  'rollingBack',
  'watching',
  'implemented',
  'rolledBack',
  'failed',
  'closed',
];

/** The cells of a change in the order of `LOG_COLUMNS`; its date is the day its window opens, in the zone of the policy. */
export function logCells(entry: LogEntry, timezone: string, nameOf: (user: string) => string): readonly string[] {
  const { id, title, kind, status, implementer, doneBy, opensAt } = entry;
  return [
    printDay(opensAt, timezone),
    shownId(id),
    title,
    kind.charAt(0).toUpperCase() + kind.slice(1),
    statusWord(entry),
    BEGUN.includes(status) ? (doneBy ?? nameOf(implementer)) : '',
  ];
}

/** A row of a Markdown table, with its line end. */
export function markdownRow(cells: readonly string[]): string {
  return `| ${cells.map(markdownCell.write).join(' | ')} |\n`;
}

/** The two lines a Markdown table begins with. */
export function markdownHead(columns: readonly string[]): string {
  return `${markdownRow(columns)}|${' --- |'.repeat(columns.length)}\n`;
}

/** A row of a CSV file (RFC 4180), with its line end. */
export function csvRow(cells: readonly string[]): string {
  const safe = cells.map(csvCell.write);
  return `${safe.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;
}

export type LogFormat = 'markdown' | 'csv';

/** `markdown`, `md` or `csv`, and Markdown for nothing; undefined for anything else. */
export function readLogFormat(word: string): LogFormat | undefined {
  const format = word.trim().toLowerCase();
  if (format === '' || format === 'md' || format === 'markdown') return 'markdown';
  return format === 'csv' ? 'csv' : undefined;
}

/** The log in one of its forms, a row as each change comes. */
export async function* logLines(
  entries: AsyncIterable<LogEntry>,
  format: LogFormat,
  timezone: string,
  nameOf: (user: string) => string = (user) => user,
): AsyncGenerator<string> {
  yield format === 'csv' ? csvRow(LOG_COLUMNS) : markdownHead(LOG_COLUMNS);
  const row = format === 'csv' ? csvRow : markdownRow;
  for await (const entry of entries) yield row(logCells(entry, timezone, nameOf));
}
