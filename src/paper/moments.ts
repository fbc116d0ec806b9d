import { readSpan } from '../change/duration.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const SECOND = 1000;
const MOMENT = /^(\d{4}-\d{2}-\d{2})[ T]+(\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?) ?(Z|[+-]\d{2}:\d{2})?$/;

/** An instant as `2026-11-03 21:00 +01:00`: the clock of the zone, and its offset so that an hour that comes twice is told apart. */
export function printMoment(at: number, timeZone: string): string {
  const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  const time = there.toPlainTime().toString({ smallestUnit: at % MINUTE === 0 ? 'minute' : 'millisecond' });
  return `${there.toPlainDate().toString()} ${time} ${there.offset}`;
}

/** The day of an instant in a zone, `2026-11-03`. */
export function printDay(at: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** Where the day `2026-11-03` begins in a zone; undefined for what is no day. */
export function readDay(text: string, timeZone: string): number | undefined {
  return dayOf(text)?.toZonedDateTime({ timeZone }).epochMilliseconds;
}

/** Where the day after it begins. */
export function dayAfter(text: string, timeZone: string): number | undefined {
  return dayOf(text)?.add({ days: 1 }).toZonedDateTime({ timeZone }).epochMilliseconds;
}

function dayOf(text: string): Temporal.PlainDate | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  try {
    return Temporal.PlainDate.from(text);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Reads an instant; without an offset by the clock of the zone. Undefined for what is none, or is none or two there. */
export function readMoment(text: string, timeZone: string): number | undefined {
  const [, day, time, offset] = MOMENT.exec(text.trim()) ?? [];
  if (day === undefined || time === undefined) return undefined;
  try {
    if (offset !== undefined) return Temporal.Instant.from(`${day}T${time}${offset}`).epochMilliseconds;
    return Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(timeZone, { disambiguation: 'reject' })
      .epochMilliseconds;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A span as the form takes it, to the second: `2h30m`, `45m`, `90s` as `1m30s`. */
export function printSpan(ms: number): string {
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(ms / HOUR), 'h'],
    [Math.floor((ms % HOUR) / MINUTE), 'm'],
    [Math.floor((ms % MINUTE) / SECOND), 's'],
  ];
  return parts.flatMap(([count, unit]) => (count > 0 ? [`${count}${unit}`] : [])).join('') || '0s';
}

/** Reads an exact span; days and anything else are none. */
export function readExact(text: string): number | undefined {
  const span = readSpan(text);
  return span && 'ms' in span ? span.ms : undefined;
}
