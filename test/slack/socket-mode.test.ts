import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, onTestFinished, test, vi } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { sql } from 'kysely';
import { register } from '../../src/commands/register.ts';
import { openLog } from '../../src/log.ts';
import { openBolt, openSocketReceiver } from '../../src/slack/bolt-app.ts';
import { openClients } from '../../src/slack/clients.ts';
import { aJournal } from '../journal/a-journal.ts';
import { OPENS_AT, aContent, anActor } from '../support/a-change.ts';
import { aPattern } from '../support/a-pattern.ts';
import { aPolicy } from '../support/a-policy.ts';

/** A Slack that opens a socket, sends what a test likes and keeps what is answered. */
async function aSlack() {
  const sockets: WebSocket[] = [];
  const acks: { envelope_id: string; payload?: unknown }[] = [];
  const http = createServer((request, response) => {
    request.resume();
    const address = http.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${port}/link` }));
  });
  const server = new WebSocketServer({ server: http });
  server.on('connection', (socket) => {
    sockets.push(socket);
    socket.on('message', (data: Buffer) => acks.push(JSON.parse(data.toString())));
    socket.send(JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A0' } }));
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const address = http.address();
  return {
    apiUrl: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/api/`,
    acks,
    send: (envelope: unknown) => sockets[0]?.send(JSON.stringify(envelope)),
    close() {
      server.close();
      http.close();
      http.closeAllConnections();
    },
  };
}

/** The bot's ears over a socket, on a record with one change in review. */
async function aBot() {
  const slack = await aSlack();
  const policy = aPolicy();
  const { record, hear } = await aJournal({ policy });
  await hear({
    change: 'new',
    intent: { type: 'fileChange', content: aContent() },
    actor: anActor('U0ADA', policy),
    id: 'filing',
    surface: 'modal',
  });
  const log = openLog('silent');
  const app = openBolt({
    botToken: 'xoxb-0',
    apiUrl: slack.apiUrl,
    receiver: openSocketReceiver('xapp-0', slack.apiUrl, log),
    identity: { botId: 'B0', botUserId: 'U0' },
    log,
  });
  const who = (user: string) => Promise.resolve(anActor(user, policy));
  const { views, posts } = openClients({ token: 'xoxb-0', apiUrl: slack.apiUrl });
  register(app, {
    hear,
    record,
    policy: () => policy,
    patterns: () => ({ 'web-release': aPattern() }),
    notices: () => [],
    who,
    views,
    posts,
    log,
  });
  await app.start();
  onTestFinished(async () => {
    await app.stop();
    slack.close();
  });
  return { slack, record };
}

/** A machine that does other things beside. */
const BUSY = { timeout: 10_000 };

const from = (user: string) => ({
  user: { id: user },
  team: { id: 'T0' },
  api_app_id: 'A0',
  is_enterprise_install: false,
});
const envelope = (payload: unknown) => ({
  type: 'interactive',
  envelope_id: 'one-and-the-same',
  accepts_response_payload: true,
  payload,
});

test('a press that arrives twice over the socket, or twice at once, is one vote and answered each time', async () => {
  const { slack, record } = await aBot();
  const press = envelope({
    ...from('U0BOB'),
    type: 'block_actions',
    trigger_id: '1.1.a',
    response_url: `${slack.apiUrl}said`,
    actions: [
      {
        type: 'button',
        block_id: 'b',
        action_id: 'vote:yes',
        value: '{"v":1,"do":"vote","change":"CHG-1","ballot":1,"answer":"yes"}',
      },
    ],
  });
  slack.send(press);
  slack.send(press);
  await vi.waitFor(() => expect(slack.acks).toHaveLength(2), BUSY);
  slack.send(press);
  await vi.waitFor(() => expect(slack.acks).toHaveLength(3), BUSY);
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from facts where team = ${record.team} and type = 'voteCast'`.execute(record.db);
  expect(rows).toEqual([{ n: 1 }]);
});

test('a form that arrives twice over the socket files one change', async () => {
  const { slack, record } = await aBot();
  const text = (value: string) => ({ value: { type: 'plain_text_input', value } });
  const pick = (value: string) => ({ value: { type: 'static_select', selected_option: { value } } });
  const {
    title,
    description,
    reason,
    impact,
    implementationPlan,
    rollbackPlan,
    potentialImpact,
    mitigation,
    testingPlan,
  } = aContent();
  const texts = {
    title,
    description,
    reason,
    impact,
    implementationPlan,
    rollbackPlan,
    potentialImpact,
    mitigation,
    testingPlan,
  };
  const form = envelope({
    ...from('U0ADA'),
    type: 'view_submission',
    trigger_id: '1.1.b',
    view: {
      id: 'V0FORM',
      type: 'modal',
      callback_id: 'change-form',
      private_metadata: '{"v":1,"mode":"file"}',
      state: {
        values: {
          ...Object.fromEntries(Object.entries(texts).map(([field, value]) => [field, text(value)])),
          kind: pick('normal'),
          priority: pick('medium'),
          risk: pick('medium'),
          services: { value: { type: 'multi_static_select', selected_options: [{ value: 'web' }] } },
          opensAt: { value: { type: 'datetimepicker', selected_date_time: OPENS_AT / 1000 } },
          duration: text('3h'),
          runbook: pick('web-release'),
          'param:release': text('v2.4.0'),
        },
      },
    },
  });
  slack.send(form);
  slack.send(form);
  await vi.waitFor(() => expect(slack.acks).toHaveLength(2), BUSY);
  expect(slack.acks.map((ack) => ack.payload)).toEqual([{}, {}]);
  const { rows } = await sql<{
    id: string;
  }>`select id from changes where team = ${record.team} order by number`.execute(record.db);
  expect(rows).toEqual([{ id: 'CHG-1' }, { id: 'CHG-2' }]);
});
