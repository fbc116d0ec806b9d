import { createHash } from 'node:crypto';
import type { NoticeName } from '../../change/notice.ts';
import { changeUid } from '../../ical/change-uid.ts';
import { calendarText } from '../../ical/calendar-text.ts';
import type { Delivery } from '../../journal/delivery-rows.ts';
import type { ChangeStory } from '../../journal/read-change.ts';
import type { Letter } from '../../outside/mail-server.ts';
import { HOUSE_WORDS } from '../../wording/house-words.ts';
import type { Telling } from './telling.ts';

export interface MailFrame {
  readonly team: string;
  /** The policy's `mail.from`. */
  readonly from: string;
  readonly delivery: Pick<Delivery, 'key' | 'seq' | 'channel'>;
  readonly story: ChangeStory;
}

const SUBJECT_MAX = 200;

/**
 * A notice as a mail. Its Message-ID is made from the delivery's key, so that a copy is the same message to whoever reads it, and all
 * mails of a change refer to one thread.
 */
export function mailOf(telling: Telling, frame: MailFrame): Letter {
  const { from, delivery, story } = frame;
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const idOf = (what: string): string => `<${digest(changeUid(story.change, frame.team), what)}@${domain}>`;
  const invitation = invitationOf(telling, frame);
  return {
    from,
    to: delivery.channel,
    subject: mailSubject(telling),
    text: textOf(telling),
    html: htmlOf(telling),
    messageId: idOf(delivery.key),
    thread: idOf('thread'),
    writtenAt: story.now,
    isPossibleCopy: telling.isPossibleCopy,
    ...(invitation && { invitation }),
  };
}

export function mailSubject({ id, heading }: Telling): string {
  return `[${id}] ${heading}`.slice(0, SUBJECT_MAX).toWellFormed();
}

/** Notices about the window, and what they do to its entry in the reader's calendar. */
const METHODS: { readonly [N in NoticeName]?: 'REQUEST' | 'CANCEL' } = {
  planned: 'REQUEST',
  correction: 'REQUEST',
  postponement: 'CANCEL',
  cancellation: 'CANCEL',
};

/** A window as an entry for the reader's calendar: put there, moved, and taken out again (002-NTF-01). */
function invitationOf(
  { notice, id, title, heading, sentences }: Telling,
  { team, from, delivery, story: { change, facts } }: MailFrame,
): Letter['invitation'] {
  const method = METHODS[notice];
  if (method === undefined) return undefined;
  const confirmed = change.status === 'ready' ? 'CONFIRMED' : 'TENTATIVE';
  const event = {
    uid: changeUid(change, team),
    // The number of the fact that ordered it: what is said later is newer, a cancellation too.
    sequence: delivery.seq,
    startAt: change.content.opensAt,
    endAt: change.content.closesAt,
    stampAt: facts.find(({ seq }) => seq === delivery.seq)?.at ?? change.filedAt,
    summary: `${heading} (${id})`,
    description: [...sentences, `${id} · ${title}`].join('\n'),
    status: method === 'CANCEL' ? 'CANCELLED' : confirmed,
    organizer: from,
    attendee: delivery.channel,
  } as const;
  return { method, text: calendarText({ method, events: [event] }) };
}

function textOf({ heading, sentences, id, title, language, zone }: Telling): string {
  return [heading, '', ...sentences, '', `${id} · ${title}`, zone, HOUSE_WORDS[language].machine, ''].join('\n');
}

/** No colour, picture or address of any kind: the reader's program draws it as the reader likes it, dark or large. */
function htmlOf({ heading, sentences, id, title, language, zone }: Telling): string {
  const paragraph = (text: string): string => `<p>${marked(text)}</p>`;
  return [
    '<!doctype html>',
    `<html lang="${language}"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${marked(heading)}</title></head>`,
    '<body style="font-family: sans-serif; line-height: 1.5; max-width: 40em">',
    `<h1 style="font-size: 1.25em">${marked(heading)}</h1>`,
    ...sentences.map(paragraph),
    `<p><small>${marked(`${id} · ${title}`)}<br>${marked(zone)} ${marked(HOUSE_WORDS[language].machine)}</small></p>`,
    '</body></html>',
    '',
  ].join('\n');
}

function marked(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function digest(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40);
}
