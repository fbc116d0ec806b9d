import type { Holiday, HolidayFile } from '../change/holiday.ts';
import { readEvents } from '../ical/read-events.ts';
import { readHoliday } from './holiday-entry.ts';
import { sayPath, type Path, type Problem } from './problem.ts';

/** Where holidays are read from: the file as people call it, and which part of the policy names it. */
export interface HolidaysSource {
  readonly file: string;
  readonly part: Path;
}

export type HolidaysReading =
  | { readonly ok: true; readonly holidays: readonly Holiday[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const BYTES_MAX = 1024 * 1024;
/** A century of a country's holidays; each is looked at for every window. */
const HOLIDAYS_MAX = 2000;

/** The text of a calendar of holidays (RFC 5545), or everything that is wrong with it in the order of the text. */
export function readHolidays(text: string, as: HolidayFile['as'], source: HolidaysSource): HolidaysReading {
  const wrong = (line: number, message: string): Problem => ({ ...wholeCalendar(source, message), line });
  if (Buffer.byteLength(text) > BYTES_MAX)
    return failed(wrong(1, 'the file is larger than 1 MiB; expected a calendar of holidays'));
  const read = readEvents(text);
  if (!read.ok) return failed(...read.faults.map(({ line, message }) => wrong(line, message)));
  const [extra] = read.events.slice(HOLIDAYS_MAX);
  if (extra) return failed(wrong(extra.line, `more than ${HOLIDAYS_MAX} entries; expected a calendar of holidays`));
  const entries = read.events.map((event) => readHoliday(event, as));
  const problems = entries.flatMap((entry) => ('message' in entry ? [wrong(entry.line, entry.message)] : []));
  if (problems.length > 0) return failed(...problems);
  return {
    ok: true,
    holidays: entries.flatMap((entry) => ('holiday' in entry && entry.holiday ? [entry.holiday] : [])),
  };
}

/** A problem with a calendar as such, at its first line. */
export function wholeCalendar({ file, part }: HolidaysSource, message: string): Problem {
  return { file, line: 1, column: 1, path: sayPath(part), message };
}

function failed(...problems: readonly Problem[]): HolidaysReading {
  return { ok: false, problems };
}
