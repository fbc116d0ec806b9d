import { isMailbox } from '../change/mailbox.ts';

/** Octets of a line, its end not counted (RFC 5545 §3.1). */
const OCTETS_MAX = 75;

/** One line of an iCalendar text with its end, folded where it is longer than the 75 octets allowed, never inside a character. */
export function contentLine(name: string, value: string): string {
  const encoder = new TextEncoder();
  let folded = '';
  let octets = 0;
  for (const character of `${name}:${value}`) {
    const size = encoder.encode(character).length;
    if (octets + size > OCTETS_MAX) {
      folded += '\r\n ';
      octets = 1;
    }
    folded += character;
    octets += size;
  }
  return `${folded}\r\n`;
}

/** What somebody wrote, as a value of type TEXT (RFC 5545 §3.3.11): no character of it ends the value or its line. */
export function textValue(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replaceAll(/[^\P{Cc}\t\n]/gu, ' ')
    .replaceAll(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n');
}

/** An instant as a UTC DATE-TIME (RFC 5545 §3.3.5), to the second. */
export function instantValue(at: number): string {
  return new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

/** A mailbox as a calendar address; throws for one that is not plain, as it would end the line or name somebody else. */
export function mailboxValue(address: string): string {
  if (!isMailbox(address)) throw new Error('writing a calendar: an address is not a plain mailbox');
  return `mailto:${address}`;
}

/** An address of the web; throws for one that is none. */
export function webValue(address: string): string {
  const { protocol, href } = new URL(address);
  if (protocol !== 'https:' && protocol !== 'http:')
    throw new Error('writing a calendar: a link leads outside the web');
  return href;
}
