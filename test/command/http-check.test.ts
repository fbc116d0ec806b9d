import { createServer, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { checkHttp } from '../../src/jobs/command/http-check.ts';
import type { HttpTask } from '../../src/jobs/command/check-tasks.ts';

const LOOPBACK = ['127.0.0.1/32'];
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function aServer(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  return `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

function check(url: string, wanted: HttpTask['expect'] = {}, more: Partial<HttpTask> = {}) {
  const task: HttpTask = { kind: 'http', url, expect: wanted, allow: LOOPBACK, timeoutMs: 2000, ...more };
  return checkHttp(task, new AbortController().signal);
}

test('an answer passes with the status and the members that are expected, and fails with others', async () => {
  const host = await aServer((_, answer) => answer.writeHead(200).end('{"status":"healthy","n":1}'));
  const url = `http://${host}/health`;
  expect(await check(url)).toMatchObject({ result: 'pass', status: 200 });
  expect(await check(url, { status: 200, json: { status: 'healthy', n: 1 } })).toMatchObject({ result: 'pass' });
  expect(await check(url, { status: 204 })).toMatchObject({
    result: 'fail',
    status: 200,
    sentence: `${host} answered with status 200, not 204.`,
  });
  expect(await check(url, { json: { status: 'ill' } })).toMatchObject({
    result: 'fail',
    sentence: `${host} answered, but its “status” is not "ill".`,
  });
  expect(await check(url, { json: { toString: 'x' } })).toMatchObject({ result: 'fail' });
  expect(await check(url, { json: { n: '1' } })).toMatchObject({ result: 'fail' });
});

test('a body that is no JSON object or list, or too long, fails where members are expected', async () => {
  const host = await aServer((request, answer) =>
    answer.end(request.url === '/long' ? `{"a":"${'x'.repeat(70_000)}"}` : '"up"'),
  );
  expect(await check(`http://${host}/`, { json: { a: 1 } })).toMatchObject({
    result: 'fail',
    sentence: expect.stringContaining('JSON object'),
  });
  expect(await check(`http://${host}/long`, { json: { a: 1 } })).toMatchObject({
    result: 'fail',
    sentence: expect.stringContaining('64 KiB'),
  });
  expect(await check(`http://${host}/long`)).toMatchObject({ result: 'pass' });
});

test('no answer, a slow one and a slow body are inconclusive', async () => {
  const host = await aServer((request, answer) =>
    request.url === '/body' ? answer.writeHead(200).write('{') : request.url === '/cut' && request.socket.destroy(),
  );
  expect(await check(`http://${host}/`, {}, { timeoutMs: 200 })).toMatchObject({
    result: 'inconclusive',
    sentence: `${host} gave no answer within 200 ms.`,
  });
  expect(await check(`http://${host}/body`, { json: { a: 1 } }, { timeoutMs: 200 })).toMatchObject({
    result: 'inconclusive',
  });
  expect(await check(`http://${host}/cut`)).toMatchObject({ result: 'inconclusive' });
  const [gone] = servers.splice(0);
  gone?.closeAllConnections();
  await new Promise((resolve) => gone?.close(resolve));
  expect(await check(`http://${host}/`)).toMatchObject({
    result: 'inconclusive',
    sentence: `${host} gave no answer (ECONNREFUSED).`,
  });
  expect(await check('http://no-such-name.invalid/')).toMatchObject({ result: 'inconclusive' });
});

test('a redirect is an answer like any other: where it leads is never asked', async () => {
  const asked: string[] = [];
  const host = await aServer((request, answer) => {
    asked.push(request.url ?? '');
    answer.writeHead(302, { location: `http://${request.headers.host}/inner` }).end();
  });
  expect(await check(`http://${host}/`)).toMatchObject({ result: 'fail', status: 302 });
  expect(await check(`http://${host}/`, { status: 302 })).toMatchObject({ result: 'pass' });
  expect(asked).toEqual(['/', '/']);
});

test('only http and https are asked, and never with a password in the address', async () => {
  for (const url of ['file:///etc/passwd', 'ftp://127.0.0.1/', 'gopher://127.0.0.1/', 'nonsense', 'http://']) {
    expect(await check(url)).toMatchObject({
      result: 'fail',
      sentence: expect.stringContaining('is not an http or https address'),
    });
  }
  expect(await check('http://ada:secret@127.0.0.1/')).toMatchObject({
    result: 'fail',
    sentence: expect.not.stringContaining('secret'),
  });
});
