import { once } from 'node:events';
import { connect } from 'node:net';
import { App, LogLevel } from '@slack/bolt';
import { afterEach, describe, expect, test } from 'vitest';
import { openHttpReceiver } from '../../src/slack/http-receiver.ts';
import { openWeb, type Web } from '../../src/web/server.ts';
import { interaction, post, signed, type Signed } from '../support/signed.ts';

const SECRET = 'a signing secret';
const silent = { warn: () => undefined, error: () => undefined };

let web: Web | undefined;
afterEach(() => web?.close());

interface Options {
  readonly firstSeen?: (signature: string) => Promise<boolean>;
}

/** A bot of one command and one button behind the receiver; answers with its address and with what it heard. */
async function aBot({ firstSeen = onlyOnce() }: Options = {}): Promise<{ url: string; port: number; heard: string[] }> {
  const receiver = openHttpReceiver({ signingSecret: SECRET, firstSeen, log: silent });
  const app = new App({
    receiver,
    logLevel: LogLevel.ERROR,
    authorize: () => Promise.resolve({ botToken: 'xoxb-0', botId: 'B0', botUserId: 'U0' }),
  });
  const heard: string[] = [];
  app.command('/change', async ({ ack, command }) => {
    heard.push(command.text);
    await ack({ text: 'Heard.' });
  });
  app.action('go', async ({ ack }) => {
    heard.push('go');
    await ack();
  });
  app.action('silent', () => new Promise(() => undefined));
  const ready = () => Promise.resolve({ ok: true, lines: ['well'] });
  web = await openWeb({
    port: 0,
    host: '127.0.0.1',
    ready,
    slackEvents: (request, response) => receiver.handle(request, response),
  });
  return { url: `http://127.0.0.1:${web.port}/slack/events`, port: web.port, heard };
}

function onlyOnce(): (signature: string) => Promise<boolean> {
  const taken = new Set<string>();
  return (signature) => Promise.resolve(taken.size < taken.add(signature).size);
}

function aCommand(text: string, options: Parameters<typeof signed>[2] = {}): Signed {
  const fields = {
    command: '/change',
    text,
    user_id: 'U0ADA',
    team_id: 'T0',
    trigger_id: '1.1.a',
    response_url: 'http://127.0.0.1:1/',
  };
  return signed(new URLSearchParams(fields).toString(), 'form', { secret: SECRET, ...options });
}

function aPress(action_id: string): Signed {
  const payload = {
    type: 'block_actions',
    user: { id: 'U0ADA' },
    team: { id: 'T0' },
    trigger_id: '1.1.b',
    actions: [{ type: 'button', action_id, block_id: 'b' }],
  };
  return interaction(payload, { secret: SECRET });
}

describe('a request', () => {
  test('signed by Slack is heard and answered with what the bot says', async () => {
    const { url, heard } = await aBot();
    expect(await post(url, aCommand('list'))).toMatchObject({ status: 200, text: '{"text":"Heard."}' });
    expect(heard).toEqual(['list']);
  });

  const good = aCommand('list');
  const without = (name: string): Signed => ({
    ...good,
    headers: Object.fromEntries(Object.entries(good.headers).filter(([key]) => key !== name)),
  });
  const having = (name: string, value: string): Signed => ({ ...good, headers: { ...good.headers, [name]: value } });
  const signature = good.headers['x-slack-signature'] ?? '';

  test.each<[string, Signed]>([
    ['without a signature', without('x-slack-signature')],
    ['without a timestamp', without('x-slack-request-timestamp')],
    ['signed with another secret', aCommand('list', { secret: 'another' })],
    ['five minutes and a second old', aCommand('list', { aheadS: -301 })],
    ['dated a minute and more ahead', aCommand('list', { aheadS: 75 })],
    [
      'with another timestamp than was signed',
      having('x-slack-request-timestamp', String(Math.floor(Date.now() / 1000) + 1)),
    ],
    ['with a timestamp that is no number', having('x-slack-request-timestamp', '1e9')],
    ['with a signature of another version', having('x-slack-signature', signature.replace('v0', 'v1'))],
    ['with a signature cut short', having('x-slack-signature', signature.slice(0, -1))],
    ['with an empty signature', having('x-slack-signature', '')],
  ])('%s is turned away', async (_, request) => {
    const { url, heard } = await aBot();
    expect((await post(url, request)).status).toBe(401);
    expect(heard).toEqual([]);
  });

  test('altered in any one byte is turned away', async () => {
    const { url, heard } = await aBot();
    const sent = Array.from({ length: good.body.length }, (_, at) => ({
      ...good,
      body: `${good.body.slice(0, at)}${good.body[at] === 'x' ? 'y' : 'x'}${good.body.slice(at + 1)}`,
    }));
    const statuses = await Promise.all(sent.map(async (request) => (await post(url, request)).status));
    expect(new Set(statuses)).toEqual(new Set([401]));
    expect(heard).toEqual([]);
  });

  test('played again byte for byte is turned away, however often', async () => {
    const { url, heard } = await aBot();
    const press = aPress('go');
    expect((await post(url, press)).status).toBe(200);
    expect((await post(url, press)).status).toBe(401);
    expect((await post(url, press)).status).toBe(401);
    expect(heard).toEqual(['go']);
  });

  test.each([
    [
      'a page of text',
      signed('command=%2Fchange', 'form', { secret: SECRET, headers: { 'content-type': 'text/plain' } }),
      415,
    ],
    ['no type', signed('command=%2Fchange', 'form', { secret: SECRET, headers: { 'content-type': '' } }), 415],
    ['JSON that is cut', signed('{"type":', 'json', { secret: SECRET }), 400],
    ['JSON that is no object', signed('[1]', 'json', { secret: SECRET }), 400],
    ['a payload that is no JSON', signed('payload=%7B', 'form', { secret: SECRET }), 400],
    ['a payload that is null', signed('payload=null', 'form', { secret: SECRET }), 400],
    ['a button nobody drew', aPress('nobody'), 404],
    ['nothing', signed('', 'form', { secret: SECRET }), 404],
  ])('of %s is answered and goes no further', async (_, request, status) => {
    const { url, heard } = await aBot();
    expect((await post(url, request)).status).toBe(status);
    expect(heard).toEqual([]);
  });

  test('of more than a mebibyte is refused before it is read to its end', async () => {
    const { url, heard } = await aBot();
    expect(await post(url, aCommand('x'.repeat(1024 * 1024)))).toMatchObject({ status: 413, text: 'too large' });
    expect(heard).toEqual([]);
  });

  test('that never ends is cut off, and others are answered meanwhile', async () => {
    const { url, port } = await aBot();
    const slow = connect(port, '127.0.0.1');
    slow.write('POST /slack/events HTTP/1.1\r\nhost: bot\r\ncontent-length: 1000\r\n\r\nx');
    expect((await post(url, aCommand('list'))).status).toBe(200);
    let said = '';
    slow.on('data', (part) => (said += part.toString()));
    await once(slow, 'close');
    expect(said).toMatch(/^HTTP\/1.1 408 /);
  }, 10_000);
});

describe("Slack's own checks", () => {
  test('the certificate may be looked at without a signature', async () => {
    const { url } = await aBot();
    const form = { body: 'ssl_check=1&token=t', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
    expect(await post(url, form)).toMatchObject({ status: 200, text: '' });
  });

  test('the address is confirmed to Slack alone', async () => {
    const { url } = await aBot();
    const body = '{"type":"url_verification","challenge":"3eZbrw1a"}';
    expect(await post(url, signed(body, 'json', { secret: SECRET }))).toMatchObject({ status: 200, text: '3eZbrw1a' });
    expect((await post(url, signed(body, 'json', { secret: 'another' }))).status).toBe(401);
  });

  test('an event nobody listens for is taken, so that Slack does not send it again', async () => {
    const { url } = await aBot();
    const body = JSON.stringify({
      type: 'event_callback',
      event_id: 'Ev0',
      team_id: 'T0',
      event: { type: 'team_join' },
    });
    expect((await post(url, signed(body, 'json', { secret: SECRET }))).status).toBe(200);
  });
});

describe('a record that cannot say whether a request was taken before', () => {
  test.each([
    ['because it is gone', () => Promise.reject(new Error('gone'))],
    ['because it hangs', () => new Promise<boolean>(() => undefined)],
  ])('%s does not keep the request waiting', async (_, firstSeen) => {
    const { url, heard } = await aBot({ firstSeen });
    const answer = await post(url, aPress('go'));
    expect(answer.status).toBe(200);
    expect(answer.ms).toBeLessThan(700);
    expect(heard).toEqual(['go']);
  });
});

test('a listener that never answers is answered for within three seconds', async () => {
  const { url } = await aBot();
  const answer = await post(url, aPress('silent'));
  expect(answer).toMatchObject({ status: 504, text: 'too slow' });
  expect(answer.ms).toBeLessThan(3_000);
});
