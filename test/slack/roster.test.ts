import { LogLevel, WebClient, type FetchFunction } from '@slack/web-api';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../sandbox/server.ts';
import { openRoster } from '../../src/slack/roster.ts';
import { aPolicy } from '../support/a-policy.ts';

const WORKSPACE = {
  team: { id: 'T0TEAM', name: 'Team' },
  people: [
    { id: 'U0ADA', name: 'ada', realName: 'Ada' },
    { id: 'U0GUEST', name: 'gus', realName: 'Gus', isRestricted: true },
    { id: 'U0FAR', name: 'fay', realName: 'Fay', isStranger: true },
    { id: 'U0BOT', name: 'bot', realName: 'Bot', isBot: true },
  ],
  channels: [],
  userGroups: [{ id: 'S0OPS', handle: 'ops', members: ['U0ADA', 'U0DAN'] }],
};

const ROLES = {
  implementer: { members: ['S0OPS', 'U0ADA'], delegates: [] },
  management: { members: ['S0GONE'], delegates: ['U0MGR'] },
};

async function aRoster(
  pass: (method: string, call: () => ReturnType<FetchFunction>) => ReturnType<FetchFunction> = (_, call) => call(),
) {
  const sandbox = await startSandbox({ port: 0, mode: 'socket', workspace: WORKSPACE });
  onTestFinished(() => sandbox.close());
  const client = new WebClient(sandbox.botToken, {
    slackApiUrl: sandbox.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
    fetch: (url, init) => pass(String(url).replace(sandbox.apiUrl, ''), () => fetch(url, init)),
  });
  const policy = aPolicy({ roles: ROLES });
  return openRoster({ client, policy: () => policy });
}

describe('who somebody is', () => {
  test('groups are resolved and delegates count; a group that does not exist is nobody', async () => {
    const resolve = await aRoster();
    expect(await resolve('U0ADA')).toEqual({
      kind: 'person',
      user: 'U0ADA',
      outsider: false,
      roster: { implementer: ['U0ADA', 'U0DAN'], management: ['U0MGR'] },
    });
  });

  test.each(['U0GUEST', 'U0FAR', 'U0BOT'])('%s is an outsider', async (user) => {
    const resolve = await aRoster();
    expect(await resolve(user)).toMatchObject({ outsider: true });
  });

  test('whoever left since is an outsider', async () => {
    const resolve = await aRoster(async (method, call) => {
      if (method !== 'users.info') return call();
      return Response.json({ ok: true, user: { id: 'U0ADA', team_id: 'T0TEAM', deleted: true } });
    });
    expect(await resolve('U0ADA')).toMatchObject({ outsider: true });
  });

  test.each([
    ['fails', () => Promise.resolve(Response.json({ ok: false, error: 'internal_error' }))],
    ['limits the rate', () => Promise.resolve(new Response('', { status: 429, headers: { 'retry-after': '30' } }))],
    ['cannot be reached', () => Promise.reject(new TypeError('fetch failed'))],
    ['does not know the person', () => Promise.resolve(Response.json({ ok: false, error: 'user_not_found' }))],
    ['never answers', () => new Promise<never>(() => undefined)],
  ])('nobody is let in while Slack %s', async (_how, answer) => {
    const resolve = await aRoster((method, call) => (method === 'users.info' ? answer() : call()));
    await expect(resolve('U0ADA')).rejects.toMatchObject({
      name: 'CannotCheck',
      message: expect.stringContaining('try again'),
    });
  });

  test('a group that cannot be read lets nobody in either', async () => {
    const resolve = await aRoster((method, call) =>
      method === 'usergroups.users.list'
        ? Promise.resolve(Response.json({ ok: false, error: 'missing_scope' }))
        : call(),
    );
    await expect(resolve('U0ADA')).rejects.toThrow(/try again/);
  });
});
