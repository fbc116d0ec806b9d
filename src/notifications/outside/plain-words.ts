import { unmarked } from '../../slack/unmarked.ts';

/** Words of ours, written for Slack, as plain text for whoever reads them elsewhere: instants in this zone, one line, nothing escaped. */
export function plainWords(mrkdwn: string, timeZone: string): string {
  const dated = mrkdwn.replaceAll(/<!date\^(\d+)\^[^<>]*>/g, (_, seconds: string) =>
    zonedWords(Number(seconds) * 1000, timeZone),
  );
  return unmarked(dated).replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}

/** `Sun 25 Oct 2026, 10:00 (UTC+02:00)`: an offset beside it, for in autumn an hour comes twice. */
export function zonedWords(at: number, timeZone: string): string {
  const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  const day = there.toLocaleString('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
  const time = there.toPlainTime().toString({ smallestUnit: 'minute' });
  const offset = there.offsetNanoseconds === 0 ? 'UTC' : `UTC${there.offset}`;
  return `${day.replaceAll(',', '')}, ${time} (${offset})`;
}
