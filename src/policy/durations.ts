import { z } from 'zod';
import { readSpan } from '../change/duration.ts';
import type { Lead as PolicyLead } from '../change/policy.ts';
import { text } from './shapes.ts';

const EXACT = String.raw`(?=\d)(?:\d{1,5}h)?(?:\d{1,5}m)?(?:\d{1,6}s)?`;
const DAYS = String.raw`\d{1,5}d`;
const RHYTHM_WORDS = 'an exact duration of at least 5m, such as 30m or 1h';
const DAY_MS = 24 * 60 * 60 * 1000;

/** A duration of a fixed length, in ms. Days are not one: their length depends on the zone. */
export const Span = text(
  new RegExp(`^${EXACT}$`),
  'an exact duration such as 90s, 30m or 2h30m (24h, not 1d)',
).transform((written) => toMs(written));

/** An exact duration that is not nothing. */
export const LongerThanNothing = text(
  new RegExp(`^(?=.*[1-9])${EXACT}$`),
  'an exact duration longer than nothing, such as 90s, 30m or 2h30m',
).transform((written) => toMs(written));

/** How often something runs by itself that others have to answer. */
export const Rhythm = text(new RegExp(`^${EXACT}$`), RHYTHM_WORDS)
  .refine((written) => toMs(written) >= 5 * 60_000, { error: RHYTHM_WORDS })
  .transform((written) => toMs(written));

/** A duration that people give in days, each counted as 24 hours: how long a backup is kept, how old a proof may be. */
export const KeepingTime = text(
  new RegExp(`^(?=.*[1-9])(?:${DAYS}|${EXACT})$`),
  'a duration longer than nothing, such as 30d or 4h',
).transform((written) => toMs(written));

/** How soon something answers: finer than other durations, and no longer than a person would wait. */
export const ResponseTime = text(/^(?=.*[1-9])(?:\d{1,5}ms|\d{1,2}s)$/, 'a short time such as 800ms or 2s').transform(
  (written) => (written.endsWith('ms') ? Number(written.slice(0, -2)) : Number(written.slice(0, -1)) * 1000),
);

/** A lead before the window: exact, or calendar days at `leads.at`. */
export const Lead = text(
  new RegExp(`^(?:${DAYS}|${EXACT})$`),
  'a duration such as 30m, 2h30m or 7d (calendar days)',
).transform((written): PolicyLead => readSpan(written) ?? { ms: 0 });

const TIME = String.raw`(?:[01]\d|2[0-3]):[0-5]\d`;

export const TimeOfDay = text(new RegExp(`^${TIME}$`), "a time of day such as '09:00'");

/** `HH:MM-HH:MM`, half-open; it may pass midnight; two equal times are an empty range. */
export const TimeRange = text(new RegExp(`^${TIME}-${TIME}$`), "two times of day such as '19:00-08:00'");

/** The same, of some length. */
export const TimeSpan = TimeRange.refine((range) => range.slice(0, 5) !== range.slice(6), {
  error: "two different times of day such as '03:00-06:00'",
});

/** An ISO date that exists. */
export const IsoDate = z.iso.date({ error: 'a date that exists, such as 2026-12-20' });

/** An IANA zone that this Node knows; a fixed offset such as +02:00 is refused because it ignores clock changes. */
export const TimeZone = z
  .string({ error: 'an IANA time zone such as Europe/Zurich' })
  .refine(isTimeZone, { error: 'an IANA time zone such as Europe/Zurich' });

function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function toMs(written: string): number {
  const span = readSpan(written) ?? { ms: 0 };
  return 'ms' in span ? span.ms : span.days * DAY_MS;
}
