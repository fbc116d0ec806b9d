import type { KnownBlock } from '@slack/types';
import { shownId } from '../../change/change-id.ts';
import type { Beside, Page } from '../../journal/find-changes.ts';
import type { Logged } from '../../journal/read-log.ts';
import { LOG_COLUMNS, logCells } from '../../paper/change-log.ts';
import { actions, context, listOf, mention, quoted, section } from '../../slack/blocks.ts';
import { turnButton } from '../turn-page.ts';

/** Rows of a page. */
export const ROWS_MAX = 20;
/** Ten rows of the longest titles and names stay below what one section takes (3,000 characters). */
const IN_ONE_SECTION = 10;
const TITLE_MAX = 120;
const NAME_MAX = 60;

/** What is drawn of the log: the rows read for a page, one more than it shows where there are more that way. */
export interface LogPage {
  /** What was asked for, as typed. */
  readonly typed: string;
  readonly rows: readonly Logged[];
  readonly turn: NonNullable<Page['turn']>;
  /** Whether it goes on from another page. */
  readonly isFirst: boolean;
  readonly timezone: string;
}

/** A page of the log in the columns of the process document (001-LOG-01), with the ways on and the whole of it as a file. */
export function logPage({ typed, rows, turn, isFirst, timezone }: LogPage): {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
} {
  const isUp = turn === 'newer';
  const shown = isUp ? rows.slice(-ROWS_MAX) : rows.slice(0, ROWS_MAX);
  const hasMore = rows.length > ROWS_MAX;
  const [newest, oldest] = [shown.at(0), shown.at(-1)];
  const title = typed === '' ? 'The change log' : `The change log, ${quoted(typed, 200)}`;
  const lines = shown.map((row) => lineOf(row, timezone));
  const sections = Array.from({ length: Math.ceil(lines.length / IN_ONE_SECTION) }, (_, i) =>
    section(lines.slice(i * IN_ONE_SECTION, (i + 1) * IN_ONE_SECTION).join('\n')),
  );
  const older = oldest && (isUp || hasMore) ? [turnButton('Older', to(oldest, 'older', typed))] : [];
  const newer = newest && (isUp ? hasMore : !isFirst) ? [turnButton('Newer', to(newest, 'newer', typed))] : [];
  return {
    text: `${title}: ${shown.length} change${shown.length === 1 ? '' : 's'}, ${listOf([...new Set([newest, oldest].flatMap(idOf))], 2, ' to ')}.`,
    blocks: [
      section(`*${title}*`),
      context(LOG_COLUMNS.join(' · ')),
      ...sections,
      actions(
        ...newer,
        ...older,
        turnButton('Markdown', { show: 'logFile', typed, format: 'markdown' }),
        turnButton('CSV', { show: 'logFile', typed, format: 'csv' }),
      ),
    ],
  };
}

/** Its id as people see it. */
function idOf(row: Logged | undefined): readonly string[] {
  return row ? [shownId(row.id)] : [];
}

function lineOf(row: Logged, timezone: string): string {
  const [date = '', id = '', title = '', kind = '', status = '', by = ''] = logCells(
    { ...row, doneBy: row.doneBy === null ? null : quoted(row.doneBy, NAME_MAX) },
    timezone,
    mention,
  );
  return [date, `*${id}*`, quoted(title, TITLE_MAX), kind, status, ...(by === '' ? [] : [by])].join(' · ');
}

function to({ opensAt, number }: Beside, turn: 'older' | 'newer', typed: string) {
  return { show: 'log', typed, turn, beside: { opensAt, number } } as const;
}
