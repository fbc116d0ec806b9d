import { z } from 'zod';
import { WEEKDAYS } from '../change/recurring.ts';
import { IsoDate, LongerThanNothing, TimeOfDay, TimeSpan } from './durations.ts';
import { Recurrence } from './recurrence.ts';
import { Label, section, text } from './shapes.ts';

/** `from` is inclusive, `to` exclusive. Hard unless the file says otherwise. */
const Freeze = section({ name: Label, from: IsoDate, to: IsoDate, hard: z.boolean().prefault(true) }).refine(
  ({ from, to }) => from < to,
  { path: ['to'], error: 'a date after `from` (the day after the last one)' },
);

const Avoid = section({ name: Label, rrule: Recurrence, at: TimeOfDay, for: LongerThanNothing }).transform(
  ({ for: forMs, ...rest }) => ({ ...rest, forMs }),
);

/** A calendar beside the policy, and what its days are besides days on which nobody is asked to work. */
const HolidayFile = section({
  file: text(/^[^\p{Cc}]+\.ics$/u, 'the path of a calendar of holidays such as ./holidays.ics'),
  as: z.enum(['dayOff', 'avoid', 'soft', 'hard']).prefault('dayOff'),
});

const HOLIDAY_FILES_MAX = 20;

/** When nothing may be carried out, and when it had better not be. */
export const Calendar = section({
  freezes: z.array(Freeze).prefault([]),
  avoid: z.array(Avoid).prefault([]),
  holidays: z.array(HolidayFile).max(HOLIDAY_FILES_MAX).prefault([]),
});

const WEEK = { error: 'days such as [MO, TU, WE, TH, FR], each once' };

/** The days on which people are asked, and the hours in which work had better begin. */
export const Workweek = section({
  days: z
    .array(z.enum(WEEKDAYS, WEEK), WEEK)
    .min(1, WEEK)
    .refine((days) => new Set(days).size === days.length, WEEK)
    .prefault(['MO', 'TU', 'WE', 'TH', 'FR']),
  hours: TimeSpan.prefault('08:00-18:00'),
});
