import { z } from 'zod';
import { IsoDate, LongerThanNothing, TimeOfDay } from './durations.ts';
import { Recurrence } from './recurrence.ts';
import { Label, section } from './shapes.ts';

/** `from` is inclusive, `to` exclusive. Hard unless the file says otherwise. */
const Freeze = section({ name: Label, from: IsoDate, to: IsoDate, hard: z.boolean().prefault(true) }).refine(
  ({ from, to }) => from < to,
  { path: ['to'], error: 'a date after `from` (the day after the last one)' },
);

const Avoid = section({ name: Label, rrule: Recurrence, at: TimeOfDay, for: LongerThanNothing }).transform(
  ({ for: forMs, ...rest }) => ({ ...rest, forMs }),
);

/** When nothing may be carried out, and when it had better not be. */
export const Calendar = section({
  freezes: z.array(Freeze).prefault([]),
  avoid: z.array(Avoid).prefault([]),
});
