import { expect, test } from 'vitest';
import { TEXT_MAX } from '../../src/change/content.ts';
import { entryOf } from '../../src/commands/reply/keep-reply.ts';
import { readReply } from '../../src/commands/reply/read-reply.ts';
import { readChange } from '../../src/journal/read-change.ts';
import { aMouth, at, type Mouth } from '../notifications/a-mouth.ts';
import { OPENS_AT, anActor } from '../support/a-change.ts';
import { HOUR } from '../support/a-policy.ts';
import { INCIDENT, RESOLVED, inHaste } from '../support/lives.ts';
import { REPLY, begun, ended, heard, listening, type Event } from './a-listener.ts';

async function kept({ journal }: Mouth): Promise<readonly object[]> {
  const story = await readChange(journal.record, 'CHG-1');
  return (story?.facts ?? []).flatMap(({ by, fact }) => (fact.type === 'logged' ? [{ by, ...fact }] : []));
}

test('replies to an emergency under way are its log, each once, by members alone; who can mend a reply is told', async () => {
  const mouth = await aMouth();
  const { people } = mouth.sandbox.workspace;
  people.set('U0GUEST', { id: 'U0GUEST', name: 'gus', realName: 'Gus', isRestricted: true });
  people.set('U0STRANGER', { id: 'U0STRANGER', name: 'sam', realName: 'Sam', isStranger: true });
  await at(mouth, OPENS_AT);
  await mouth.file(inHaste());
  await mouth.sayAll();
  const headline = mouth.messages('C0CHANGES').find((m) => m.thread_ts === undefined);
  const thread_ts = headline?.ts ?? '';
  expect(mouth.messages('C0CHANGES').map((m) => m.text)).toContainEqual(
    expect.stringContaining('Replies in this thread are kept as its running log.'),
  );
  const processes = [listening(mouth), listening(mouth)] as const;
  const before = mouth.messages('C0CHANGES').length;
  const twice = processes.map((listener) => heard(listener, { thread_ts, text: 'It &lt;fills&gt; again' }));
  await Promise.all(twice);
  await heard(processes[1], { thread_ts, text: 'It &lt;fills&gt; again' });
  const [listener] = processes;
  for (const [i, user] of ['U0GUEST', 'U0STRANGER', 'U0NOBODY'].entries())
    await heard(listener, { thread_ts, user, ts: `3.${i}` });
  await heard(listener, { thread_ts: headline?.ts === '9.9' ? '9.8' : '9.9', ts: '4.1' });
  await heard(listener, { thread_ts, ts: '5.1', subtype: 'thread_broadcast', user: 'U0BOB', text: 'LGTM' } as object);
  expect(await kept(mouth)).toEqual([
    { by: 'U0ADA', type: 'logged', text: 'It <fills> again', ts: '2.2' },
    { by: 'U0BOB', type: 'logged', text: 'LGTM', ts: '5.1' },
  ]);
  await mouth.sayAll();
  expect(mouth.messages('C0CHANGES')).toHaveLength(before);
  await heard(listener, { thread_ts, ts: '6.1', text: 'read \u202Eti siht' });
  expect(mouth.messages('C0CHANGES').at(-1)).toMatchObject({
    ephemeralTo: 'U0ADA',
    text: expect.stringMatching(/^Your reply is not kept with this change\. Please remove .*U\+202E/),
  });
  await mouth.hear({ type: 'declareIncident', reason: 'The data is gone.' }, anActor('U0ADA', mouth.policy));
  await at(mouth, OPENS_AT + HOUR);
  await heard(listener, { thread_ts, ts: '7.1' });
  expect(await kept(mouth)).toHaveLength(2);
});

test('replies to a standard change under way are its log, each once, by members alone, and nobody is asked anything', async () => {
  const mouth = await aMouth();
  mouth.sandbox.workspace.people.set('U0GUEST', { id: 'U0GUEST', name: 'gus', realName: 'Gus', isRestricted: true });
  await begun(mouth);
  await mouth.sayAll();
  const thread_ts = mouth.messages('C0CHANGES').find((m) => m.thread_ts === undefined)?.ts ?? '';
  const said = mouth.messages('C0CHANGES');
  expect(said.map((m) => m.text)).toContainEqual(
    expect.stringMatching(/was started by <@U0ADA>.*Replies in this thread are kept as its running log\./),
  );
  expect(JSON.stringify(said.find((m) => m.ts === thread_ts)?.blocks)).toContain('"text":"Log"');
  const [one, two] = [listening(mouth), listening(mouth)] as const;
  await Promise.all([one, two].map((listener) => heard(listener, { thread_ts, text: 'The index is being rebuilt' })));
  await heard(one, { thread_ts, ts: '3.1', user: 'U0BOB', text: 'thanks' });
  await heard(one, { thread_ts, ts: '3.2', user: 'U0GUEST' });
  await heard(one, { thread_ts, ts: '3.3', subtype: 'bot_message', bot_id: 'B0BOT' } as object);
  await mouth.sayAll();
  expect(await kept(mouth)).toEqual([
    { by: 'U0ADA', type: 'logged', text: 'The index is being rebuilt', ts: '2.2' },
    { by: 'U0BOB', type: 'logged', text: 'thanks', ts: '3.1' },
  ]);
  expect(mouth.messages('C0CHANGES')).toHaveLength(said.length);
});

test('replies below the message of an incident are its log, each once, until it is over', async () => {
  const mouth = await aMouth();
  await at(mouth, OPENS_AT);
  await mouth.file(inHaste());
  await mouth.hear(INCIDENT, 'U0ADA');
  await mouth.sayAll();
  const [message] = mouth.messages('C0INCIDENTS');
  const thread_ts = message?.ts ?? '';
  expect(JSON.stringify(message?.blocks)).toContain('Replies in this thread are kept as its log.');
  const below = { channel: 'C0INCIDENTS', thread_ts } as const;
  const [one, two] = [listening(mouth), listening(mouth)] as const;
  await Promise.all([one, two].map((listener) => heard(listener, { ...below, text: 'The replica lags an hour' })));
  await heard(two, { ...below, text: 'The replica lags an hour' });
  await heard(one, { ...below, ts: '3.1', subtype: 'message_changed', message: REPLY } as object);
  await heard(one, { ...below, ts: '3.2', bot_id: 'B0OTHER' });
  await heard(one, { ...below, ts: '3.3', user: 'U0STRANGER' });
  await heard(one, { ...below, ts: '3.4', thread_ts: '9.9' });
  await heard(one, { ...below, ts: '3.5', text: 'LGTM' });
  expect(await kept(mouth)).toEqual([
    { by: 'U0ADA', type: 'logged', text: 'The replica lags an hour', ts: '2.2' },
    { by: 'U0ADA', type: 'logged', text: 'LGTM', ts: '3.5' },
  ]);
  await mouth.hear({ type: 'log', text: 'Promoted it.' }, 'U0BOB');
  await mouth.sayAll();
  expect(mouth.messages('C0INCIDENTS').map((m) => m.text)).toContainEqual(
    expect.stringMatching(/^\*Log\* .*Promoted it/),
  );
  await heard(one, { ...below, ts: '4.1', text: 'read \u202Eti siht' });
  expect(mouth.messages('C0INCIDENTS').at(-1)?.text).toMatch(/^Your reply is not kept with this incident\./);
  await mouth.hear(RESOLVED, 'U0ADA');
  await heard(one, { ...below, ts: '5.1' });
  expect(await kept(mouth)).toHaveLength(3);
});

test('what is said below a change that is watched is kept as feedback, and whoever says it is shown how it becomes an issue', async () => {
  const mouth = await aMouth();
  await ended(mouth);
  await mouth.sayAll();
  const thread_ts = mouth.messages('C0CHANGES').find((m) => m.thread_ts === undefined)?.ts ?? '';
  const [one, two] = [listening(mouth), listening(mouth)] as const;
  await Promise.all([one, two].map((listener) => heard(listener, { thread_ts, text: 'Search finds nothing' })));
  await heard(one, { thread_ts, ts: '2.3', text: 'Still nothing' });
  const offers = mouth.messages('C0CHANGES').filter((m) => m.ephemeralTo === 'U0ADA');
  expect(offers.length).toBeGreaterThanOrEqual(1);
  expect(offers.length).toBeLessThanOrEqual(2);
  expect(offers[0]).toMatchObject({ thread_ts, text: expect.stringMatching(/^Kept with CHG-001 as feedback\./) });
  expect(JSON.stringify(offers[0]?.blocks)).toContain(String.raw`\"reply\":\"2.2\"`);
  expect((await kept(mouth)).map((entry) => ('ts' in entry ? entry.ts : undefined))).toEqual(['2.2', '2.3']);
});

test('a reply is what a person wrote in a thread: no edit, no deletion, nothing of a bot, and not the message itself', () => {
  expect(readReply(REPLY)).toMatchObject({ thread: '1.1', ts: '2.2', user: 'U0ADA', text: 'The pool is used up' });
  const none: readonly object[] = [
    { ...REPLY, subtype: 'message_changed', message: REPLY },
    { ...REPLY, subtype: 'message_deleted', deleted_ts: '2.2' },
    { ...REPLY, subtype: 'bot_message', bot_id: 'B0BOT' },
    { ...REPLY, bot_id: 'B0BOT' },
    { ...REPLY, ts: REPLY.thread_ts },
    { ...REPLY, thread_ts: undefined },
  ];
  const withFile = { ...REPLY, subtype: 'file_share', files: [] } as object as Event;
  expect(readReply(withFile)).toMatchObject({ text: REPLY.text });
  expect(readReply({ ...withFile, text: '' } as Event)).toMatchObject({ text: expect.stringMatching(/^A file/) });
  for (const event of none) expect(readReply(event as Event)).toBeUndefined();
});

test('a long reply is cut in the log, and says so', () => {
  const entry = entryOf(`${'x'.repeat(TEXT_MAX - 41)}${'👩‍👩‍👧'.repeat(20)}`);
  expect(entry.length).toBeLessThanOrEqual(TEXT_MAX);
  expect(entry).toMatch(
    /^x+(?:[^\uD800-\uDFFF]|[\uD800-\uDBFF][\uDC00-\uDFFF])*… \(Cut here: the thread has all of it\.\)$/,
  );
  expect(entryOf('x'.repeat(TEXT_MAX))).toHaveLength(TEXT_MAX);
});
