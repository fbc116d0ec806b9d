/** Where and when a date is read: `nowMs` decides what is today, `zone` is an IANA name (the reader's own when absent). */
export interface Reader {
  readonly nowMs: number;
  readonly zone?: string;
}

const DAY_MS = 86_400_000;

/**
 * Fills Slack's date tokens (`{date_short_pretty} {time}` and the like) for an instant in epoch seconds, in English with a
 * 24-hour clock. Unknown tokens stay as written. https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 */
export function formatSlackDate(epoch: number, format: string, reader: Reader): string {
  return format.replace(/\{(\w+)\}/g, (token, name: string) => TOKENS[name]?.(epoch * 1000, reader) ?? token);
}

const TOKENS: Readonly<Record<string, (at: number, reader: Reader) => string>> = {
  date_num: isoDay,
  date_slash: (at, reader) => isoDay(at, reader).split('-').toReversed().join('/'),
  date: longDay,
  date_long_full: longDay,
  date_short: shortDay,
  date_long: weekDay,
  date_pretty: (at, reader) => nearDay(at, reader) ?? longDay(at, reader),
  date_short_pretty: (at, reader) => nearDay(at, reader) ?? shortDay(at, reader),
  date_long_pretty: (at, reader) => nearDay(at, reader) ?? weekDay(at, reader),
  day_divider_pretty: (at, reader) => nearDay(at, reader) ?? weekDay(at, reader),
  time: (at, reader) => intl(at, reader, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  time_secs: (at, reader) =>
    intl(at, reader, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
  ago: (at, reader) => fromNow(at - reader.nowMs),
};

/** A span from now in words, `3 minutes ago` or `in 2 days`, rounded down to its largest unit. */
export function fromNow(spanMs: number): string {
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'always' });
  const size = Math.abs(spanMs);
  for (const [unit, ms] of [
    ['day', DAY_MS],
    ['hour', 3_600_000],
    ['minute', 60_000],
  ] as const) {
    if (size >= ms) return words.format(Math.trunc(spanMs / ms), unit);
  }
  return words.format(Math.trunc(spanMs / 1000), 'second');
}

/** The day an instant falls on, `YYYY-MM-DD`, in the reader's zone. */
export function isoDay(at: number, reader: Reader): string {
  return intl(at, reader, { year: 'numeric', month: '2-digit', day: '2-digit' }, 'en-CA');
}

function intl(at: number, { zone }: Reader, options: Intl.DateTimeFormatOptions, locale = 'en-US'): string {
  return new Intl.DateTimeFormat(locale, zone === undefined ? options : { ...options, timeZone: zone }).format(at);
}

function shortDay(at: number, reader: Reader): string {
  return intl(at, reader, { year: 'numeric', month: 'short', day: 'numeric' });
}

function longDay(at: number, reader: Reader): string {
  const day = Number(intl(at, reader, { day: 'numeric' }));
  return `${intl(at, reader, { month: 'long' })} ${day}${ordinal(day)}, ${intl(at, reader, { year: 'numeric' })}`;
}

function weekDay(at: number, reader: Reader): string {
  return `${intl(at, reader, { weekday: 'long' })}, ${longDay(at, reader)}`;
}

function ordinal(day: number): string {
  const rule = new Intl.PluralRules('en', { type: 'ordinal' }).select(day);
  return { one: 'st', two: 'nd', few: 'rd', other: 'th', many: 'th', zero: 'th' }[rule];
}

/** Compares calendar days, not spans: a day is 23 or 25 hours long when the clocks change. */
function nearDay(at: number, reader: Reader): string | undefined {
  const days = (Date.parse(isoDay(at, reader)) - Date.parse(isoDay(reader.nowMs, reader))) / DAY_MS;
  return new Map([
    [-1, 'yesterday'],
    [0, 'today'],
    [1, 'tomorrow'],
  ]).get(days);
}
