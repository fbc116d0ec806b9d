import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { readChange } from '../../src/journal/read-change.ts';
import { aMouth, at, type Mouth } from '../notifications/a-mouth.ts';
import { FILED_AT, aContent, anActor } from '../support/a-change.ts';
import { DAY, HOUR } from '../support/a-policy.ts';
import { AFTER_THE_WATCH, CLOSE, STANDARD } from '../support/lives.ts';
import { begun, ended, heard, listening } from './a-listener.ts';

const HOSTILE = 'Nothing works <!channel> <@U0BOB> <https://evil.example|here> *now*\u202E';

async function aMouthHeard(): Promise<Mouth> {
  const mouth = await aMouth();
  const { people } = mouth.sandbox.workspace;
  people.set('U0GUEST', { id: 'U0GUEST', name: 'gus', realName: 'Gus', isRestricted: true });
  people.set('U0STRANGER', { id: 'U0STRANGER', name: 'sam', realName: 'Sam', isStranger: true });
  for (const { members } of mouth.sandbox.workspace.channels.values()) members.push('U0GUEST', 'U0STRANGER');
  return mouth;
}

/** The newest notice, and the thread below it. */
function below(mouth: Mouth): { readonly channel: string; readonly thread_ts: string } {
  const notice = mouth.messages('C0MAINT').findLast((m) => m.thread_ts === undefined && m.ephemeralTo === undefined);
  return { channel: 'C0MAINT', thread_ts: notice?.ts ?? '' };
}

const told = (mouth: Mouth, user: string) => mouth.messages('C0MAINT').filter((m) => m.ephemeralTo === user);

/** So many changes by hand, announced at once; the first opens in a day. */
async function fileSome({ journal, policy }: Mouth, many: number): Promise<void> {
  const { runbook: _none, ...byHand } = aContent({ ...STANDARD, params: {} });
  const actor = anActor('U0ADA', policy);
  for (let n = 1; n <= many; n += 1) {
    const opensAt = FILED_AT + n * DAY;
    const content = { ...byHand, title: `Move ${n}`, opensAt, closesAt: opensAt + HOUR };
    const intent = { type: 'fileChange', content } as const;
    const outcome = await journal.hear({ change: 'new', intent, actor, id: `file ${n}`, surface: 'modal' });
    expect(outcome).toMatchObject({ ok: true });
  }
}

async function kept({ journal }: Mouth): Promise<readonly object[]> {
  const story = await readChange(journal.record, 'CHG-1');
  return (story?.facts ?? []).flatMap(({ by, fact }) => (fact.type === 'feedbackGiven' ? [{ by, ...fact }] : []));
}

test('what a guest writes below the notice of work under way is kept once, said to the implementer as quoted, and confirmed alone', async () => {
  const mouth = await aMouthHeard();
  await begun(mouth);
  await mouth.sayAll();
  const reply = { ...below(mouth), user: 'U0GUEST', text: HOSTILE.replaceAll('&', '&amp;') };
  const [one, two] = [listening(mouth), listening(mouth)] as const;
  await Promise.all([one, two].map((listener) => heard(listener, reply)));
  await heard(one, reply);
  await heard(one, { ...reply, user: 'U0STRANGER', ts: '2.3', text: 'LGTM' });
  await heard(one, { ...reply, ts: '2.4', subtype: 'bot_message', bot_id: 'B0BOT' } as object);
  const said = 'Nothing works <!channel> <@U0BOB> https://evil.example *now*';
  expect(await kept(mouth)).toEqual([
    { by: 'U0GUEST', type: 'feedbackGiven', text: said, channel: 'C0MAINT', ts: '2.2' },
    { by: 'U0STRANGER', type: 'feedbackGiven', text: 'LGTM', channel: 'C0MAINT', ts: '2.3' },
  ]);
  await mouth.sayAll();
  const notes = mouth.messages('C0CHANGES').filter((m) => m.text.startsWith('*From'));
  expect(notes.map((m) => m.text)).toEqual([
    expect.stringMatching(
      /^\*From <#C0MAINT>:\* “Nothing works &lt;!channel&gt; &lt;@U0BOB&gt; https.*”, says <@U0GUEST> below the notice of CHG-001\. <@U0ADA>, /,
    ),
    expect.stringContaining('“LGTM”, says <@U0STRANGER>'),
  ]);
  const headline = mouth.messages('C0CHANGES').find((m) => m.thread_ts === undefined);
  expect(notes.map((m) => m.thread_ts)).toEqual([headline?.ts, headline?.ts]);
  for (const user of ['U0GUEST', 'U0STRANGER']) {
    const answers = told(mouth, user);
    expect(answers.length).toBeLessThanOrEqual(2);
    expect(answers[0]).toMatchObject({
      thread_ts: reply.thread_ts,
      text: 'Kept with CHG-001: the team that carries it out reads it.',
    });
    expect(JSON.stringify(answers)).not.toContain('button');
  }
});

test('while it is watched after its end, whoever may press it has the button for an issue, and nobody else', async () => {
  const mouth = await aMouthHeard();
  await ended(mouth);
  await mouth.sayAll();
  const listener = listening(mouth);
  await heard(listener, { ...below(mouth), user: 'U0BOB', text: 'Search finds nothing' });
  await heard(listener, { ...below(mouth), ts: '2.4', text: 'We look at it' });
  await heard(listener, { ...below(mouth), user: 'U0GUEST', ts: '2.3', text: 'Here too' });
  expect(told(mouth, 'U0BOB')).toMatchObject([{ text: expect.stringMatching(/^Kept with CHG-001.*It is an issue/) }]);
  expect(told(mouth, 'U0ADA')).toEqual([]);
  expect(JSON.stringify(told(mouth, 'U0BOB'))).toContain(String.raw`\"reply\":\"2.2\"`);
  expect(told(mouth, 'U0GUEST')).toMatchObject([{ text: expect.stringMatching(/reads it\.$/) }]);
  expect(JSON.stringify(told(mouth, 'U0GUEST'))).not.toContain('button');
  await mouth.hear({ type: 'reportIssue', text: '', reply: '2.3' }, 'U0ADA');
  const story = await readChange(mouth.journal.record, 'CHG-1');
  expect(story?.change.issues).toMatchObject([{ by: 'U0ADA', text: 'Here too' }]);
  await mouth.sayAll();
  expect(mouth.messages('C0CHANGES').flatMap(({ text }) => (text.startsWith('*From') ? [text] : []))).toEqual([
    expect.stringMatching(/“Search finds nothing”, says <@U0BOB>.* <@U0ADA>, .*press \*An issue\*/),
    expect.stringMatching(/“We look at it”, says <@U0ADA> below the notice of CHG-001\.$/),
    expect.stringContaining('“Here too”, says <@U0GUEST>'),
  ]);
});

test('before the start, and once it is closed, whoever writes reads once for the thread that nobody watches, and whom to ask', async () => {
  const mouth = await aMouthHeard();
  await fileSome(mouth, 1);
  await mouth.sayAll();
  const listener = listening(mouth);
  const reply = { ...below(mouth), user: 'U0GUEST', text: 'Why then?' };
  for (const ts of ['2.2', '2.2', '2.3']) await heard(listener, { ...reply, ts });
  const answers = [
    expect.stringMatching(/^CHG-001 has not begun, so nobody is watching.*not kept\. Please ask <@U0ADA>\.$/),
  ];
  expect(told(mouth, 'U0GUEST').map((m) => m.text)).toEqual(answers);
  expect(await kept(mouth)).toEqual([]);

  const over = await aMouthHeard();
  await ended(over);
  await over.sayAll();
  await at(over, AFTER_THE_WATCH + 9 * DAY);
  await over.hear(CLOSE, 'U0ADA');
  const later = listening(over);
  for (const ts of ['2.2', '2.3']) await heard(later, { ...below(over), ts, text: 'It is broken' });
  expect(told(over, 'U0ADA').map((m) => m.text)).toEqual([
    expect.stringMatching(/^CHG-001 is over, so nobody is watching.*not kept\. Please ask <@U0ADA>\.$/),
  ]);
  expect(await kept(over)).toEqual([]);
});

test('below a message that tells of several changes it belongs to none, and whoever writes reads which they are', async () => {
  const mouth = await aMouthHeard();
  await fileSome(mouth, 6);
  // One of the notices is taken, and the others wait, so that they go with it.
  const { db } = mouth.journal.record;
  await sql`update deliveries set state = 'superseded' where kind <> 'notice'`.execute(db);
  await sql`update deliveries set not_before = 'infinity' where change <> 'CHG-1'`.execute(db);
  await mouth.pass();
  const listener = listening(mouth);
  expect(mouth.messages('C0MAINT').map((m) => m.text)).toEqual([expect.stringMatching(/^6 notices of maintenance/)]);
  const place = below(mouth);
  for (const ts of ['2.2', '2.3']) await heard(listener, { ...place, ts, user: 'U0GUEST', text: 'Broken' });
  expect(told(mouth, 'U0GUEST').map((m) => m.text)).toEqual([
    expect.stringMatching(
      /^This message tells of several changes.*: CHG-00\d Move \d \(ask <@U0ADA>\); CHG-00\d Move .* \(ask <@U0ADA>\)\.$/,
    ),
  ]);
  expect(await kept(mouth)).toEqual([]);
});
