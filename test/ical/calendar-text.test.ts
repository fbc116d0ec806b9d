import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendarText, type CalendarEvent } from '../../src/ical/calendar-text.ts';

const NINE = Date.UTC(2026, 9, 25, 9, 0, 30);

function anEvent(over: Partial<CalendarEvent> = {}): CalendarEvent {
  return {
    uid: 'CHG-1.T0TEAM@gonogo',
    sequence: 7,
    startAt: NINE,
    endAt: NINE + 3_600_000,
    stampAt: NINE - 86_400_000,
    summary: 'Maintenance of the shop',
    status: 'CONFIRMED',
    ...over,
  };
}

/** As a reader takes it apart: unfolded lines, name before the first colon. */
function linesOf(text: string): string[] {
  return text.replaceAll('\r\n ', '').split('\r\n').slice(0, -1);
}

function valueOf(text: string, name: string): string | undefined {
  const line = linesOf(text).find((l) => l.startsWith(`${name}:`));
  return line
    ?.slice(name.length + 1)
    .replaceAll(/\\([\\;,n])/g, (_, character: string) => (character === 'n' ? '\n' : character));
}

describe('a calendar as RFC 5545 writes it', () => {
  test('an invitation says when, by whom and to whom', () => {
    const event = anEvent({
      organizer: 'changes@example.net',
      attendee: "o'hara+ops@example.net",
      url: 'https://x.example/a,b',
    });
    expect(linesOf(calendarText({ method: 'REQUEST', events: [event] }))).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Gonogo//Gonogo//EN',
      'METHOD:REQUEST',
      'BEGIN:VEVENT',
      'UID:CHG-1.T0TEAM@gonogo',
      'SEQUENCE:7',
      'DTSTAMP:20261024T090030Z',
      'DTSTART:20261025T090030Z',
      'DTEND:20261025T100030Z',
      'SUMMARY:Maintenance of the shop',
      'STATUS:CONFIRMED',
      'TRANSP:TRANSPARENT',
      'ORGANIZER:mailto:changes@example.net',
      "ATTENDEE;ROLE=OPT-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:o'hara+ops@example.net",
      'URL:https://x.example/a,b',
      'END:VEVENT',
      'END:VCALENDAR',
    ]);
  });

  test('a feed says no method, and may hold many entries or none', () => {
    expect(calendarText({ events: [] })).not.toContain('METHOD');
    const two = calendarText({ events: [anEvent(), anEvent({ uid: 'CHG-2.T0TEAM@gonogo' })] });
    expect(two.match(/BEGIN:VEVENT/g)).toHaveLength(2);
  });

  test('whatever people write stays inside its line, whole, in lines of 75 octets', () => {
    const absurd = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.constantFrom(
        '\r\nATTENDEE:mailto:x@y.z',
        'a;b,c\\n',
        '\\',
        'é'.repeat(500),
        '👩‍🚒'.repeat(60),
        '\u2028METHOD:CANCEL',
      ),
    );
    fc.assert(
      fc.property(absurd, absurd, (summary, description) => {
        const text = calendarText({ method: 'REQUEST', events: [anEvent({ summary, description })] });
        for (const line of text.split('\r\n')) {
          expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
          expect(line).not.toMatch(/[^\P{Cc}\t]/u);
        }
        expect(linesOf(text)).toHaveLength(16);
        expect(valueOf(text, 'SUMMARY')).toBe(readable(summary));
        expect(valueOf(text, 'DESCRIPTION')).toBe(readable(description));
      }),
      { numRuns: 500 },
    );
  });

  test.each(['a@b.c\r\nX:y', 'a b@c.de', 'Ada <a@b.de>', 'a@b', '', 'a@b.de,c@d.ef'])('no mailbox is %j', (address) => {
    expect(() => calendarText({ events: [anEvent({ organizer: address })] })).toThrow('plain mailbox');
  });

  test.each(['javascript:alert(1)', 'file:///etc/passwd', 'nonsense'])('no link is %j', (url) => {
    expect(() => calendarText({ events: [anEvent({ url })] })).toThrow();
  });
});

/** What may stand in a text of a calendar: ends of lines are one, and other control characters are spaces. */
function readable(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n|[\r\u0085\u2028\u2029]/g, '\n')
    .replaceAll(/[^\P{Cc}\t\n]/gu, ' ');
}
