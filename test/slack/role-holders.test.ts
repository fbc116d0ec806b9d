import { LogLevel, WebClient, type FetchFunction } from '@slack/web-api';
import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../sandbox/server.ts';
import { openRoleHolders } from '../../src/slack/role-holders.ts';
import { aPolicy } from '../support/a-policy.ts';

const WORKSPACE = {
  team: { id: 'T0TEAM', name: 'Team' },
  people: [
    { id: 'U0ADA', name: 'ada', realName: 'Ada' },
    { id: 'U0DAN', name: 'dan', realName: 'Dan' },
    { id: 'U0GUEST', name: 'gus', realName: 'Gus', isRestricted: true },
  ],
  channels: [],
  userGroups: [
    { id: 'S0OPS', handle: 'ops', members: ['U0DAN', 'U0GUEST'] },
    { id: 'S0EMPTY', handle: 'nobody', members: [] },
  ],
};
const ROLES = {
  implementer: { members: ['S0OPS', 'U0ADA', 'U0LEFT'], delegates: ['U0DAN'] },
  management: { members: ['S0EMPTY', 'S0GONE'], delegates: [] },
};

/** What Slack answers about user groups, or the sandbox where nothing is said. */
async function holders(groups?: () => ReturnType<FetchFunction>) {
  const sandbox = await startSandbox({ port: 0, mode: 'socket', workspace: WORKSPACE });
  onTestFinished(() => sandbox.close());
  const client = new WebClient(sandbox.botToken, {
    slackApiUrl: sandbox.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
    fetch: (url, init) => (groups && String(url).includes('usergroups') ? groups() : fetch(url, init)),
  });
  const policy = aPolicy({ roles: ROLES });
  return openRoleHolders({ client, policy: () => policy })(['implementer', 'management', 'unknown']);
}

function answer(error: string) {
  return async () => Response.json({ ok: false, error });
}

test('groups are resolved, guests and whoever left are not asked, an empty or deleted group is nobody', async () => {
  expect(await holders()).toEqual({
    people: { implementer: ['U0DAN', 'U0ADA'], management: [], unknown: [] },
    unread: [],
  });
});

test('a group that Slack does not let the bot read is told apart from an empty one', async () => {
  expect(await holders(answer('missing_scope'))).toEqual({
    people: { implementer: ['U0ADA', 'U0DAN'], management: [], unknown: [] },
    unread: ['S0OPS', 'S0EMPTY', 'S0GONE'],
  });
});

test.each(['internal_error', 'ratelimited', 'token_revoked'])(
  'nobody is asked on a guess while Slack answers %s',
  async (error) => {
    await expect(holders(answer(error))).rejects.toThrow(error);
  },
);
