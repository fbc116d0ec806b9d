import type { Holiday, HolidayFile } from '../change/holiday.ts';
import { readText, type CalendarFault, type EventProperty, type EventText } from '../ical/read-events.ts';
import { Recurrence } from './recurrence.ts';
import { Label } from './shapes.ts';

type Entry = { readonly holiday: Holiday | undefined } | CalendarFault;

/** A longer one is a season rather than a holiday. */
const DAYS_MAX = 62;

/** What moves single times of an entry, which are days of its own rather. */
const NOT_TAKEN = ['EXDATE', 'EXRULE', 'RDATE', 'RECURRENCE-ID'];
const ONCE = ['SUMMARY', 'DTSTART', 'DTEND', 'DURATION', 'RRULE', 'STATUS'] as const;

/** An entry of a calendar as a holiday, or what is wrong with it and on which line; none of one that was cancelled. */
export function readHoliday({ line, properties }: EventText, as: HolidayFile['as']): Entry {
  const not = properties.find(({ name }) => NOT_TAKEN.includes(name));
  if (not) return { line: not.line, message: `${not.name} is not understood; write its days as entries of their own` };
  const twice = ONCE.map((name) => properties.filter((p) => p.name === name)[1]).find((p) => p !== undefined);
  if (twice) return { line: twice.line, message: `${twice.name} is written twice in one entry; expected it once` };
  const of = (name: (typeof ONCE)[number]): EventProperty | undefined => properties.find((p) => p.name === name);
  if (of('STATUS')?.value.toUpperCase() === 'CANCELLED') return { holiday: undefined };
  const [summary, start, rule] = [of('SUMMARY'), of('DTSTART'), of('RRULE')];
  if (!summary || !start)
    return { line, message: `this entry has no ${summary ? 'DTSTART' : 'SUMMARY'}; expected both` };
  const name = Label.safeParse(readText(summary.value).trim());
  if (!name.success) return { line: summary.line, message: 'expected a SUMMARY of one line, up to 75 characters' };
  const from = dayOf(start);
  if (!from) return { line: start.line, message: NOT_A_DAY };
  const days = daysFrom(from, of('DTEND'), of('DURATION'));
  if (typeof days !== 'number') return days;
  const rrule = rule && yearly(rule.value, from);
  if (rule && rrule === undefined) return { line: rule.line, message: NOT_YEARLY };
  const known = { name: name.data, as, from: from.toString(), days };
  return { holiday: rrule === undefined ? known : { ...known, rrule } };
}

const NOT_A_DAY = 'expected whole days that exist, such as DTSTART;VALUE=DATE:20261225';
const NOT_YEARLY =
  'expected FREQ=YEARLY, with BYMONTH and BYMONTHDAY or BYDAY or neither, and nothing else; write the years out otherwise';

function dayOf({ value }: EventProperty): Temporal.PlainDate | undefined {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(value) ?? [];
  try {
    return Temporal.PlainDate.from(`${year}-${month}-${day}`);
  } catch {
    return undefined;
  }
}

/** One day where the entry does not say until when. */
function daysFrom(
  from: Temporal.PlainDate,
  end: EventProperty | undefined,
  duration: EventProperty | undefined,
): number | CalendarFault {
  const line = (end ?? duration)?.line ?? 0;
  if (end && duration) return { line, message: 'DTEND and DURATION stand in one entry; expected one of them' };
  const days = end ? until(from, end) : duration ? spanOf(duration.value) : 1;
  if (days === undefined)
    return { line, message: end ? NOT_A_DAY.replace('DTSTART', 'DTEND') : 'expected whole days such as DURATION:P2D' };
  return days >= 1 && days <= DAYS_MAX
    ? days
    : { line, message: `expected a holiday of 1 to ${DAYS_MAX} days (the end is the day after the last one)` };
}

function until(from: Temporal.PlainDate, end: EventProperty): number | undefined {
  const to = dayOf(end);
  return to && from.until(to, { largestUnit: 'days' }).days;
}

function spanOf(value: string): number | undefined {
  const [, count, unit] = /^\+?P(\d{1,3})([DW])$/.exec(value) ?? [];
  return count === undefined ? undefined : Number(count) * (unit === 'W' ? 7 : 1);
}

/** A yearly recurrence with what it leaves to its first day written out: the policy's recurrences know none. */
function yearly(rule: string, from: Temporal.PlainDate): string | undefined {
  const parts = rule
    .toUpperCase()
    .split(';')
    .filter((part) => part !== 'INTERVAL=1' && !part.startsWith('WKST='));
  if (!parts.includes('FREQ=YEARLY')) return undefined;
  const has = (name: string): boolean => parts.some((part) => part.startsWith(`${name}=`));
  const month = has('BYMONTH') ? [] : [`BYMONTH=${from.month}`];
  const day = has('BYMONTHDAY') || has('BYDAY') ? [] : [`BYMONTHDAY=${from.day}`];
  // A day of the week alone is meant of the whole year, and not of the month of its first time.
  if (month.length > 0 && has('BYDAY')) return undefined;
  const read = Recurrence.safeParse([...parts, ...month, ...day].join(';'));
  return read.success ? read.data : undefined;
}
