import { expect, test } from 'vitest';
import { asPerson } from '../../sandbox/driver.ts';
import { aClient, aSandbox, call } from './a-sandbox.ts';

const channel = 'C0CHANGES';

test('history shows no replies but those sent to the channel, newest first', async () => {
  const client = aClient(await aSandbox());
  const { ts: parent = '' } = await client.chat.postMessage({ channel, text: 'parent' });
  await client.chat.postMessage({ channel, text: 'quiet', thread_ts: parent });
  await client.chat.postMessage({ channel, text: 'loud', thread_ts: parent, reply_broadcast: true });
  const { messages = [] } = await client.conversations.history({ channel });
  expect(messages.map(({ text }) => text)).toEqual(['loud', 'parent']);
  expect(messages[1]).toMatchObject({ reply_count: 2 });
  const thread = await client.conversations.replies({ channel, ts: parent });
  expect(thread.messages?.map(({ text }) => text)).toEqual(['parent', 'quiet', 'loud']);
});

test('the bounds of history are left out unless inclusive, and timestamps only rise', async () => {
  const client = aClient(await aSandbox());
  const posted = [];
  for (const text of ['1', '2', '3']) posted.push(await client.chat.postMessage({ channel, text }));
  const [oldest = '', middle = '', latest = ''] = posted.map(({ ts }) => ts);
  expect(Number(oldest)).toBeLessThan(Number(middle));
  expect((await client.conversations.history({ channel, oldest, latest })).messages).toHaveLength(1);
  expect((await client.conversations.history({ channel, oldest, latest, inclusive: true })).messages).toHaveLength(3);
});

test('history comes in pages', async () => {
  const client = aClient(await aSandbox());
  for (const text of ['1', '2', '3']) await client.chat.postMessage({ channel, text });
  const first = await client.conversations.history({ channel, limit: 2 });
  expect(first.messages?.map(({ text }) => text)).toEqual(['3', '2']);
  const cursor = first.response_metadata?.next_cursor ?? '';
  expect((await client.conversations.history({ channel, limit: 2, cursor })).messages?.map(({ text }) => text)).toEqual(
    ['1'],
  );
});

test('metadata is shown only to those who ask', async () => {
  const client = aClient(await aSandbox());
  const metadata = { event_type: 'notice', event_payload: { key: 'k1' } };
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'stamped', metadata });
  expect((await client.conversations.history({ channel })).messages?.[0]).not.toHaveProperty('metadata');
  expect((await client.conversations.history({ channel, include_all_metadata: true })).messages?.[0]).toMatchObject({
    metadata,
  });
  expect((await client.conversations.replies({ channel, ts, include_all_metadata: true })).messages?.[0]).toMatchObject(
    { metadata },
  );
});

test('an update without metadata keeps it, and text alone takes the blocks away', async () => {
  const sandbox = await aSandbox();
  const client = aClient(sandbox);
  const metadata = { event_type: 'notice', event_payload: { key: 'k1' } };
  const blocks = [{ type: 'divider' }];
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'before', metadata, blocks });
  await client.chat.update({ channel, ts, text: 'after' });
  const [message] = sandbox.workspace.channels.get(channel)?.messages ?? [];
  expect(message).toMatchObject({ text: 'after', metadata, edited: { user: sandbox.botUserId } });
  expect(message).not.toHaveProperty('blocks');
});

test('mrkdwn is kept as it was sent, control sequences and all', async () => {
  const client = aClient(await aSandbox());
  const text = '<!channel> <@U0ADA> & <https://example.net|here>';
  await client.chat.postMessage({ channel, text });
  expect((await client.conversations.history({ channel })).messages?.[0]?.text).toBe(text);
});

test('what a person types is escaped, mentions excepted', async () => {
  const sandbox = await aSandbox();
  await asPerson(sandbox, 'U0ADA').say('<!channel> a<b & <@U0BOB>', 'changes');
  expect(sandbox.workspace.channels.get(channel)?.messages[0]?.text).toBe('&lt;!channel&gt; a&lt;b &amp; <@U0BOB>');
});

const REFUSED: [string, object, string][] = [
  ['chat.postMessage', { channel: 'C0NONE', text: 'x' }, 'channel_not_found'],
  ['chat.postMessage', { channel: 'C0OTHER', text: 'x' }, 'not_in_channel'],
  ['chat.postMessage', { channel }, 'no_text'],
  ['chat.postMessage', { channel, text: 'x', thread_ts: '1.000001' }, 'thread_not_found'],
  ['chat.postMessage', { channel, blocks: 'x' }, 'invalid_blocks_format'],
  ['chat.update', { channel, ts: '1.000001', text: 'x' }, 'message_not_found'],
  ['chat.update', { channel, ts: 'PERSON', text: 'x' }, 'cant_update_message'],
  ['chat.update', { channel, ts: 'BOT', text: 'x'.repeat(4001) }, 'msg_too_long'],
  ['chat.delete', { channel, ts: 'PERSON' }, 'cant_delete_message'],
  ['chat.postEphemeral', { channel, user: 'U0NONE', text: 'x' }, 'user_not_found'],
  ['conversations.replies', { channel, ts: '1.000001' }, 'thread_not_found'],
  ['conversations.history', { channel: 'C0OTHER' }, 'not_in_channel'],
  ['conversations.history', { channel, limit: 1001 }, 'invalid_limit'],
  ['users.info', { user: 'U0NONE' }, 'user_not_found'],
  ['usergroups.users.list', { usergroup: 'S0NONE' }, 'no_such_subteam'],
  [
    'views.open',
    { trigger_id: 'x', view: { type: 'modal', title: { type: 'plain_text', text: 'x' }, blocks: [] } },
    'invalid_trigger_id',
  ],
  ['chat.postMesage', {}, 'unknown_method'],
  ['apps.connections.open', {}, 'not_allowed_token_type'],
];

test.each(REFUSED)('%s %j answers %s', async (method, args, error) => {
  const sandbox = await aSandbox();
  await asPerson(sandbox, 'U0ADA').say('typed', 'changes');
  const { ts = '' } = await aClient(sandbox).chat.postMessage({ channel, text: 'posted' });
  const real = { PERSON: sandbox.workspace.channels.get(channel)?.messages[0]?.ts, BOT: ts };
  const named = 'ts' in args && (args.ts === 'PERSON' || args.ts === 'BOT') ? { ...args, ts: real[args.ts] } : args;
  expect(await call(sandbox, method, named)).toMatchObject({ ok: false, error });
});

test('a wrong token is refused, and none', async () => {
  const sandbox = await aSandbox();
  expect(await call(sandbox, 'auth.test', {}, 'xoxb-wrong')).toMatchObject({ ok: false, error: 'invalid_auth' });
  expect(await call(sandbox, 'auth.test', {}, '')).toMatchObject({ ok: false, error: 'not_authed' });
  expect(await call(sandbox, 'auth.test', {})).toMatchObject({ ok: true, user_id: sandbox.botUserId });
});

test('posting to a person opens the direct messages with them', async () => {
  const sandbox = await aSandbox();
  const client = aClient(sandbox);
  const first = await client.chat.postMessage({ channel: 'U0ADA', text: 'hello' });
  const again = await client.conversations.open({ users: 'U0ADA' });
  expect(first.channel).toBe(again.channel?.id);
  expect(await asPerson(sandbox, 'U0ADA').messages('hello')).toHaveLength(1);
  expect(await asPerson(sandbox, 'U0BOB').messages('hello')).toHaveLength(0);
});

test('guests, strangers and groups are told apart', async () => {
  const client = aClient(await aSandbox());
  expect((await client.users.info({ user: 'U0GUEST' })).user).toMatchObject({ is_restricted: true });
  expect((await client.users.info({ user: 'U0FAR' })).user).toMatchObject({ is_stranger: true });
  expect((await client.usergroups.users.list({ usergroup: 'S0OPS' })).users).toEqual(['U0ADA', 'U0BOB']);
});

test('a file is uploaded, shared in a thread and served', async () => {
  const sandbox = await aSandbox();
  const client = aClient(sandbox);
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'parent' });
  await client.filesUploadV2({
    channel_id: channel,
    thread_ts: ts,
    filename: 'apply.log',
    content: 'line 1\nline 2',
    initial_comment: 'the whole log',
  });
  const found = await asPerson(sandbox, 'U0ADA').findMessage('the whole log', { thread: ts });
  const [file] = found.message.files ?? [];
  expect(file).toMatchObject({ name: 'apply.log', size: 13 });
  expect(await (await fetch(new URL(file?.url ?? '', sandbox.url))).text()).toBe('line 1\nline 2');
});
