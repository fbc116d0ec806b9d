import ICAL from 'ical.js';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { atEffects } from '../../src/effect.ts';
import { readMessageBlocks } from '../../sandbox/slack/check-payload.ts';
import { digest, type Item } from '../../src/notifications/digest.ts';
import { cardMessage } from '../../src/notifications/outside/card.ts';
import { digestMail, digestPage } from '../../src/notifications/outside/digest-letter.ts';
import type { Outside } from '../../src/notifications/outside/tell.ts';
import { openMailServer } from '../../src/outside/mail-server.ts';
import { FILED_AT, aContent, anActor } from '../support/a-change.ts';
import { aPolicy, aService, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { ready, STANDARD } from '../support/lives.ts';
import { aMailServer } from './a-mail-server.ts';
import { aMouth, type Mouth } from './a-mouth.ts';
import { hostile, hostilePolicy } from './stories.ts';

const USERS = 'users@example.net';

async function aCrier({
  emails = [],
  channels = ['C0MAINT'],
  leaseMs = 5000,
  outside,
}: {
  emails?: readonly string[];
  channels?: readonly string[];
  leaseMs?: number;
  outside?: Outside;
} = {}): Promise<Mouth> {
  const audience = { channels, people: [], emails, teams: [] };
  const services = { web: aService({ audience }) };
  const policy = aPolicy({ mail: { from: 'changes@example.net' }, services });
  return aMouth({ policy, leaseMs, ...(outside ? { outside } : {}) });
}

/**
 * So many changes that are announced as they are filed, a window a minute from the other; all but the notices counts as said. The first
 * is filed, the others are written as it was.
 */
async function announced({ journal, policy }: Mouth, many: number): Promise<void> {
  const { db } = journal.record;
  const { runbook: _, ...byHand } = aContent({ ...STANDARD, params: {} });
  const opensAt = FILED_AT + DAY;
  const content = { ...byHand, opensAt, closesAt: opensAt + HOUR };
  const actor = anActor('U0ADA', policy);
  const outcome = await journal.hear({
    change: 'new',
    intent: { type: 'fileChange', content },
    actor,
    id: 'file',
    surface: 'modal',
  });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal));
  await sql`
    insert into facts (team, stream, seq, type, at, by, surface, intent, payload, payload_digest, previous, hash)
    select team, 'CHG-' || n, seq, type, at, by, surface, intent,
           case when type <> 'changeFiled' then payload
                else payload || jsonb_build_object('id', 'CHG-' || n, 'content', payload->'content' || jsonb_build_object(
                       'opensAt', ${opensAt}::bigint + n * ${MINUTE}, 'closesAt', ${opensAt + HOUR}::bigint + n * ${MINUTE})) end,
           payload_digest, previous, hash
      from facts, generate_series(2, ${many}::int) n where stream = 'CHG-1'`.execute(db);
  await sql`
    insert into deliveries (team, key, change, kind, medium, channel, lane, seq, position, view, data, due_at, wanted_seq, routine)
    select team, 'CHG-' || n || substr(key, 6), 'CHG-' || n, kind, medium, channel, lane || n, seq, position, view, data, due_at,
           wanted_seq, routine
      from deliveries, generate_series(2, ${many}::int) n where change = 'CHG-1' and kind = 'notice'`.execute(db);
  await silenced({ journal });
}

/** Everything but notices counts as said. */
async function silenced({ journal }: Pick<Mouth, 'journal'>): Promise<void> {
  await sql`update deliveries set state = 'superseded' where kind <> 'notice'`.execute(journal.record.db);
}

async function states({ journal }: Mouth, medium = 'slack'): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ state: string; n: number }>`
    select state, count(*)::int as n from deliveries where kind = 'notice' and medium = ${medium} group by state`.execute(
    journal.record.db,
  );
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
}

/** The changes that are named in what people see, in order, as often as they are. */
function namedIn(shown: readonly { readonly text: string; readonly blocks?: unknown }[]): readonly number[] {
  return shown
    .map(({ text, blocks }) =>
      /\*(CHG-\d+)\*/.test(JSON.stringify(blocks))
        ? [...JSON.stringify(blocks).matchAll(/\*CHG-(\d+)\*/g)]
        : [...text.matchAll(/CHG-(\d+)/g)],
    )
    .flatMap((found) => found.map(([, number]) => Number(number)))
    .toSorted((a, b) => a - b);
}

const upTo = (many: number): readonly number[] => Array.from({ length: many }, (_, i) => i + 1);

test(
  'a notice to two hundred mailboxes reaches each of them once; the one that refuses keeps nobody from it',
  { timeout: 120_000 },
  async () => {
    const server = await aMailServer();
    const emails = Array.from({ length: 200 }, (_, i) => `user${i}@example.net`);
    server.meets('rcpt', (to) => (to === 'user7@example.net' ? 550 : 'takes'));
    const mouth = await aCrier({ emails, outside: { env: {}, mailServer: openMailServer(server.url) } });
    await announced(mouth, 1);
    await mouth.sayAll();
    expect(server.mails.map(({ to }) => to).toSorted()).toEqual(emails.toSpliced(7, 1).toSorted());
    expect(await states(mouth, 'mail')).toEqual({ sent: 199, dead: 1 });
    expect(await states(mouth)).toEqual({ sent: 1 });
  },
);

describe('many notices that wait for one target', () => {
  test(
    'five hundred in one second are a few messages and one mail, which name every change once',
    { timeout: 120_000 },
    async () => {
      const server = await aMailServer();
      const mouth = await aCrier({ emails: [USERS], outside: { env: {}, mailServer: openMailServer(server.url) } });
      await announced(mouth, 500);
      await mouth.sayAll();
      const messages = mouth.messages('C0MAINT');
      expect(namedIn(messages)).toEqual(upTo(500));
      expect(messages.length).toBeLessThan(30);
      expect(messages.filter((m) => m.text.startsWith('40 notices of maintenance: CHG-')).length).toBeGreaterThan(8);
      expect(await states(mouth)).toEqual({ sent: 500 });
      expect(await states(mouth, 'mail')).toEqual({ sent: 500 });
      const told = server.mails.flatMap(({ text }) => [...(text ?? '').matchAll(/CHG-(\d+) ·/g)]);
      expect(told.map(([, number]) => Number(number)).toSorted((a, b) => a - b)).toEqual(upTo(500));
      expect(server.mails.length).toBeLessThan(20);
      const [mail] = server.mails.toSorted((a, b) => b.raw.length - a.raw.length);
      expect(mail?.headers.subject).toMatch(/^\d+ notices of maintenance$/);
      const calendar = new ICAL.Component(ICAL.parse(mail?.calendar ?? '') as unknown[]);
      expect(calendar.getFirstPropertyValue('method')).toBe('PUBLISH');
      const events = calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event));
      expect(new Set(events.map((e) => e.uid)).size).toBe(events.length);
      expect(events.length).toBeGreaterThan(25);
    },
  );

  test('four are told one by one, as many as a channel takes at once', async () => {
    const mouth = await aCrier();
    await announced(mouth, 4);
    await mouth.sayAll();
    expect(mouth.messages('C0MAINT').map((m) => m.text)).toEqual(
      upTo(4).map(() => expect.stringMatching(/^Planned maintenance: Website \(CHG-/)),
    );
  });

  test('say of each what holds when they are told, and no longer what does not', async () => {
    const mouth = await aCrier();
    await announced(mouth, 30);
    for (const change of ['CHG-1'] as const) {
      const intent = { type: 'withdraw', reason: 'Not needed.' } as const;
      await mouth.journal.hear({
        change,
        intent,
        actor: anActor('U0ADA', mouth.policy),
        id: change,
        surface: 'button',
      });
    }
    await silenced(mouth);
    await mouth.sayAll();
    expect(await states(mouth)).toEqual({ sent: 30, superseded: 1 });
    expect(namedIn(mouth.messages('C0MAINT'))).toEqual(upTo(30));
    const all = JSON.stringify(mouth.messages('C0MAINT').map((m) => m.blocks));
    expect(all.match(/called off/g)).toHaveLength(1);
  });

  test.each(['before:slack.post', 'after:slack.post', 'before:delivery.mark', 'after:delivery.mark'])(
    'stand there once each, though who tells them is killed %s',
    async (place) => {
      const mouth = await aCrier({ leaseMs: 400 });
      await announced(mouth, 60);
      let kills = 0;
      atEffects((point) => {
        if (point !== place || kills >= 4) return;
        kills += 1;
        throw new Error('killed');
      });
      await mouth.sayAll();
      // They are two messages at least; how many more depends on how many went alone before.
      expect(kills).toBeGreaterThan(1);
      expect(namedIn(mouth.messages('C0MAINT'))).toEqual(upTo(60));
      expect(await states(mouth)).toEqual({ sent: 60 });
    },
  );

  test('stand there once each, though answers are lost', async () => {
    const mouth = await aCrier();
    await announced(mouth, 60);
    let posts = 0;
    mouth.between(async (method, pass) => {
      const answer = await pass();
      posts += method === 'chat.postMessage' ? 1 : 0;
      return method === 'chat.postMessage' && posts % 2 === 1 ? Promise.reject(new TypeError('fetch failed')) : answer;
    });
    await mouth.sayAll();
    expect(posts).toBeGreaterThan(1);
    expect(namedIn(mouth.messages('C0MAINT'))).toEqual(upTo(60));
    expect(await states(mouth)).toEqual({ sent: 60 });
  });

  test('that Slack does not take together are told one by one', async () => {
    const mouth = await aCrier();
    await announced(mouth, 12);
    let refused = 0;
    mouth.between(async (method, pass, body) => {
      if (method !== 'chat.postMessage' || !/notices(?:\+|%20)of/.test(body)) return pass();
      refused += 1;
      return Response.json({ ok: false, error: 'invalid_blocks' });
    });
    await mouth.sayAll();
    expect(refused).toBeGreaterThan(0);
    expect(namedIn(mouth.messages('C0MAINT'))).toEqual(upTo(12));
    expect(mouth.messages('C0OPS')).toEqual([]);
  });

  test('to a channel that is closed to the bot end each with its alarm', async () => {
    const mouth = await aCrier({ channels: ['C0CLOSED'] });
    await announced(mouth, 6);
    await mouth.sayAll();
    expect(await states(mouth)).toEqual({ dead: 6 });
    expect(mouth.messages('C0OPS')).toHaveLength(6);
  });
});

test('as many as one message holds, of absurd names, are a message that Slack takes and a card that Teams takes', () => {
  const policy = { ...hostilePolicy(), mail: { from: 'changes@example.net' } };
  const { change, facts } = hostile(ready());
  const items = Array.from({ length: 40 }, (_, i): Item => ({
    rider: {
      key: `k${i}`,
      change: change.id,
      seq: 1,
      medium: 'slack',
      channel: USERS,
      kind: 'notice',
      view: 'notice',
      data: {},
    },
    notice: 'planned',
    story: { change, facts, now: FILED_AT },
  }));
  const { text, blocks } = digest(items, policy);
  expect(() => readMessageBlocks([...blocks])).not.toThrow();
  expect(JSON.stringify(blocks).match(/\*CHG-001\*/g)).toHaveLength(40);
  expect(text).toMatch(/and 32 more$/);
  const carrier = { key: 'k0', channel: 'TEAMS_URL', medium: 'teams', ambiguous: true } as const;
  expect(() => cardMessage(digestPage(items.slice(0, 25), policy, carrier))).not.toThrow();
  const mail = digestMail(items, policy, { team: 'T0TEAM', from: 'changes@example.net', carrier });
  expect(mail.subject).toBe('40 notices of maintenance');
  expect(mail.invitation?.method).toBe('PUBLISH');
});
