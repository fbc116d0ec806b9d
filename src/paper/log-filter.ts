import { KINDS, type Kind } from '../change/model.ts';
import { STATUSES, type Status } from '../change/statuses.ts';
import type { Outcome } from '../change/long-watch.ts';
import { readLogFormat, statusWord, type LogFormat } from './change-log.ts';
import { dayAfter, readDay } from './moments.ts';

/** How a change stands, with what became of the work. */
interface Standing {
  readonly status: Status;
  readonly ending: Outcome | null;
}

/** Which part of the log somebody wants. */
export interface LogWanted {
  readonly words?: string;
  readonly service?: string;
  readonly kind?: Kind;
  readonly standings?: readonly Standing[];
  readonly isOpen?: true;
  /** Windows that open in `[since, until)`. */
  readonly since?: number;
  readonly until?: number;
}

export type LogReading =
  | {
      readonly ok: true;
      readonly wanted: LogWanted;
      /** Who carried the changes out, as typed: it is to be found out who that is. */
      readonly by?: string;
      /** Wanted as a file at once. */
      readonly format?: LogFormat;
      /** The filter alone, on one line. */
      readonly typed: string;
    }
  /** The word that cannot be understood, and what could stand there. */
  | { readonly ok: false; readonly word: string; readonly expected: string };

export const FILTERS =
  '`service:NAME`, `kind:emergency`, `status:failed`, `by:@PERSON`, `since:2026-01-31`, `until:2026-12-31`';

/** A filter travels in a button (2,000 characters), each of its own characters as six at worst. */
export const TYPED_MAX = 200;
export const WORDS_MAX = 10;

const OUTCOMES: readonly (Outcome | null)[] = [null, 'implemented', 'rolledBack', 'failed', 'withIssues'];
/** Those that there are: the index is asked for each by itself. */
const ALL_STANDINGS = STATUSES.flatMap((status) =>
  OUTCOMES.filter((ending) => ending === null || isEnd(status, ending)).map((ending): Standing => ({ status, ending })),
);
/** Other words for what the log says. */
const ALSO: Readonly<Record<string, string>> = {
  issues: 'completedwithissues',
  cancelled: 'withdrawn',
  canceled: 'withdrawn',
};

const STATUS_CHOICES = [...new Set(ALL_STANDINGS.map((standing) => plainWord(statusWord(standing))))];

/** Reads what stands behind `/change log`: filters and free words in any order, and before them `csv` or `markdown` for a file. */
export function readLogWanted(text: string, timezone: string): LogReading {
  const [first = '', ...others] = text.split(/\s+/).filter((word) => word !== '');
  const format = first === '' ? undefined : readLogFormat(first);
  const parts = first === '' ? [] : format === undefined ? [first, ...others] : others;
  const typed = parts.join(' ');
  if (typed.length > TYPED_MAX) return { ok: false, word: typed, expected: `at most ${TYPED_MAX} characters` };
  const found = new Map<string, string>();
  const words: string[] = [];
  for (const part of parts) {
    const [, name, value = ''] = /^([a-z]+):(?!\/\/)(.*)$/.exec(part.replace(/^\w+:/, (n) => n.toLowerCase())) ?? [];
    if (name === undefined) words.push(part);
    else if (found.has(name)) return { ok: false, word: part, expected: `one \`${name}:\` only` };
    else found.set(name, value);
  }
  const wanted = wordsWanted(words);
  if ('expected' in wanted) return wanted;
  return withFilters({ ok: true, wanted, typed, ...(format === undefined ? {} : { format }) }, [...found], timezone);
}

/** Free words, of which at least one has something to look for. */
export function wordsWanted(
  words: readonly string[],
): { readonly words?: string } | Extract<LogReading, { ok: false }> {
  const all = words.join(' ');
  if (words.length === 0) return {};
  if (/\p{Cc}/u.test(all)) return { ok: false, word: all, expected: 'words without control characters' };
  if (!/[\p{L}\p{N}]/u.test(all)) return { ok: false, word: all, expected: 'words with a letter or a digit in them' };
  const many = all.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== '').length;
  return many > WORDS_MAX ? { ok: false, word: all, expected: `at most ${WORDS_MAX} words` } : { words: all };
}

function withFilters(
  begun: Extract<LogReading, { ok: true }>,
  filters: readonly (readonly [name: string, value: string])[],
  timezone: string,
): LogReading {
  let reading = begun;
  for (const [name, value] of filters) {
    const read = readOne(name, value, timezone);
    if (typeof read === 'string') return { ok: false, word: `${name}:${value}`, expected: read };
    const { by, ...wanted } = read;
    reading = { ...reading, wanted: { ...reading.wanted, ...wanted }, ...(by === undefined ? {} : { by }) };
  }
  const { since, until } = reading.wanted;
  if (since !== undefined && until !== undefined && since >= until)
    return { ok: false, word: reading.typed, expected: 'days of which the first comes before the last' };
  return reading;
}

/** One filter, or what could stand there. */
function readOne(name: string, value: string, timezone: string): (LogWanted & { readonly by?: string }) | string {
  switch (name) {
    case 'service':
      return /^[A-Za-z0-9][\w.-]{0,62}$/.test(value)
        ? { service: value }
        : '`service:` and the name of a service, such as `service:web`';
    case 'kind': {
      const kind = KINDS.find((k) => k === value.toLowerCase());
      return kind ? { kind } : `one of ${KINDS.map((k) => `\`kind:${k}\``).join(', ')}`;
    }
    case 'status':
      return readStatus(plainWord(value));
    case 'by':
      return value === '' ? '`by:` and a person, such as `by:me` or `by:@ada`' : { by: value };
    case 'since': {
      const since = readDay(value, timezone);
      return since === undefined ? 'a day such as `since:2026-01-31`' : { since };
    }
    case 'until': {
      const until = dayAfter(value, timezone);
      return until === undefined ? 'a day such as `until:2026-12-31`' : { until };
    }
    default:
      return `${FILTERS} or free words`;
  }
}

function readStatus(word: string): LogWanted | string {
  if (word === 'open') return { isOpen: true };
  const standings = ALL_STANDINGS.filter((standing) => plainWord(statusWord(standing)) === (ALSO[word] ?? word));
  if (standings.length > 0) return { standings };
  const choices = ['open', ...STATUS_CHOICES.map((w) => (w === 'completedwithissues' ? 'issues' : w))];
  return `one of ${choices.map((w) => `\`status:${w}\``).join(', ')}`;
}

/** What became of the work is known while a change is as it ended, and once it is closed. */
function isEnd(status: Status, ending: Outcome): boolean {
  return status === 'closed' || status === ending || (status === 'implemented' && ending === 'withIssues');
}

/** `In Review` as `inreview`. */
function plainWord(written: string): string {
  return written.toLowerCase().replaceAll(/[^a-z]/g, '');
}
