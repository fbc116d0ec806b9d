import { describe, expect, test } from 'vitest';
import type { NoticeName } from '../../src/change/notice.ts';
import { CARD_BYTES_MAX, cardMessage } from '../../src/notifications/outside/card.ts';
import { mailOf } from '../../src/notifications/outside/mail.ts';
import { plainWords, zonedWords } from '../../src/notifications/outside/plain-words.ts';
import { telling } from '../../src/notifications/outside/telling.ts';
import { when } from '../../src/slack/blocks.ts';
import { distinct, everyStory, hostile, hostilePolicy, HOSTILE, stages } from './stories.ts';

const NOTICES: readonly NoticeName[] = [
  'planned',
  'reminder',
  'start',
  'progress',
  'delay',
  'end',
  'endWithIssues',
  'correction',
  'postponement',
  'cancellation',
  'incident',
];

/** Tags that we write ourselves. */
const OURS = /<(?:!doctype html|\/?(?:html|head|title|body|h1|p|small)\b[^<>]*|meta (?:charset|name)=[^<>]*|br)>/g;

describe('every notice, in every status, with absurd input', () => {
  const policy = { ...hostilePolicy(), mail: { from: 'changes@example.net' } };
  const set = Object.entries(everyStory())
    .flatMap(([, story]) => stages(hostile(story)))
    .filter(distinct());

  test('is a mail of plain words and a card that Teams takes', { timeout: 90_000 }, () => {
    for (const { change, facts } of set) {
      const seq = facts.length;
      const story = { change, facts, now: 1 };
      for (const name of NOTICES) {
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

describe('words for readers outside Slack', () => {
  test('name the hour in the zone, with what tells the two of an autumn night apart', () => {
    const first = Date.UTC(2026, 9, 25, 0, 30);
    expect(zonedWords(first, 'Europe/Zurich')).toBe('Sun 25 Oct 2026, 02:30 (UTC+02:00)');
    expect(zonedWords(first + 3_600_000, 'Europe/Zurich')).toBe('Sun 25 Oct 2026, 02:30 (UTC+01:00)');
    expect(zonedWords(first, 'UTC')).toBe('Sun 25 Oct 2026, 00:30 (UTC)');
  });

  test('hold no markup of Slack, and what people typed as they typed it', () => {
    const instant = Date.UTC(2026, 0, 5, 9);
    expect(plainWords(`At ${when(instant)}: a &lt;b&gt; &amp; c`, 'UTC')).toBe(
      'At Mon 5 Jan 2026, 09:00 (UTC): a <b> & c',
    );
    expect(plainWords(`${HOSTILE}\r\nx`, 'UTC')).not.toMatch(/[\r\n]/);
  });
});
