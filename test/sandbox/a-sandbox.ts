import { WebClient } from '@slack/web-api';
import { onTestFinished } from 'vitest';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/server.ts';

const WORKSPACE: SandboxOptions['workspace'] = {
  team: { id: 'T0TEST', name: 'Test team' },
  people: [
    { id: 'U0ADA', name: 'ada', realName: 'Ada' },
    { id: 'U0BOB', name: 'bob', realName: 'Bob' },
    { id: 'U0GUEST', name: 'gus', realName: 'Gus', isRestricted: true },
    { id: 'U0FAR', name: 'fay', realName: 'Fay', isStranger: true },
  ],
  channels: [
    { id: 'C0CHANGES', name: 'changes' },
    { id: 'C0OTHER', name: 'other', botIsMember: false },
  ],
  userGroups: [{ id: 'S0OPS', handle: 'ops', members: ['U0ADA', 'U0BOB'] }],
};

/** A sandbox of two channels and four people, closed when the test ends. */
export async function aSandbox(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ port: 0, mode: 'socket', workspace: WORKSPACE, ...options });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** The bot's Web API client, which gives up at once. */
export function aClient({ apiUrl, botToken }: Sandbox, token = botToken): WebClient {
  return new WebClient(token, { slackApiUrl: apiUrl, retryConfig: { retries: 0 } });
}

/** Calls a method without the client's own ideas of what is allowed; the answer as Slack gives it. */
export async function call(
  { apiUrl, botToken }: Sandbox,
  method: string,
  args: unknown,
  token = botToken,
): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const response = await fetch(apiUrl + method, { method: 'POST', headers, body: JSON.stringify(args) });
  const answer: unknown = await response.json();
  return { ...(typeof answer === 'object' ? answer : {}) };
}
