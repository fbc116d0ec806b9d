import { expect, test } from 'vitest';
import type { DnsTask, HttpTask, PrometheusTask, TcpTask } from '../../src/jobs/command/check-tasks.ts';
import { checkDns } from '../../src/jobs/command/dns-check.ts';
import { checkHttp } from '../../src/jobs/command/http-check.ts';
import { checkPrometheus } from '../../src/jobs/command/prometheus-check.ts';
import { checkTcp } from '../../src/jobs/command/tcp-check.ts';
import { ask } from '../../src/outside/ask.ts';
import { connect } from '../../src/outside/connect.ts';
import { aFreePort, aNameServer, anHttpServer, anHttpsServer, aTcpServer, LOOPBACK } from './loopback.ts';

const DAY_MS = 86_400_000;
const { signal } = new AbortController();
const reach = { allow: LOOPBACK, timeoutMs: 2000 };
const INNER = ['127.0.0.1', '[::1]', '10.1.2.3', '169.254.169.254', 'localhost', '[::ffff:127.0.0.1]'];

const http = (url: string, wanted: HttpTask['expect']) =>
  checkHttp({ kind: 'http', url, expect: wanted, ...reach }, signal);
const tcp = (host: string, port: number, more: Partial<TcpTask> = {}) =>
  checkTcp({ kind: 'tcp', host, port, withinMs: 1000, ...reach, ...more }, signal);
const dns = (server: string, values: string[], more: Partial<DnsTask> = {}) =>
  checkDns({ kind: 'dns', name: 'api.example.net', record: 'A', values, server, ...reach, ...more }, signal);
const query = (
  host: string,
  limit: PrometheusTask['limit'],
  more: Partial<PrometheusTask> = {},
  env: NodeJS.ProcessEnv = {},
) => {
  const task = {
    kind: 'prometheus',
    url: `http://${host}`,
    query: 'sum(up{job="web"})',
    limit,
    ...reach,
    ...more,
  } as const;
  return checkPrometheus(task, env, signal);
};

test('headers are found in any case, more than once, whole or in part', async () => {
  const host = await anHttpServer((_, answer) =>
    answer
      .writeHead(200, { 'X-Version': 'v2', 'Set-Cookie': ['a=1', 'b=2'], 'Content-Type': 'application/json' })
      .end(),
  );
  const wanted = { 'x-VERSION': 'v2', 'set-cookie': 'b=2', 'content-type': { contains: 'json' } };
  expect(await http(`http://${host}/`, { headers: wanted })).toMatchObject({ result: 'pass' });
  expect(await http(`http://${host}/`, { headers: { 'x-version': 'v' } })).toMatchObject({
    result: 'fail',
    sentence: `${host} answered, but its header “x-version” is not “v”.`,
  });
  expect(await http(`http://${host}/`, { headers: { 'x-version': { contains: 'v3' } } })).toMatchObject({
    result: 'fail',
    sentence: `${host} answered, but its header “x-version” does not contain “v3”.`,
  });
  expect(await http(`http://${host}/`, { headers: { constructor: 'x' } })).toMatchObject({
    result: 'fail',
    sentence: `${host} answered without the header “constructor”.`,
  });
});

test('members of an answer are found by path, and a name with dots by itself', async () => {
  const body = { 'a.b': 1, a: { b: 2 }, checks: [{ state: 'up' }, { state: 'down', at: null }] };
  const host = await anHttpServer((_, answer) => answer.end(JSON.stringify(body)));
  const members = (json: NonNullable<HttpTask['expect']['json']>) => http(`http://${host}/`, { json });
  expect(await members({ 'a.b': 1, 'checks[0].state': 'up', 'checks[1].at': null })).toMatchObject({ result: 'pass' });
  for (const wrong of [
    'checks[1].state',
    'checks[2].state',
    'checks.0.state',
    'checks[0].state.length',
    'a[0]',
    'a..b',
  ])
    expect(await members({ [wrong]: 'up' })).toMatchObject({
      result: 'fail',
      sentence: `${host} answered, but its “${wrong}” is not "up".`,
    });
});

test('an answer later than it may be fails; none at all says nothing', async () => {
  const host = await anHttpServer((request, answer) => {
    if (request.url === '/late') setTimeout(() => answer.end(), 60);
    else if (request.url === '/') answer.end();
  });
  expect(await http(`http://${host}/`, { withinMs: 1500 })).toMatchObject({ result: 'pass' });
  expect(await http(`http://${host}/late`, { withinMs: 20 })).toMatchObject({
    result: 'fail',
    sentence: expect.stringMatching(/answered after \d+ ms, later than within 20 ms\.$/),
  });
  const never = {
    kind: 'http',
    url: `http://${host}/never`,
    expect: { withinMs: 20 },
    ...reach,
    timeoutMs: 100,
  } as const;
  expect(await checkHttp(never, signal)).toMatchObject({ result: 'inconclusive' });
});

test('a certificate must be trusted, and hold as long as is asked', async () => {
  const until = Date.now() + 10 * DAY_MS;
  const answered = await anHttpsServer(until, true, (_, answer) => answer.end());
  expect(await http(`https://${answered}/`, { certificateMs: 9 * DAY_MS })).toMatchObject({ result: 'pass' });
  expect(await http(`https://${answered}/`, { certificateMs: 14 * DAY_MS })).toMatchObject({
    result: 'fail',
    sentence: `${answered} answered with a certificate that ends on ${new Date(until).toISOString().slice(0, 10)}, in 9 days; it must hold for 14 days.`,
  });
  const stranger = await anHttpsServer(until, false, (_, answer) => answer.end());
  const expired = await anHttpsServer(Date.now() - 1000, true, (_, answer) => answer.end());
  for (const host of [stranger, expired])
    expect(await http(`https://${host}/`, { certificateMs: DAY_MS })).toMatchObject({
      result: 'fail',
      sentence: expect.stringContaining('not trusted'),
    });
  const plain = await anHttpServer((_, answer) => answer.end());
  expect(await http(`http://${plain}/`, { certificateMs: DAY_MS })).toMatchObject({ result: 'fail' });
});

test('a port takes connections, refuses them, or says nothing', async () => {
  const [host = '', port] = (await aTcpServer()).split(':');
  expect(await tcp(host, Number(port))).toEqual({ result: 'pass', sentence: `127.0.0.1:${port} takes connections.` });
  const free = await aFreePort();
  expect(await tcp(host, free)).toEqual({
    result: 'fail',
    sentence: `127.0.0.1:${free} refuses connections: nothing listens there.`,
  });
  expect(await tcp('no-such-name.invalid', 80)).toMatchObject({ result: 'inconclusive' });
  expect(await checkTcp({ kind: 'tcp', host, port: free, withinMs: 10, ...reach }, AbortSignal.abort())).toMatchObject({
    result: 'inconclusive',
    sentence: `The check of 127.0.0.1:${free} was interrupted.`,
  });
});

test('a name has the addresses that are expected and no others', async () => {
  const server = await aNameServer(['192.0.2.1', '192.0.2.2']);
  expect(await dns(server, ['192.0.2.2', '192.0.2.1'])).toMatchObject({ result: 'pass' });
  expect(await dns(server, ['192.0.2.1', '192.0.2.3'])).toEqual({
    result: 'fail',
    sentence: 'api.example.net has no A 192.0.2.3.',
  });
  expect(await dns(server, ['192.0.2.1'])).toMatchObject({ result: 'fail', sentence: expect.stringContaining('more') });
  expect(await dns(await aNameServer([]), ['192.0.2.1'])).toEqual({
    result: 'fail',
    sentence: 'api.example.net has no A.',
  });
  expect(await dns(await aNameServer('silent'), ['192.0.2.1'], { timeoutMs: 150 })).toEqual({
    result: 'inconclusive',
    sentence: 'DNS for api.example.net (A) gave no answer within 150 ms.',
  });
});

const vector = (...values: readonly string[]) =>
  JSON.stringify({
    status: 'success',
    data: { resultType: 'vector', result: values.map((value) => ({ metric: {}, value: [1_700_000_000.1, value] })) },
  });

test('what a query gives is below or above its limit, or within what it was before', async () => {
  const asked: (string | undefined)[] = [];
  const host = await anHttpServer((request, answer) => {
    asked.push(request.url);
    answer.end(vector('0.5'));
  });
  const results = async (...limits: readonly PrometheusTask['limit'][]) =>
    Promise.all(limits.map(async (limit) => (await query(host, limit)).result));
  expect(await results({ below: 0.6 }, { below: 0.5 }, { above: 0.4 }, { above: 0.5 })).toEqual([
    'pass',
    'fail',
    'pass',
    'fail',
  ]);
  const times = (baseline: number) => ({ atMostTimes: 1.25, baseline });
  expect(await results(times(0.4), times(0.3), times(0), { atMostTimes: 1.25 })).toEqual([
    'pass',
    'fail',
    'inconclusive',
    'inconclusive',
  ]);
  expect(asked[0]).toBe(`/api/v1/query?query=${encodeURIComponent('sum(up{job="web"})')}`);
  expect((await query(host, { below: 0.5 })).sentence).toBe('The query “sum(up{job="web"})” gave 0.5, not below 0.5.');
});

test.each([
  ['no series', 200, vector()],
  ['two series', 200, vector('1', '2')],
  ['no number', 200, vector('NaN')],
  ['nothing in it', 200, vector('')],
  ['endless', 200, vector('+Inf')],
  ['a matrix', 200, '{"status":"success","data":{"resultType":"matrix","result":[]}}'],
  ['an error', 200, '{"status":"error","error":"secret"}'],
  ['a page', 200, '<html>'],
  ['a bad query', 400, '{"status":"error"}'],
  ['a redirect', 302, ''],
  ['too much', 200, `"${'x'.repeat(70_000)}"`],
])('%s from Prometheus is inconclusive', async (_, status, body) => {
  const asked: (string | undefined)[] = [];
  const host = await anHttpServer((request, answer) => {
    asked.push(request.url);
    answer.writeHead(status, { location: '/inner' }).end(body);
  });
  const verdict = await query(host, { below: 5 });
  expect(verdict).toMatchObject({ result: 'inconclusive', sentence: expect.stringContaining('sum(up') });
  expect(verdict.sentence).not.toContain('secret');
  expect(asked).not.toContain('/inner');
});

test('a token goes over https alone, as a bearer token', async () => {
  const heard: (string | undefined)[] = [];
  const host = await anHttpsServer(Date.now() + DAY_MS, true, ({ headers }, answer) => {
    heard.push(headers.authorization);
    answer.end(vector('1'));
  });
  const more = { url: `https://${host}/prom/`, token: 'PROM_TOKEN' };
  const env = { PROM_TOKEN: 'a-token-of-ours' };
  expect(await query(host, { below: 5 }, more, env)).toMatchObject({ result: 'pass', value: 1 });
  expect(await query(host, { below: 5 }, more)).toMatchObject({ result: 'inconclusive' });
  expect(heard).toEqual(['Bearer a-token-of-ours']);
  const plain = await anHttpServer(({ headers }, answer) => {
    heard.push(headers.authorization);
    answer.end(vector('1'));
  });
  expect(await query(plain, { below: 5 }, { token: 'PROM_TOKEN' }, env)).toMatchObject({ result: 'fail' });
  expect(heard).toHaveLength(1);
});

test.each(INNER)('%s is neither connected to nor queried where no range allows it', async (host) => {
  const [, port] = (await aTcpServer()).split(':');
  const refused = { result: 'fail', sentence: expect.stringContaining('was not asked') };
  expect(await tcp(host, Number(port), { allow: [] })).toMatchObject(refused);
  expect(await query(`${host}:${port}`, { below: 1 }, { allow: [] })).toMatchObject(refused);
});

test('a name is looked up once: what was judged is connected to, whatever the name says later', async () => {
  const host = await anHttpServer((_, answer) => answer.end('the judged one'));
  const judged = [{ address: '127.0.0.1', family: 4 }];
  const port = Number(host.split(':')[1]);
  await expect(connect(port, judged, signal)).resolves.toBeUndefined();
  const answer = await ask(new URL(`http://no-such-name.invalid:${port}/`), judged, { signal });
  expect(answer.statusCode).toBe(200);
  answer.destroy();
});

test('a name server is asked only where a range allows it', async () => {
  const server = await aNameServer(['192.0.2.1']);
  for (const inner of [server, '[::1]:53', '10.0.0.53', '169.254.169.254:53', 'fd00::53', 'name'])
    expect(await dns(inner, ['192.0.2.1'], { allow: [] })).toMatchObject({
      result: 'fail',
      sentence: expect.stringContaining('was not asked'),
    });
});
