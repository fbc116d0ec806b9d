import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Policy } from '../../src/change/policy.ts';
import { atEffects } from '../../src/effect.ts';
import { openMailServer } from '../../src/outside/mail-server.ts';
import { OPENS_AT, aContent } from '../support/a-change.ts';
import { aPolicy, aService, DAY, HOUR } from '../support/a-policy.ts';
import { aMailServer, type TestMailServer } from './a-mail-server.ts';
import { aMouth, approvedAndGone, at, type Mouth } from './a-mouth.ts';

const USERS = 'users@example.net';
const OTHERS = 'others@example.net';

function mailing(emails: readonly string[], overrides: Partial<Policy> = {}): Policy {
  const audience = { channels: ['C0MAINT'], people: [], emails, teams: [] };
  return aPolicy({
    mail: { from: 'changes@example.net' },
    services: { web: aService({ audience }) },
    timezone: 'Europe/Zurich',
    ...overrides,
  });
}

interface Post {
  readonly mouth: Mouth;
  readonly server: TestMailServer;
}

async function aPost(emails = [USERS], overrides: Partial<Policy> = {}, leaseMs = 5000): Promise<Post> {
  const server = await aMailServer();
  const outside = { env: {}, mailServer: openMailServer(server.url) };
  return { mouth: await aMouth({ policy: mailing(emails, overrides), outside, leaseMs }), server };
}

async function endOf({ journal }: Mouth, mailbox: string): Promise<unknown> {
  const { rows } = await sql`
    select state, last_error as "lastError" from deliveries where channel = ${mailbox} order by seq`.execute(
    journal.record.db,
  );
  return rows[0];
}

/** A calendar's lines, unfolded. */
function linesOf(calendar: string | undefined): readonly string[] {
  return (calendar ?? '').replaceAll('\r\n ', '').split('\r\n');
}

function valueOf(calendar: string | undefined, name: string): string | undefined {
  return linesOf(calendar)
    .find((line) => line.startsWith(`${name}:`))
    ?.slice(name.length + 1);
}

describe('a notice by mail', () => {
  test('tells each mailbox once what happens, when and in which zone, and that a machine wrote it', async () => {
    const { mouth, server } = await aPost([USERS, OTHERS, 'Users@Example.net']);
    await approvedAndGone(mouth);
    await mouth.sayAll();
    expect(server.mails.map((m) => m.to).toSorted()).toEqual([OTHERS, USERS]);
    const [mail] = server.mails;
    expect(mail?.headers).toMatchObject({
      subject: '[CHG-001] Planned maintenance: Website',
      from: 'changes@example.net',
      'auto-submitted': 'auto-generated',
    });
    expect(mail?.headers['x-gonogo-possible-copy']).toBeUndefined();
    for (const words of [mail?.text, mail?.html]) {
      expect(words).toContain('We will work on Website from ');
      expect(words).toContain('UTC+0');
      expect(words).toContain('Times are those of Europe/Zurich.');
      expect(words).toContain('CHG-001');
    }
    expect(mail?.html).not.toMatch(/<(?:img|a|link|script)\b|url\(|https?:/i);
    expect(mouth.messages('C0MAINT')).toHaveLength(1);
  });

  test('carries an invitation that follows the window and leaves the calendar with it', async () => {
    const { mouth, server } = await aPost();
    await approvedAndGone(mouth);
    await mouth.sayAll();
    const moved = aContent({ opensAt: OPENS_AT + DAY, closesAt: OPENS_AT + DAY + 2 * HOUR });
    await mouth.hear({ type: 'editChange', content: moved, revision: 1 }, 'U0ADA');
    await mouth.sayAll();
    await mouth.hear({ type: 'withdraw', reason: 'Not needed.' }, 'U0ADA');
    await mouth.sayAll();
    const calendars = server.mails.map((m) => m.calendar);
    expect(calendars.map((c) => [valueOf(c, 'METHOD'), valueOf(c, 'STATUS')])).toEqual([
      ['REQUEST', 'CONFIRMED'],
      ['REQUEST', 'TENTATIVE'],
      ['CANCEL', 'CANCELLED'],
    ]);
    expect(new Set(calendars.map((c) => valueOf(c, 'UID'))).size).toBe(1);
    const sequences = calendars.map((c) => Number(valueOf(c, 'SEQUENCE')));
    expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
    expect(new Set(sequences).size).toBe(3);
    const opens = (instant: number): string => new Date(instant).toISOString().replaceAll(/[-:]|\.\d+/g, '');
    expect(valueOf(calendars[0], 'DTSTART')).toBe(opens(OPENS_AT));
    expect(valueOf(calendars[1], 'DTSTART')).toBe(opens(OPENS_AT + DAY));
    expect(valueOf(calendars[0], 'ORGANIZER')).toBe('mailto:changes@example.net');
    expect(server.mails[0]?.raw).toMatch(/Content-Type: text\/calendar; charset=utf-8;\s+method=REQUEST/);
  });

  test('stands in one thread with the others of its change', async () => {
    const { mouth, server } = await aPost();
    await approvedAndGone(mouth);
    await mouth.hear({ type: 'withdraw', reason: 'Not needed.' }, 'U0ADA');
    await mouth.sayAll();
    await at(mouth, OPENS_AT);
    const threads = server.mails.map(({ headers }) => [headers['references'], headers['in-reply-to']]);
    expect(new Set(threads.flat()).size).toBe(1);
    expect(new Set(server.mails.map((m) => m.headers['message-id'])).size).toBe(server.mails.length);
  });
});

describe('a mail whose answer is lost', () => {
  test('is sent again as what may be a copy, under the same Message-ID', async () => {
    const { mouth, server } = await aPost();
    server.meets('data', () => (server.mails.length === 0 ? 'loses the answer' : 'takes'));
    await approvedAndGone(mouth);
    await mouth.sayAll();
    expect(server.mails.map(({ headers }) => headers['x-gonogo-possible-copy'])).toEqual([undefined, 'yes']);
    expect(new Set(server.mails.map((m) => m.headers['message-id'])).size).toBe(1);
  });

  test('by a death between sending and its mark is sent once more, under the same Message-ID', async () => {
    const { mouth, server } = await aPost([USERS], {}, 400);
    let kills = 0;
    atEffects((point) => {
      if (point !== 'after:mail.send' || kills > 0) return;
      kills += 1;
      throw new Error('killed');
    });
    await approvedAndGone(mouth);
    await mouth.sayAll();
    expect(kills).toBe(1);
    expect(new Set(server.mails.map((m) => m.headers['message-id'])).size).toBe(1);
    expect(server.mails.length).toBe(2);
  });

  test('twice is given up, for there may be a copy already', async () => {
    const { mouth, server } = await aPost();
    server.meets('data', () => 'loses the answer');
    await approvedAndGone(mouth);
    await mouth.sayAll();
    expect(server.mails).toHaveLength(2);
    expect(await endOf(mouth, USERS)).toMatchObject({ state: 'dead', lastError: 'answer_lost_twice' });
    expect(mouth.messages('C0OPS').map((m) => m.text)).toEqual([expect.stringContaining('may have arrived')]);
  });

  test.each(['rcpt', 'data'] as const)(
    'because the server hangs (%s) is sent again, marked only where it may be a copy',
    async (when) => {
      const server = await aMailServer();
      const outside = { env: {}, mailServer: openMailServer(server.url, { quietMs: 300 }) };
      const mouth = await aMouth({ policy: mailing([USERS]), outside });
      let met = 0;
      server.meets(when, () => ((met += 1) === 1 ? 'is silent' : 'takes'));
      await approvedAndGone(mouth);
      await mouth.sayAll();
      const copies = server.mails.map(({ headers }) => headers['x-gonogo-possible-copy']);
      expect(copies).toEqual(when === 'rcpt' ? [undefined] : [undefined, 'yes']);
      expect(mouth.messages('C0MAINT')).toHaveLength(1);
    },
  );

  test('before it was handed over is no copy', async () => {
    const { mouth, server } = await aPost();
    server.meets('rcpt', () => (server.asked.length < 4 ? 'loses the answer' : 'takes'));
    await approvedAndGone(mouth);
    await mouth.sayAll();
    expect(server.mails.map(({ headers }) => headers['x-gonogo-possible-copy'])).toEqual([undefined]);
  });
});

describe('a mail that is not taken', () => {
  test('for now is sent again later', async () => {
    const { mouth, server } = await aPost();
    server.meets('rcpt', () => (server.asked.length < 3 ? 451 : 'takes'));
    await approvedAndGone(mouth);
    await mouth.sayAll();
    expect(server.asked).toHaveLength(3);
    expect(server.mails).toHaveLength(1);
    expect(mouth.messages('C0OPS')).toEqual([]);
  });

  test('for good ends with an alarm and on the headline, and holds nobody else up', async () => {
    const { mouth, server } = await aPost([USERS, OTHERS]);
    server.meets('rcpt', (to) => (to === USERS ? 550 : 'takes'));
    await approvedAndGone(mouth);
    await mouth.sayAll();
    expect(server.mails.map((m) => m.to)).toEqual([OTHERS]);
    expect(mouth.messages('C0MAINT')).toHaveLength(1);
    expect(await endOf(mouth, USERS)).toMatchObject({ state: 'dead' });
    const [alarm, ...more] = mouth.messages('C0OPS');
    expect(alarm?.text).toContain(`could not be told to ${USERS}`);
    expect(alarm?.text).toContain('550');
    expect(more).toEqual([]);
    expect(JSON.stringify(mouth.messages('C0CHANGES')[0]?.blocks)).toContain(`Not told: ${USERS} (e-mail)`);
  });

  test.each([
    ['no_mail_server', { env: {} }, {}],
    ['no_mail_from', { env: {}, mailServer: openMailServer('smtp://127.0.0.1:9') }, { mail: {} }],
  ] as const)('for want of what it needs (%s) ends with one alarm for all', async (reason, outside, overrides) => {
    const mouth = await aMouth({ policy: mailing([USERS, OTHERS], overrides), outside });
    await approvedAndGone(mouth);
    await mouth.sayAll();
    expect(await endOf(mouth, USERS)).toEqual({ state: 'dead', lastError: reason });
    expect(await endOf(mouth, OTHERS)).toEqual({ state: 'dead', lastError: reason });
    expect(mouth.messages('C0OPS')).toHaveLength(1);
    expect(mouth.messages('C0MAINT')).toHaveLength(1);
  });

  test('waits while the server is away, and nobody in Slack waits with it', async () => {
    const outside = { env: {}, mailServer: openMailServer('smtp://127.0.0.1:9') };
    const mouth = await aMouth({ policy: mailing([USERS]), outside });
    await approvedAndGone(mouth);
    for (let i = 0; i < 4; i += 1) await mouth.pass();
    expect(mouth.messages('C0MAINT')).toHaveLength(1);
    const { rows } = await sql<{ key: string }>`
      select key from deliveries where medium = 'mail' and state = 'pending' and not ambiguous`.execute(
      mouth.journal.record.db,
    );
    expect(rows).toHaveLength(1);
    await sql`update deliveries set attempts = 1500, not_before = '-infinity' where medium = 'mail'`.execute(
      mouth.journal.record.db,
    );
    await mouth.sayAll();
    expect(await endOf(mouth, USERS)).toMatchObject({ state: 'dead', lastError: 'ECONNREFUSED' });
  });

  test.each(['a@example.net\r\nRCPT TO:<b@example.net>', 'a@example.net>', 'Ada <a@example.net>', 'a@b.de, c@d.ef'])(
    'as no plain mailbox: %j',
    async (to) => {
      const server = await aMailServer();
      const letter = {
        from: 'changes@example.net',
        to,
        subject: 's',
        text: 't',
        html: 'h',
        messageId: '<1@example.net>',
        thread: '<0@example.net>',
        writtenAt: OPENS_AT,
        isPossibleCopy: false,
      };
      await expect(openMailServer(server.url).send(letter)).rejects.toMatchObject({
        failure: { kind: 'refused', code: 'not_a_mailbox' },
      });
      expect(server.asked).toEqual([]);
    },
  );
});
