import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { readMessageBlocks } from '../../sandbox/slack/check-payload.ts';
import type { Message } from '../../sandbox/slack/workspace.ts';
import { COURSES } from '../../src/change/rehearsal/course.ts';
import { findingsOf } from '../../src/change/rehearsal/findings.ts';
import { rehearse } from '../../src/change/rehearsal/rehearse.ts';
import { checkRecord } from '../../src/journal/check.ts';
import { findingWords } from '../../src/notifications/finding-words.ts';
import { PARTS } from '../../src/notifications/rehearsal-rows.ts';
import { rehearsalPart, rehearsalSaid } from '../../src/notifications/rehearsal-view.ts';
import { virtualTime } from '../../src/notifications/virtual-time.ts';
import type { Said } from '../../src/notifications/said.ts';
import { mentionedIn, unpinged } from '../../src/slack/unpinged.ts';
import type { Policy } from '../../src/change/policy.ts';
import { FILED_AT, OPENS_AT, aContent, anActor } from '../support/a-change.ts';
import { aPolicy, aService, HOUR, MINUTE } from '../support/a-policy.ts';
import { EMERGENCY, STANDARD, inHaste, inReview } from '../support/lives.ts';
import { aMouth, type Mouth } from './a-mouth.ts';
import { HOSTILE, hostile, hostilePolicy } from './stories.ts';

const OUT_LOUD = /<[@#!](?!date\^)|<https?:/;
const { runbook: _none, ...byHand } = aContent({ params: {} });

/** Every part of a rehearsal as Slack gets it, by a name for everybody. */
function toldOf(content = aContent(), policy: Policy = aPolicy(), nameOf = (user: string) => user): readonly Said[] {
  const { change } = hostileOr(content);
  return COURSES.flatMap((course) => {
    const stage = { policy, people: anActor('U0ADA', policy).roster, course, durations: {} };
    const rehearsal = rehearse(change, FILED_AT, stage);
    const findings = findingsOf(change, rehearsal, FILED_AT, stage).map(findingWords);
    const told = { change, rehearsal, findings, course, rehearser: 'U0CYD', policy };
    return PARTS.flatMap((part) => {
      const words = rehearsalPart(part, told);
      const quiet = (text: string) => unpinged(text, nameOf);
      return words
        ? rehearsalSaid({ heading: quiet(words.heading), groups: words.groups.map((group) => group.map(quiet)) })
        : [];
    });
  });
}

function hostileOr(content: ReturnType<typeof aContent>) {
  const story = inReview();
  return content.title === HOSTILE ? hostile(story) : { ...story, change: { ...story.change, content } };
}

describe('the parts of a rehearsal', () => {
  const contents = [aContent(), aContent({ risk: 'high' }), aContent(STANDARD), aContent(EMERGENCY), inHaste(), byHand];

  test.each(contents.map((c) => [`${c.kind} ${c.risk} ${'runbook' in c}`, c] as const))(
    '%s: Slack takes each, marked as one, in one line too, and nothing can be pressed',
    (_, content) => {
      const all = toldOf(content);
      expect(all.length).toBeGreaterThan(12);
      for (const { text, blocks } of all) {
        expect(() => readMessageBlocks(blocks)).not.toThrow();
        expect(text).toMatch(/^REHEARSAL of CHG-001/);
        expect(text).not.toContain('\n');
        expect(JSON.stringify(blocks)).toMatch(/\*REHEARSAL of CHG-001/);
        expect(blocks.map((b) => b.type).filter((type) => type !== 'section')).toEqual([]);
        expect(JSON.stringify(blocks)).not.toContain('"accessory"');
      }
    },
  );

  test('nobody and no channel is mentioned, and nothing that people typed or call themselves becomes a link', () => {
    const evil = () => '<!channel> <@U0BOB> <https://evil.example|x> & @here';
    const strained = hostilePolicy();
    for (const said of [
      ...toldOf(aContent(), aPolicy(), evil),
      ...toldOf(aContent({ title: HOSTILE }), strained, evil),
    ]) {
      expect(() => readMessageBlocks(said.blocks)).not.toThrow();
      expect(`${said.text} ${JSON.stringify(said.blocks)}`).not.toMatch(OUT_LOUD);
      for (const block of said.blocks) expect(block).toMatchObject({ text: { verbatim: true } });
    }
  });

  test('people are called by name, groups and channels by id; instants stay as they are', () => {
    const text =
      'Ask <@U0BOB> or <!subteam^S0OPS> in <#C0MAINT>, <https://x.example|open> <!date^1^{time}|1 UTC> <!here> &lt;@U0ADA&gt;';
    expect(mentionedIn(text)).toEqual(['U0BOB']);
    expect(unpinged(text, () => 'Bob & Co')).toBe(
      'Ask Bob &amp; Co or group S0OPS in channel C0MAINT, https://x.example <!date^1^{time}|1 UTC> here &lt;@U0ADA&gt;',
    );
  });

  test('a virtual time says how far it is from the opening, in the zone of the policy', () => {
    const zone = { timezone: 'Europe/Zurich' };
    expect(virtualTime(OPENS_AT, OPENS_AT, zone)).toBe('T+0m, Tue 3 Nov 21:00');
    expect(virtualTime(OPENS_AT - 75 * MINUTE, OPENS_AT, zone)).toBe('T-1h15m, Tue 3 Nov 19:45');
    expect(virtualTime(Date.UTC(2026, 9, 27, 8), OPENS_AT, zone)).toBe('T-7d, Tue 27 Oct 09:00');
    expect(virtualTime(OPENS_AT + 26 * HOUR, OPENS_AT, zone)).toBe('T+1d, Wed 4 Nov 23:00');
  });
});

async function rehearsed(policy = aPolicy()): Promise<Mouth> {
  const mouth = await aMouth({ policy });
  await mouth.file();
  await mouth.sayAll();
  await mouth.hear({ type: 'rehearse', course: 'success' }, 'U0CYD');
  return mouth;
}

/** What of a rehearsal stands in a channel, or in somebody's direct messages. */
function shown(mouth: Mouth, channel?: string): readonly Message[] {
  const all = [...mouth.sandbox.workspace.channels.values()].filter((c) => channel === undefined || c.id === channel);
  return all.flatMap((c) => c.messages.filter((m) => m.text?.startsWith('REHEARSAL')));
}

describe('delivery', () => {
  test('a rehearsal is told once, in order, to whoever asked, in a thread of its own', async () => {
    const mouth = await rehearsed();
    const before = mouth.messages('C0CHANGES').length;
    await mouth.sayAll();
    const messages = shown(mouth);
    expect(messages.map((m) => m.text?.slice(0, 45).replace(/[.:,(].*/, '') ?? '')).toHaveLength(9);
    const [first, ...others] = messages;
    expect(first?.thread_ts).toBeUndefined();
    expect(others.map((m) => m.thread_ts)).toEqual(others.map(() => first?.ts));
    expect(
      messages.map(
        (m) =>
          m.text?.match(/^REHEARSAL of CHG-001(?: Release v2.4.0 of the website|: [\w ,]+?(?= T[-+])| is over)/)?.[0],
      ),
    ).toEqual([
      'REHEARSAL of CHG-001 Release v2.4.0 of the website',
      'REHEARSAL of CHG-001: filing and review',
      'REHEARSAL of CHG-001: towards GO',
      'REHEARSAL of CHG-001: announcement',
      'REHEARSAL of CHG-001: backup and preparation',
      'REHEARSAL of CHG-001: start and work',
      'REHEARSAL of CHG-001: the end',
      'REHEARSAL of CHG-001: afterwards, until it is closed',
      'REHEARSAL of CHG-001 is over',
    ]);
    expect(first?.text).toContain('Asked for by CYD: everything succeeds');
    expect(mouth.messages('C0CHANGES')).toHaveLength(before);
    expect(mouth.messages('C0MAINT')).toEqual([]);
    expect(JSON.stringify(messages)).not.toMatch(OUT_LOUD);
    expect(await checkRecord(mouth.journal.record, { graceMs: HOUR })).toEqual([]);
  });

  test('where the policy names a channel it is told there, and each answer that was lost is looked for', async () => {
    const policy = aPolicy({ channels: { ...aPolicy().channels, rehearsals: 'C0OPS' } });
    const mouth = await rehearsed(policy);
    let posts = 0;
    mouth.between(async (method, pass) => {
      const answer = await pass();
      if (method === 'chat.postMessage' && (posts += 1) % 2 === 1) throw new Error('the answer is lost');
      return answer;
    });
    await mouth.sayAll();
    const texts = shown(mouth).map((m) => m.text);
    expect(shown(mouth, 'C0OPS')).toHaveLength(9);
    expect(new Set(texts).size).toBe(9);
  });

  test('all parts agree on what the change was when it was asked for, whatever becomes of it meanwhile', async () => {
    const mouth = await rehearsed();
    await mouth.pass();
    await mouth.hear({ type: 'withdraw', reason: 'Not needed any more.' }, 'U0ADA');
    await mouth.sayAll();
    const messages = shown(mouth);
    expect(messages).toHaveLength(9);
    expect(messages.at(-1)?.text).toMatch(/The copy ends as “Closed”.*The change itself is as it was: “In review”/);
  });

  test('what it found stands at the top and at the end: another change of the same service, and an empty role', async () => {
    const roles = { ...aPolicy().roles, validator: { members: [], delegates: [] } };
    const mouth = await aMouth({ policy: aPolicy({ roles, services: { web: aService() } }) });
    await mouth.file();
    await sql`update counters set value = 1`.execute(mouth.journal.record.db);
    const other = { type: 'fileChange', content: aContent({ title: 'Another one' }) } as const;
    const actor = anActor('U0BOB', mouth.policy);
    await mouth.journal.hear({ change: 'new', intent: other, actor, id: 'other', surface: 'modal' });
    await mouth.hear({ type: 'rehearse', course: 'success' }, 'U0CYD');
    await mouth.sayAll();
    const messages = shown(mouth);
    for (const message of [messages[0], messages.at(-1)]) {
      expect(message?.text).toMatch(
        /Found \(\d\): • Nobody holds the role validator.*GO\/NO-GO is never given.*Overlaps with CHG-002/,
      );
    }
  });
});
