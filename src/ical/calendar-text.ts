import { contentLine, instantValue, mailboxValue, textValue, webValue } from './content-line.ts';

/** One entry of a calendar. Instants are epoch ms and shown to the second. */
export interface CalendarEvent {
  /** The same for all that is ever said of this entry, and of no other anywhere. */
  readonly uid: string;
  /** Grows with what is said of it: a reader keeps the greatest (RFC 5545 §3.8.7.4). */
  readonly sequence: number;
  readonly startAt: number;
  /** Exclusive. */
  readonly endAt: number;
  readonly summary: string;
  readonly description?: string;
  readonly status: 'CONFIRMED' | 'TENTATIVE' | 'CANCELLED';
  /** When this was said. */
  readonly stampAt: number;
  /** Mailboxes; both are needed in an invitation (RFC 5546 §3.2.2). */
  readonly organizer?: string;
  readonly attendee?: string;
  readonly url?: string;
}

export interface Calendar {
  /** What a mail does with its entries; a feed needs none. */
  readonly method?: 'PUBLISH' | 'REQUEST' | 'CANCEL';
  readonly events: readonly CalendarEvent[];
}

/** A calendar as RFC 5545 writes it. Its entries make nobody busy: they tell of work, and are no meetings. */
export function calendarText({ method, events }: Calendar): string {
  return [
    contentLine('BEGIN', 'VCALENDAR'),
    contentLine('VERSION', '2.0'),
    contentLine('PRODID', '-//Gonogo//Gonogo//EN'),
    ...(method === undefined ? [] : [contentLine('METHOD', method)]),
    ...events.map(eventText),
    contentLine('END', 'VCALENDAR'),
  ].join('');
}

function eventText(event: CalendarEvent): string {
  const { description, organizer, attendee, url } = event;
  return [
    contentLine('BEGIN', 'VEVENT'),
    contentLine('UID', textValue(event.uid)),
    contentLine('SEQUENCE', String(event.sequence)),
    contentLine('DTSTAMP', instantValue(event.stampAt)),
    contentLine('DTSTART', instantValue(event.startAt)),
    contentLine('DTEND', instantValue(event.endAt)),
    contentLine('SUMMARY', textValue(event.summary)),
    ...(description === undefined ? [] : [contentLine('DESCRIPTION', textValue(description))]),
    contentLine('STATUS', event.status),
    contentLine('TRANSP', 'TRANSPARENT'),
    ...(organizer === undefined ? [] : [contentLine('ORGANIZER', mailboxValue(organizer))]),
    // Nobody reads an answer, so none is asked for.
    ...(attendee === undefined
      ? []
      : [contentLine('ATTENDEE;ROLE=OPT-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE', mailboxValue(attendee))]),
    ...(url === undefined ? [] : [contentLine('URL', webValue(url))]),
    contentLine('END', 'VEVENT'),
  ].join('');
}
