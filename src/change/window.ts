import { readSpan } from './duration.ts';

/** The end of a window, or what is wrong with how it was typed. */
export type WindowEnd =
  | { readonly ok: true; readonly closesAt: number; readonly estimateMs: number }
  | { readonly ok: false; readonly field: 'duration' | 'maintenanceWindow'; readonly problem: string };

const CLOCKS = /^([01]\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]\d|2[0-3]):([0-5]\d)$/;

/**
 * closesAt is the end given in the maintenance window (`HH:MM-HH:MM`, policy's zone), else opensAt + estimated duration
 * (design §6). A time typed that does not exist that day is refused, never moved.
 */
export function readWindowEnd(opensAt: number, duration: string, window: string, timezone: string): WindowEnd {
  const span = readSpan(duration);
  if (!span) return { ok: false, field: 'duration', problem: 'Write it like 45m, 2h or 2h30m.' };
  const estimateMs = 'ms' in span ? span.ms : span.days * 24 * 3_600_000;
  if (estimateMs <= 0)
    return { ok: false, field: 'duration', problem: 'It takes some time: write it like 45m, 2h or 2h30m.' };
  if (window === '') return { ok: true, closesAt: opensAt + estimateMs, estimateMs };
  const typed = CLOCKS.exec(window);
  if (!typed) return wrong('Write it like 22:00-02:00.');
  const [, h1 = '', m1 = '', h2 = '', m2 = ''] = typed;
  const [from, to] = [`${h1}:${m1}`, `${h2}:${m2}`];
  if (from === to) return wrong('The end must come after the start.');
  const closesAt = endOf(opensAt, from, to, timezone);
  if (closesAt === 'noSuchTime')
    return wrong(`One of these times does not exist that day in ${timezone}: the clocks change.`);
  if (closesAt === undefined)
    return wrong(`The proposed date lies outside ${from}-${to} (${timezone}): the end would come before the start.`);
  if (closesAt - opensAt < estimateMs) return wrong('The window is shorter than the estimated duration.');
  return { ok: true, closesAt, estimateMs };
}

function wrong(problem: string): WindowEnd {
  return { ok: false, field: 'maintenanceWindow', problem };
}

/** The end of the daily window (`HH:MM-HH:MM`, policy's zone) that holds an instant; undefined when it lies outside. */
export function dailyWindowEnd(at: number, window: string, timezone: string): number | undefined {
  const [, h1 = '', m1 = '', h2 = '', m2 = ''] = CLOCKS.exec(window) ?? [];
  if (h1 === '') return undefined;
  const end = endOf(at, `${h1}:${m1}`, `${h2}:${m2}`, timezone);
  return typeof end === 'number' ? end : undefined;
}

/** The end of that daily window which holds the instant, begun that day or the day before. */
function endOf(opensAt: number, from: string, to: string, timeZone: string): number | 'noSuchTime' | undefined {
  const today = Temporal.Instant.fromEpochMilliseconds(opensAt).toZonedDateTimeISO(timeZone).toPlainDate();
  for (const day of [today, today.subtract({ days: 1 })]) {
    const start = instantOf(day, from, timeZone);
    const end = instantOf(to > from ? day : day.add({ days: 1 }), to, timeZone);
    if (start === undefined || end === undefined) {
      if (day === today) return 'noSuchTime';
      continue;
    }
    if (start <= opensAt && opensAt < end) return end;
  }
  return undefined;
}

function instantOf(day: Temporal.PlainDate, clock: string, timeZone: string): number | undefined {
  const local = day.toPlainDateTime(Temporal.PlainTime.from(clock));
  const there = local.toZonedDateTime(timeZone);
  return there.toPlainDateTime().equals(local) ? there.epochMilliseconds : undefined;
}
