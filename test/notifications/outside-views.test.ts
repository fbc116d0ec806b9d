import { describe, expect, test } from 'vitest';
import { NOTICE_NAMES, type NoticeName } from '../../src/change/notice.ts';
import { CARD_BYTES_MAX, cardMessage } from '../../src/notifications/outside/card.ts';
import { entryOf, mailOf } from '../../src/notifications/outside/mail.ts';
import { plainLine, plainQuote, zonedWords } from '../../src/notifications/outside/plain-words.ts';
import { telling } from '../../src/notifications/outside/telling.ts';
import { CLOSES_AT, OPENS_AT, anActor, liveThrough, type Story } from '../support/a-change.ts';
import { aPolicy, MINUTE } from '../support/a-policy.ts';
import { applying, emergency, implemented, MORE_TIME, wake } from '../support/lives.ts';
import { distinct, everyStory, hostile, hostilePolicy, HOSTILE, stages } from './stories.ts';

/** Tags that we write ourselves. */
const OURS = /<(?:!doctype html|\/?(?:html|head|title|body|h1|p|small)\b[^<>]*|meta (?:charset|name)=[^<>]*|br)>/g;

/** Each status after each kind of fact once: what a notice says turns on little else. */
function isNewlyThere(): (stage: ReturnType<typeof stages>[number]) => boolean {
  const seen = new Set<string>();
  return ({ change, facts }) => seen.size < seen.add(`${change.status} ${facts.at(-1)?.fact.type}`).size;
}

describe('every notice, in every status, with absurd input', () => {
  const policy = { ...hostilePolicy(), mail: { from: 'changes@example.net' } };
  const set = Object.entries(everyStory())
    .flatMap(([, story]) => stages(hostile(story)))
    .filter(distinct())
    .filter(isNewlyThere());

  test('is a mail of plain words and a card that Teams takes', { timeout: 90_000 }, () => {
    for (const { change, facts } of set) {
      const seq = facts.length;
      const story = { change, facts, now: 1 };
      for (const name of NOTICE_NAMES) {
        const delivery = { key: `CHG-1/${seq}/notice`, seq, channel: 'users@example.net', ambiguous: true };
        const mail = mailOf(telling(name, { ...delivery, medium: 'mail' }, story, policy), {
          team: 'T0TEAM',
          from: 'changes@example.net',
          delivery,
          story,
        });
        expect(mail.subject).not.toMatch(/\p{Cc}/u);
        expect(mail.subject.length).toBeLessThanOrEqual(200);
        expect(mail.html.replaceAll(OURS, '')).not.toMatch(/[<>]/);
        expect(mail.text).not.toMatch(/&(?:lt|gt|amp);|<!date\^[1-9]/);
        const card = cardMessage(telling(name, { ...delivery, medium: 'teams' }, story, policy));
        expect(Buffer.byteLength(card)).toBeLessThanOrEqual(CARD_BYTES_MAX);
        expect(card).not.toContain('"TextBlock"');
        expect(card).not.toContain('{{');
      }
    }
  });
});

describe('the entry in the calendar of a reader', () => {
  const policy = aPolicy();
  const said = (story: Story, name: NoticeName) => {
    const found = story.facts.findLast((f) => f.fact.type === 'noticeOrdered' && f.fact.notice === name);
    if (!found) throw new Error(`${name} was not ordered`);
    const delivery = { key: 'k', seq: found.seq, channel: 'users@example.net' };
    const told = { ...story, now: CLOSES_AT };
    const page = telling(name, { ...delivery, medium: 'mail', ambiguous: false }, told, policy);
    return entryOf(page, { team: 'T0TEAM', from: 'changes@example.net', delivery, story: told });
  };

  test('is made longer by extra time, and ends with the work, be it early or late', () => {
    const more = liveThrough(policy, [[MORE_TIME, anActor('U0ADA', policy), CLOSES_AT - 30 * MINUTE]], applying());
    const [planned, longer] = [said(more, 'planned'), said(more, 'delay')];
    expect(longer).toMatchObject({ method: 'REQUEST', event: { endAt: CLOSES_AT + 30 * MINUTE, status: 'CONFIRMED' } });
    expect(longer?.event.uid).toBe(planned?.event.uid);
    expect(longer?.event.sequence).toBeGreaterThan(planned?.event.sequence ?? 0);
    const early = said(implemented(), 'end');
    expect(early).toMatchObject({ method: 'REQUEST', event: { startAt: OPENS_AT, endAt: OPENS_AT + 45 * MINUTE } });
    expect(early?.event.sequence).toBeGreaterThan(planned?.event.sequence ?? 0);
  });

  test('is let be by a delay whose end nobody knows, and by work that was never announced', () => {
    const over = liveThrough(policy, [wake('closes', CLOSES_AT)], applying());
    expect(said(over, 'delay')).toBeUndefined();
    const hasty = liveThrough(policy, [[MORE_TIME, anActor('U0ADA', policy), OPENS_AT + MINUTE]], emergency());
    expect(said(hasty, 'delay')).toBeUndefined();
  });
});

const UTC = { timezone: 'UTC', language: 'en' } as const;

describe('words for readers outside Slack', () => {
  test('name the hour in the zone, with what tells the two of an autumn night apart', () => {
    const first = Date.UTC(2026, 9, 25, 0, 30);
    expect(zonedWords(first, { timezone: 'Europe/Zurich', language: 'en' })).toBe('Sun 25 Oct 2026, 02:30 (UTC+02:00)');
    expect(zonedWords(first + 3_600_000, { timezone: 'Europe/Zurich', language: 'en' })).toBe(
      'Sun 25 Oct 2026, 02:30 (UTC+01:00)',
    );
    expect(zonedWords(first, UTC)).toBe('Sun 25 Oct 2026, 00:30 (UTC)');
  });

  test('hold no markup of Slack, and what people typed as they typed it', () => {
    const instant = Date.UTC(2026, 0, 5, 9);
    const line = ['At ', { at: instant }, ': ', { quote: 'a <b>\n& c', max: 20 }] as const;
    expect(plainLine(line, UTC)).toBe('At Mon 5 Jan 2026, 09:00 (UTC): a <b> & c');
    expect(plainLine(line, { ...UTC, language: 'fr' })).toBe('At lun. 5 janv. 2026, 09:00 (UTC): a <b> & c');
    expect(plainQuote(`${HOSTILE}\r\n\u2028x`, 1000)).not.toMatch(/[\r\n\u2028]/);
  });
});
