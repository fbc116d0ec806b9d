import { createHash } from 'node:crypto';
import { endsAt } from '../../change/ladder.ts';
import type { Change } from '../../change/model.ts';
import type { NoticeName } from '../../change/notice.ts';
import { changeUid } from '../../ical/change-uid.ts';
import { calendarText, type CalendarEvent } from '../../ical/calendar-text.ts';
import type { Delivery } from '../../journal/delivery-rows.ts';
import type { ChangeStory } from '../../journal/read-change.ts';
import type { Letter } from '../../outside/mail-server.ts';
import { HOUSE_WORDS } from '../../wording/house-words.ts';
import type { Page, Telling } from './telling.ts';

export interface MailFrame {
  readonly team: string;
  /** The policy's `mail.from`. */
  readonly from: string;
  readonly delivery: Pick<Delivery, 'key' | 'seq' | 'channel'>;
  readonly story: ChangeStory;
}

const SUBJECT_MAX = 200;
/** An entry of no length is none. */
const SHORTEST_MS = 60_000;

/**
 * A notice as a mail. Its Message-ID is made from the delivery's key, so that a copy is the same message to whoever reads it, and all
 * mails of a change refer to one thread.
 */
export function mailOf(telling: Telling, frame: MailFrame): Letter {
  const { from, delivery, story, team } = frame;
  const entry = entryOf(telling, frame);
  return letterOf(telling, {
    from,
    carrier: delivery,
    subject: mailSubject(telling),
    thread: changeUid(story.change, team),
    key: delivery.key,
    writtenAt: story.now,
    ...(entry && {
      invitation: { method: entry.method, text: calendarText({ method: entry.method, events: [entry.event] }) },
    }),
  });
}

/** What a page needs to be a mail. */
interface Frame extends Pick<Letter, 'from' | 'subject' | 'writtenAt' | 'invitation'> {
  readonly carrier: Pick<Delivery, 'channel'>;
  /** The matter, and what of it this is: the Message-ID and the thread are made of these. */
  readonly thread: string;
  readonly key: string;
}

/** A page as a mail to one mailbox. */
export function letterOf(page: Page, { carrier, thread, key, subject, ...rest }: Frame): Letter {
  const domain = rest.from.slice(rest.from.lastIndexOf('@') + 1);
  const idOf = (what: string): string => `<${digest(thread, what)}@${domain}>`;
  return {
    ...rest,
    to: carrier.channel,
    subject: subject.slice(0, SUBJECT_MAX).toWellFormed(),
    text: textOf(page),
    html: htmlOf(page),
    messageId: idOf(key),
    thread: idOf('thread'),
    isPossibleCopy: page.isPossibleCopy,
  };
}

export function mailSubject({ id, heading }: Telling): string {
  return `[${id}] ${heading}`.slice(0, SUBJECT_MAX).toWellFormed();
}

/** Notices about the window, and what they do to its entry in the reader's calendar. */
const METHODS: { readonly [N in NoticeName]?: 'REQUEST' | 'CANCEL' } = {
  planned: 'REQUEST',
  correction: 'REQUEST',
  delay: 'REQUEST',
  end: 'REQUEST',
  endWithIssues: 'REQUEST',
  postponement: 'CANCEL',
  cancellation: 'CANCEL',
};

/**
 * A window as an entry for the reader's calendar: put there, moved, made longer or shorter by what became of it, and taken out again
 * (002-NTF-01, 002-NTF-06); undefined where a notice does none of it.
 */
export function entryOf(
  { notice, id, heading, sentences, about }: Telling,
  { team, from, delivery, story: { change, facts } }: MailFrame,
): { readonly method: 'REQUEST' | 'CANCEL'; readonly event: CalendarEvent } | undefined {
  const method = METHODS[notice];
  const endAt = endOf(notice, change, facts, delivery.seq);
  if (method === undefined || endAt === undefined) return undefined;
  const confirmed = change.status === 'ready' || change.startedAt !== undefined ? 'CONFIRMED' : 'TENTATIVE';
  const event = {
    uid: changeUid(change, team),
    // The number of the fact that ordered it: what is said later is newer, a cancellation too.
    sequence: delivery.seq,
    startAt: change.content.opensAt,
    endAt: Math.max(endAt, change.content.opensAt + SHORTEST_MS),
    stampAt: facts.find(({ seq }) => seq === delivery.seq)?.at ?? change.filedAt,
    summary: `${heading} (${id})`,
    description: [...sentences, about].join('\n'),
    status: method === 'CANCEL' ? 'CANCELLED' : confirmed,
    organizer: from,
    attendee: delivery.channel,
  } as const;
  return { method, event };
}

/** When it ends by what a notice says; of the work itself only where its entry was put there, and of a delay only where an end is known. */
function endOf(notice: NoticeName, change: Change, facts: ChangeStory['facts'], seq: number): number | undefined {
  if (notice !== 'delay' && notice !== 'end' && notice !== 'endWithIssues') return change.content.closesAt;
  const wasPut = facts.some((f) => f.seq < seq && f.fact.type === 'noticeOrdered' && f.fact.notice === 'planned');
  if (!wasPut) return undefined;
  if (notice !== 'delay') return change.endedAt ?? facts.findLast((f) => f.seq <= seq)?.at;
  return change.extensions.length > 0 ? endsAt(change) : undefined;
}

function textOf({ heading, sentences, about, language, zone }: Page): string {
  return [heading, '', ...sentences, '', about, zone, HOUSE_WORDS[language].machine, ''].join('\n');
}

/** No colour, picture or address of any kind: the reader's program draws it as the reader likes it, dark or large. */
function htmlOf({ heading, sentences, about, language, zone }: Page): string {
  const paragraph = (text: string): string => `<p>${marked(text)}</p>`;
  return [
    '<!doctype html>',
    `<html lang="${language}"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${marked(heading)}</title></head>`,
    '<body style="font-family: sans-serif; line-height: 1.5; max-width: 40em">',
    `<h1 style="font-size: 1.25em">${marked(heading)}</h1>`,
    ...sentences.map(paragraph),
    `<p><small>${marked(about)}<br>${marked(zone)} ${marked(HOUSE_WORDS[language].machine)}</small></p>`,
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
