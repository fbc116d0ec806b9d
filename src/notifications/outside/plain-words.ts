import type { Policy } from '../../change/policy.ts';
import { cut } from '../../slack/blocks.ts';
import { HOUSE_WORDS } from '../../wording/house-words.ts';
import type { Line } from '../../wording/template.ts';

/** Where and in which language somebody reads. */
type Reader = Pick<Policy, 'timezone' | 'language'>;

/** A line of a notice as plain text for whoever reads it outside Slack: one line, nothing escaped, instants in the policy's zone. */
export function plainLine(line: Line, reader: Reader): string {
  return oneLine(
    line
      .map((part) => {
        if (part === true) return '';
        if (typeof part === 'string') return part;
        if ('at' in part) return zonedWords(part.at, reader);
        return 'ours' in part ? part.ours : plainQuote(part.quote, part.max);
      })
      .join(''),
  );
}

/** What somebody typed, on one line. */
export function plainQuote(text: string, max: number): string {
  return cut(oneLine(text.replaceAll(/\s+/g, ' ')).trim(), max);
}

/** `Sun 25 Oct 2026, 10:00 (UTC+02:00)`: an offset beside it, for in autumn an hour comes twice. */
export function zonedWords(at: number, { timezone, language }: Reader): string {
  const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
  const day = there.toLocaleString(HOUSE_WORDS[language].locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });
  const time = there.toPlainTime().toString({ smallestUnit: 'minute' });
  const offset = there.offsetNanoseconds === 0 ? 'UTC' : `UTC${there.offset}`;
  return `${day.replaceAll(',', '')}, ${time} (${offset})`;
}

function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}
