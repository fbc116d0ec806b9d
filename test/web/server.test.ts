import { createServer } from 'node:net';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { openWeb, type Readiness, type Web } from '../../src/web/server.ts';

async function aWeb(readiness: Readiness = { ok: true, lines: ['record: answers'] }, hears = true): Promise<Web> {
  const web = await openWeb({
    port: 0,
    host: '127.0.0.1',
    ready: () => Promise.resolve(readiness),
    metrics: () => Promise.resolve('up 1\n'),
    ...(hears
      ? {
          slackEvents: (_request, response) => {
            response.end('taken');
            return Promise.resolve();
          },
        }
      : {}),
  });
  onTestFinished(() => web.close());
  return web;
}

async function asked(web: Web, path: string, method = 'GET'): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${web.port}${path}`, { method });
  const allow = answer.headers.get('allow');
  return [answer.status, (await answer.text()).trim(), ...(allow === null ? [] : [allow])].join(' · ');
}

test('health says that the bot lives, readiness what is wrong', async () => {
  const web = await aWeb({ ok: false, lines: ['record: does not answer', 'policy: in force'] });
  expect(await asked(web, '/healthz?probe=1')).toBe('200 · alive');
  expect(await asked(web, '/readyz')).toBe('503 · record: does not answer\npolicy: in force');
  expect(await asked(web, '/readyz', 'HEAD')).toBe('503 · ');
});

test.each([
  ['GET', '/', '404 · not found'],
  ['POST', '/', '404 · not found'],
  ['GET', '/../../etc/passwd', '404 · not found'],
  ['GET', '//evil.example/healthz', '404 · not found'],
  ['GET', '/slack/events', '405 · not allowed · POST'],
  ['POST', '/slack/events/', '404 · not found'],
  ['POST', '/healthz', '405 · not allowed · GET, HEAD'],
  ['POST', '/metrics', '405 · not allowed · GET, HEAD'],
  ['GET', '/metrics?x=1', '200 · up 1'],
  ['DELETE', '/readyz', '405 · not allowed · GET, HEAD'],
  ['POST', '/slack/events', '200 · taken'],
])('%s %s is answered %s', async (method, path, answer) => {
  expect(await asked(await aWeb(), path, method)).toBe(answer);
});

test('metrics say which version of the format they are in', async () => {
  const answer = await fetch(`http://127.0.0.1:${(await aWeb()).port}/metrics`);
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
});

test('over a socket there is no door for Slack', async () => {
  expect(await asked(await aWeb(undefined, false), '/slack/events', 'POST')).toBe('404 · not found');
});

test('a taken port is told in one sentence', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  const address = other.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await expect(openWeb({ port, host: '127.0.0.1', ready: () => Promise.reject(new Error('unused')) })).rejects.toThrow(
    `Port ${port} is taken by another program; set PORT to a free one.`,
  );
});

test('a readiness that cannot be told is an error of the server, not of whoever asks', async () => {
  const web = await openWeb({ port: 0, host: '127.0.0.1', ready: () => Promise.reject(new Error('secret')) });
  onTestFinished(() => web.close());
  expect(await asked(web, '/readyz')).toBe('500 · ');
});
