import { basename } from 'node:path';
import type { Policy } from '../change/policy.ts';
import type { Holiday, HolidayFile } from '../change/holiday.ts';
import type { Problem } from './problem.ts';
import { readHolidays, wholeCalendar, type HolidaysReading } from './read-holidays.ts';
import { readTextFile } from './read-text-file.ts';

type Dated =
  | { readonly ok: true; readonly daysOff: readonly Holiday[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** What the calendars of holidays that a policy names say, all together; or all that is wrong with any. */
export async function readDaysOff({ calendar: { holidays = [] } }: Policy): Promise<Dated> {
  const read = await Promise.all(holidays.map(readOne));
  const problems = read.flatMap((reading) => (reading.ok ? [] : reading.problems));
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, daysOff: read.flatMap((reading) => (reading.ok ? reading.holidays : [])) };
}

/** The calendars that a policy names. */
export function holidayFiles({ calendar: { holidays = [] } }: Policy): readonly string[] {
  return holidays.map(({ file }) => file);
}

async function readOne({ file, as }: HolidayFile, index: number): Promise<HolidaysReading> {
  const source = { file: basename(file), part: ['calendar', 'holidays', index, 'file'] };
  const read = await readTextFile(file);
  if (read.ok) return readHolidays(read.text, as, source);
  const message =
    read.code === undefined
      ? 'the file is not UTF-8 text; expected a calendar saved as UTF-8'
      : `the file cannot be read (${file}: ${read.code})`;
  return { ok: false, problems: [wholeCalendar(source, message)] };
}
