import { markdownCell } from './cells.ts';
import { markdownHead, markdownRow } from './change-log.ts';
import { printMoment } from './moments.ts';

/** Something that became of a change. */
export interface TimelineLine {
  readonly at: number;
  readonly who: string;
  readonly what: string;
  /** From where it was said; empty where that is nowhere in particular. */
  readonly where: string;
}

const COLUMNS = ['When', 'Who', 'What', 'From where'] as const;

/** All that became of a change as a document: a row for each fact, in order, by the clock of the zone. */
export function printTimeline(title: string, lines: readonly TimelineLine[], timezone: string): string {
  const heading = markdownCell.write(title.replaceAll(/\s+/g, ' ').trim());
  const rows = lines.map(({ at, who, what, where }) => markdownRow([printMoment(at, timezone), who, what, where]));
  return `# ${heading}\n\n${markdownHead(COLUMNS)}${rows.join('')}`;
}
