import { request } from 'node:http';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { asPerson } from '../../sandbox/driver.ts';
import { strayRequest } from '../../sandbox/http.ts';
import { aSandbox } from './a-sandbox.ts';

async function status(url: string, headers: Record<string, string>, method = 'GET'): Promise<number | undefined> {
  const sent = request(url, { method, headers });
  sent.end();
  const [response] = (await once(sent, 'response')) as [{ statusCode?: number; resume(): void }];
  response.resume();
  return response.statusCode;
}

test('only loopback names are answered, and no page of another site can act', async () => {
  const { url } = await aSandbox();
  const host = new URL(url).host;
  expect(await status(`${url}state?as=U0ADA`, { host })).toBe(200);
  expect(await status(`${url}state?as=U0ADA`, { host: 'evil.example' })).toBe(403);
  expect(await status(`${url}act`, { host, origin: 'http://evil.example' }, 'POST')).toBe(403);
  expect(await status(`${url}act`, { host, origin: `http://${host}` }, 'POST')).toBe(200);
  expect(strayRequest({ method: 'GET', headers: { host: '127.0.0.1.evil.example' } })).toBeDefined();
});

test('the page is served from its own folder only', async () => {
  const { url } = await aSandbox();
  const host = new URL(url).host;
  expect(await status(`${url}page/..%2fserver.ts`, { host })).toBe(404);
  expect(await status(`${url}page/state.ts`, { host })).toBe(200);
  const script = await fetch(`${url}page/state.ts`);
  expect(script.headers.get('content-type')).toContain('text/javascript');
  expect(await script.text()).not.toContain('interface');
});

test('whoever listens hears of changes', async () => {
  const sandbox = await aSandbox();
  const events = await fetch(`${sandbox.url}events`);
  const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
  await reader?.read();
  await asPerson(sandbox, 'U0ADA').say('hello', 'changes');
  expect((await reader?.read())?.value).toContain('event: changed');
});

test('the clock of the workspace is what messages are stamped with, and skipping lands past what is due', async () => {
  let now = Date.UTC(2030, 0, 1);
  const due = now + 86_400_000;
  const clock = {
    now: async () => now,
    next: async () => (due > now ? { at: due, label: 'CHG-1 remind' } : undefined),
    skipTo: async (at: number) => void (now = at),
  };
  const sandbox = await aSandbox({ clock });
  await asPerson(sandbox, 'U0ADA').say('hello', 'changes');
  expect((await sandbox.state('U0ADA')).messages['C0CHANGES']?.[0]?.ts).toMatch(/^1893456000\./u);
  expect(await (await fetch(`${sandbox.url}clock`)).json()).toMatchObject({ next: { at: due, label: 'CHG-1 remind' } });
  const skip = async (): Promise<unknown> =>
    (await fetch(`${sandbox.url}clock/skip`, { method: 'POST', body: '{}' })).json();
  expect(await skip()).toEqual({ ok: true });
  expect(now).toBeGreaterThan(due);
  expect(await skip()).toEqual({ ok: false, error: 'Nothing waits for its time.' });
});

async function broken(): Promise<never> {
  throw new Error('gone');
}

test('a clock that fails does not stop the workspace', async () => {
  const sandbox = await aSandbox({ clock: { now: broken, next: broken, skipTo: broken } });
  await asPerson(sandbox, 'U0ADA').say('hello', 'changes');
  expect((await sandbox.state('U0ADA')).nextMilestone).toBeNull();
});
