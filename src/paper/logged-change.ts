import { TITLE_MAX } from '../change/content.ts';
import type { Filing } from '../change/intents.ts';
import { KINDS, type Ending } from '../change/model.ts';
import { contentOfMade } from '../change/recorded.ts';
import { readDay } from './moments.ts';

/** A row of a log as the record of a change that was made. */
export type LoggedChange =
  | { readonly ok: true; readonly intent: Omit<Extract<Filing, { type: 'recordChange' }>, 'id'> }
  /** It tells of nothing that was done. */
  | { readonly ok: 'leftOut' }
  | { readonly ok: false; readonly problem: string };

const HOUR_MS = 3_600_000;

/** What became of the work, by the log's words for it. */
const ENDINGS: Readonly<Record<string, Ending>> = {
  completed: 'implemented',
  completedwithissues: 'implemented',
  closed: 'implemented',
  rolledback: 'rolledBack',
  failed: 'failed',
};
/** Nothing was carried out, or it is not over. */
const NOT_DONE =
  /^(?:draft|inreview|approved|scheduled|planned|missed|inprogress|inverification|rejected|withdrawn|cancell?ed)$/;

/** Reads a row in the order of `LOG_COLUMNS`: carried out in the first hour of its day, by the clock of the zone, on no service that is known. */
export function loggedChange(row: readonly string[], timezone: string): LoggedChange {
  const [date = '', id = '', title = '', type = '', status = '', by = ''] = row;
  const word = status.toLowerCase().replaceAll(/[^a-z]/g, '');
  if (NOT_DONE.test(word)) return { ok: 'leftOut' };
  const ending = Object.hasOwn(ENDINGS, word) ? ENDINGS[word] : undefined;
  if (ending === undefined)
    return { ok: false, problem: `the status "${status}" is not known; done is Completed, Rolled Back or Failed` };
  const opensAt = readDay(date, timezone);
  if (opensAt === undefined) return { ok: false, problem: `"${date}" is no day such as 2026-01-31` };
  const kind = KINDS.find((k) => k === type.trim().toLowerCase());
  if (!kind) return { ok: false, problem: `the type "${type}" is none of ${KINDS.join(', ')}` };
  const content = contentOfMade({
    title: title.length <= TITLE_MAX ? title : `${title.slice(0, TITLE_MAX - 1).replace(/[\uD800-\uDBFF]$/, '')}…`,
    kind,
    description: title,
    services: [],
    opensAt,
    closesAt: opensAt + HOUR_MS,
  });
  const issues = word === 'completedwithissues' ? ({ withIssues: true } as const) : {};
  const made = { ending, ...issues, ...(by === '' ? {} : { doneBy: by }), ...(id === '' ? {} : { formerly: id }) };
  return { ok: true, intent: { type: 'recordChange', content, made, apart: true } };
}
