import { z } from 'zod';
import { WEEKDAYS } from '../change/recurring.ts';
import { IsoDate, LongerThanNothing, TimeOfDay, TimeSpan } from './durations.ts';
import { Recurrence } from './recurrence.ts';
import { Label, section, text } from './shapes.ts';

const Freeze = section({
  name: Label.describe('What the freeze is called.'),
  from: IsoDate.describe('The first day of it.'),
  to: IsoDate.describe('The day after its last one.'),
  hard: z.boolean().prefault(true).describe('Whether a change in it needs an exception; a soft one is only warned of.'),
}).refine(({ from, to }) => from < to, { path: ['to'], error: 'a date after `from` (the day after the last one)' });

const Avoid = section({
  name: Label.describe('What people read where a window meets it.'),
  rrule: Recurrence.describe('On which days it comes back, as in RFC 5545.'),
  at: TimeOfDay.describe('When it begins on such a day.'),
  for: LongerThanNothing.describe('How long it lasts.'),
}).transform(({ for: forMs, ...rest }) => ({ ...rest, forMs }));

const HolidayFile = section({
  file: text(/^[^\p{Cc}]+\.ics$/u, 'the path of a calendar of holidays such as ./holidays.ics').describe(
    'The path of the calendar from the policy.',
  ),
  as: z
    .enum(['dayOff', 'avoid', 'soft', 'hard'])
    .prefault('dayOff')
    .describe(
      'What its days are beside days on which nobody is asked to work: better avoided, or a freeze, soft or hard.',
    ),
});

const HOLIDAY_FILES_MAX = 20;

export const Calendar = section({
  freezes: z
    .array(Freeze)
    .prefault([])
    .describe('Times in which nothing, or better nothing, is carried out; others are declared in Slack.'),
  avoid: z.array(Avoid).prefault([]).describe('Times that come back and had better be avoided.'),
  holidays: z.array(HolidayFile).max(HOLIDAY_FILES_MAX).prefault([]).describe('Calendars of holidays.'),
});

const WEEK = { error: 'days such as [MO, TU, WE, TH, FR], each once' };

export const Workweek = section({
  days: z
    .array(z.enum(WEEKDAYS, WEEK), WEEK)
    .min(1, WEEK)
    .refine((days) => new Set(days).size === days.length, WEEK)
    .prefault(['MO', 'TU', 'WE', 'TH', 'FR'])
    .describe('On which days free windows are looked for, and people asked for something where `leads.shift` says so.'),
  hours: TimeSpan.prefault('08:00-18:00').describe('In which hours free windows are looked for.'),
});
