import { escape } from './blocks.ts';
import { plainOf } from './plain-of.ts';

const PERSON = /<@([UW][A-Z0-9]+)>/g;

/** The people that these sentences of ours mention, each once. */
export function peopleIn(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.flatMap((text) => [...text.matchAll(PERSON)].map(([, id = '']) => id)))];
}

/** A sentence of ours for a document: people by name, instants by the clock of the zone, nothing escaped. */
export function spoken(mrkdwn: string, timezone: string, nameOf: (user: string) => string): string {
  return plainOf(
    mrkdwn
      .replaceAll(PERSON, (_all, id: string) => escape(nameOf(id)))
      .replaceAll(/<!subteam\^(S[A-Z0-9]+)>/g, '$1')
      .replaceAll(/<!date\^(\d+)\^[^<>|]*\|[^<>|]*>/g, (_all, seconds: string) =>
        clockAt(Number(seconds) * 1000, timezone),
      ),
  );
}

function clockAt(at: number, timezone: string): string {
  const there = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
  return `${there.toPlainDate().toString()} ${there.toPlainTime().toString({ smallestUnit: 'minute' })} ${there.offset}`;
}
