/** A property of an entry as a calendar gives it: its name in capitals, its parameters, its value not yet read. */
export interface EventProperty {
  readonly name: string;
  readonly params: Readonly<Record<string, string>>;
  readonly value: string;
  /** Where its line begins, from 1. */
  readonly line: number;
}

export interface EventText {
  readonly line: number;
  readonly properties: readonly EventProperty[];
}

/** What is wrong with a calendar, and where. */
export interface CalendarFault {
  readonly line: number;
  readonly message: string;
}

export type EventsReading =
  | { readonly ok: true; readonly events: readonly EventText[] }
  | { readonly ok: false; readonly faults: readonly CalendarFault[] };

const LINE = /^([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)$/su;

/**
 * The entries (VEVENT) of one calendar as RFC 5545 writes it, lines unfolded, with what stands directly in them: alarms, zones and
 * whatever else a calendar holds are passed over. The first line that is none ends the reading.
 */
export function readEvents(text: string): EventsReading {
  const events: { line: number; properties: EventProperty[] }[] = [];
  const open: string[] = [];
  let isRead = false;
  for (const { line, written } of unfolded(text)) {
    const property = readLine(written, line);
    if (!property) return fault(line, 'this is no line of a calendar; expected NAME:value');
    const { name, value } = property;
    const inner = open.at(-1);
    if (inner === undefined && (isRead || name !== 'BEGIN' || value.toUpperCase() !== 'VCALENDAR'))
      return fault(line, isRead ? 'something follows the calendar; expected one calendar' : 'expected BEGIN:VCALENDAR');
    if (name === 'BEGIN') {
      open.push(value.toUpperCase());
      if (open.at(-1) === 'VEVENT') events.push({ line, properties: [] });
    } else if (name === 'END') {
      if (open.pop() !== value.toUpperCase()) return fault(line, `END:${value} ends nothing; expected END:${inner}`);
      isRead = open.length === 0;
    } else if (inner === 'VEVENT') {
      events.at(-1)?.properties.push(property);
    }
  }
  return isRead ? { ok: true, events } : fault(1, 'the calendar does not end; expected END:VCALENDAR');
}

/** A value of type TEXT as it was meant (RFC 5545 §3.3.11). */
export function readText(value: string): string {
  return value.replaceAll(/\\([\\;,nN])/g, (_, character: string) => (/n/i.test(character) ? '\n' : character));
}

function fault(line: number, message: string): EventsReading {
  return { ok: false, faults: [{ line, message }] };
}

/** Lines as they were before they were folded (RFC 5545 §3.1), each with the number of its first; empty ones are passed over. */
function unfolded(text: string): readonly { readonly line: number; readonly written: string }[] {
  const lines: { line: number; parts: string[] }[] = [];
  for (const [i, one] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (/^[ \t]/.test(one)) lines.at(-1)?.parts.push(one.slice(1));
    else if (one !== '') lines.push({ line: i + 1, parts: [one] });
  }
  return lines.map(({ line, parts }) => ({ line, written: parts.join('') }));
}

function readLine(written: string, line: number): EventProperty | undefined {
  const [, name, params = '', value = ''] = LINE.exec(written) ?? [];
  if (name === undefined) return undefined;
  const given = [...params.matchAll(/;([A-Za-z0-9-]+)=((?:"[^"]*"|[^";])*)/g)].map(
    ([, key = '', what = '']) => [key.toUpperCase(), what.replaceAll('"', '')] as const,
  );
  return { name: name.toUpperCase(), params: Object.fromEntries(given), value, line };
}
