import { createServer, type IncomingHttpHeaders } from 'node:http';
import { once } from 'node:events';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { expect, onTestFinished, test } from 'vitest';
import { asPerson } from '../../sandbox/driver.ts';
import { waitUntil } from '../../sandbox/wait-until.ts';
import { aSandbox } from './a-sandbox.ts';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test.each([
  ['the same secret', 'shared', true],
  ['another secret', 'other', false],
])('a command is signed, and heard by an app with %s: %s', async (_, secret, isHeard) => {
  const port = await freePort();
  const sandbox = await aSandbox({
    mode: { requestUrl: `http://127.0.0.1:${port}/slack/events`, signingSecret: 'shared' },
  });
  const receiver = new HTTPReceiver({ signingSecret: secret, logLevel: LogLevel.ERROR });
  const app = new App({
    token: sandbox.botToken,
    receiver,
    clientOptions: { slackApiUrl: sandbox.apiUrl },
    logLevel: LogLevel.ERROR,
  });
  app.command('/change', async ({ ack }) => ack('Heard.'));
  app.view('form', async ({ ack }) => ack());
  await app.start({ port, host: '127.0.0.1' });
  onTestFinished(async () => void (await app.stop()));
  const ada = asPerson(sandbox, 'U0ADA');
  if (!isHeard) return expect(ada.command('/change')).rejects.toThrow('/change failed: dispatch_failed');
  await ada.command('/change');
  await ada.findMessage('Heard.');
});

test('a press is heard over HTTP and its response_url replaces the message, five times at most', async () => {
  const port = await freePort();
  const sandbox = await aSandbox({
    mode: { requestUrl: `http://127.0.0.1:${port}/slack/events`, signingSecret: 'shared' },
  });
  const receiver = new HTTPReceiver({ signingSecret: 'shared', logLevel: LogLevel.ERROR });
  const app = new App({
    token: sandbox.botToken,
    receiver,
    clientOptions: { slackApiUrl: sandbox.apiUrl },
    logLevel: LogLevel.ERROR,
  });
  let responseUrl = '';
  app.action('ok', async ({ ack, body, respond }) => {
    await ack();
    responseUrl = body.type === 'block_actions' ? body.response_url : '';
    await respond({ text: 'replaced', replace_original: true });
  });
  await app.start({ port, host: '127.0.0.1' });
  onTestFinished(async () => void (await app.stop()));
  const elements = [{ type: 'button' as const, action_id: 'ok', text: { type: 'plain_text' as const, text: 'OK' } }];
  await app.client.chat.postMessage({ channel: 'C0CHANGES', text: 'asked', blocks: [{ type: 'actions', elements }] });
  const ada = asPerson(sandbox, 'U0ADA');
  const asked = await ada.findMessage('asked');
  await ada.press(asked, 'OK');
  expect((await ada.findMessage('replaced')).ts).toBe(asked.ts);
  const use = async (): Promise<number> =>
    (
      await fetch(responseUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"text":"again"}',
      })
    ).status;
  expect([await use(), await use(), await use(), await use(), await use()]).toEqual([200, 200, 200, 200, 404]);
});

test('an event that is not answered with 200 comes again, numbered; a command does not', async () => {
  const seen: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers);
    response.writeHead(500).end();
    request.resume();
    sandbox.workspace.changed();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const sandbox = await aSandbox({ mode: { requestUrl: `http://127.0.0.1:${port}/`, signingSecret: 'shared' } });
  const ada = asPerson(sandbox, 'U0ADA');
  await expect(ada.command('/change')).rejects.toThrow('/change failed: dispatch_failed');
  expect(seen).toHaveLength(1);
  await ada.say('hello', 'changes');
  await waitUntil(sandbox, async () => seen[3], { what: 'two retries' });
  expect(seen.slice(1, 4).map((headers) => headers['x-slack-retry-num'])).toEqual([undefined, '1', '2']);
  expect(seen[2]).toMatchObject({ 'x-slack-retry-reason': 'http_error' });
});
