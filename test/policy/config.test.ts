import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Environment, isSandboxWanted, readConfig } from '../../src/config.ts';
import type { Env } from '../../src/config.ts';

const SOCKET = { SLACK_BOT_TOKEN: 'xoxb-1-secret', SLACK_APP_TOKEN: 'xapp-1-secret' };
const HTTP = { SLACK_BOT_TOKEN: 'xoxb-1-secret', SLACK_SIGNING_SECRET: 'signing-secret' };

function problemsOf(env: Env): readonly string[] {
  const reading = readConfig(env);
  return reading.ok ? [] : reading.problems;
}

test('two tokens are enough, and everything else has a default', () => {
  expect(readConfig(SOCKET)).toEqual({
    ok: true,
    config: {
      slack: {
        botToken: 'xoxb-1-secret',
        apiUrl: 'https://slack.com/api/',
        mode: { kind: 'socket', appToken: 'xapp-1-secret' },
      },
      port: 3000,
      database: { kind: 'embedded' },
      queue: { kind: 'postgres' },
      policyFile: 'gonogo.yaml',
      dataDir: './data',
      roles: ['slack', 'relay', 'posts', 'steps'],
      stepLabels: ['default'],
      logLevel: 'info',
    },
  });
});

test('everything can be set, and an empty value counts as not set', () => {
  const env = {
    ...HTTP,
    SLACK_APP_TOKEN: '',
    SLACK_API_URL: 'http://127.0.0.1:4000/api/',
    PORT: '0',
    DATABASE_URL: 'postgres://u:p@db/gonogo',
    REDIS_URL: 'rediss://r:6380',
    GONOGO_CONFIG: '/etc/gonogo/gonogo.yaml',
    DATA_DIR: '/var/lib/gonogo',
    ROLES: 'posts, slack',
    STEP_LABELS: 'near-prod, gpu',
    SMTP_URL: 'smtps://u:p@mail:465',
    PUBLIC_URL: 'https://gonogo.example.net',
    LOG_LEVEL: 'debug',
  };
  expect(readConfig(env)).toMatchObject({
    ok: true,
    config: {
      slack: { apiUrl: 'http://127.0.0.1:4000/api/', mode: { kind: 'http', signingSecret: 'signing-secret' } },
      port: 0,
      database: { kind: 'postgres', url: 'postgres://u:p@db/gonogo' },
      queue: { kind: 'redis', url: 'rediss://r:6380' },
      roles: ['slack', 'posts'],
      stepLabels: ['near-prod', 'gpu'],
      smtpUrl: 'smtps://u:p@mail:465',
    },
  });
});

describe('tokens', () => {
  test.each([
    [{ ...SOCKET, ...HTTP }, /SLACK_APP_TOKEN .*SLACK_SIGNING_SECRET .*both set/],
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, /SLACK_APP_TOKEN .*or SLACK_SIGNING_SECRET .*is missing/],
    [{ SLACK_APP_TOKEN: 'xapp-1' }, /SLACK_BOT_TOKEN is missing, although SLACK_APP_TOKEN is set/],
    [{ ROLES: 'posts' }, /SLACK_BOT_TOKEN is missing/],
    [{ ROLES: 'steps', SLACK_BOT_TOKEN: 'xoxb-1' }, /SLACK_BOT_TOKEN is set: .*ROLES=steps/],
    [{ ...SOCKET, SLACK_BOT_TOKEN: 'xapp-mistaken' }, /SLACK_BOT_TOKEN is not as expected: .*xoxb-/],
  ])('%j is refused by name', (env, problem) => {
    expect(problemsOf(env)).toEqual([expect.stringMatching(problem)]);
  });

  test('nothing set names both that are missing', () => {
    expect(problemsOf({})).toHaveLength(2);
  });

  test.each(['steps', 'relay', 'relay,steps'])('a process with ROLES=%s needs none', (roles) => {
    expect(readConfig({ ROLES: roles })).toMatchObject({ ok: true, config: { roles: roles.split(',') } });
    expect(readConfig({ ROLES: roles })).not.toHaveProperty('config.slack');
  });

  test('a process that only posts needs the bot token alone', () => {
    expect(readConfig({ ROLES: 'posts', SLACK_BOT_TOKEN: 'xoxb-1' })).toMatchObject({
      config: { slack: { botToken: 'xoxb-1' } },
    });
  });
});

test.each([
  ['SLACK_API_URL', 'https://hunter2.example/api'],
  ['PORT', '70000'],
  ['DATABASE_URL', 'mysql://u:hunter2@db/x'],
  ['REDIS_URL', 'u:hunter2@redis'],
  ['ROLES', 'slack,hunter2'],
  ['STEP_LABELS', 'hunter2 ;'],
  ['SMTP_URL', 'https://u:hunter2@mail'],
  ['PUBLIC_URL', 'hunter2'],
  ['LOG_LEVEL', 'hunter2'],
  ['SLACK_BOT_TOKEN', 'hunter2'],
  ['SLACK_APP_TOKEN', 'hunter2'],
])('a wrong %s is named and its value is not repeated', (name, value) => {
  const problems = problemsOf({ ...SOCKET, [name]: value });
  expect(problems).toEqual([expect.stringContaining(name)]);
  expect(problems.join()).not.toMatch(/hunter2|70000/);
});

describe('the sandbox is wanted', () => {
  test('when nothing at all is set up', () => {
    expect(isSandboxWanted({ PATH: '/bin', PORT: '4000', SLACK_BOT_TOKEN: '' }, '/nonexistent')).toBe(true);
  });

  test.each(['SLACK_BOT_TOKEN', 'SLACK_API_URL', 'DATABASE_URL', 'REDIS_URL', 'GONOGO_CONFIG'])(
    'not when %s is set',
    (name) => {
      expect(isSandboxWanted({ [name]: 'x' }, '/nonexistent')).toBe(false);
    },
  );

  test('not beside a gonogo.yaml', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gonogo-config-'));
    writeFileSync(join(folder, 'gonogo.yaml'), '');
    expect(isSandboxWanted({}, folder)).toBe(false);
    rmSync(folder, { recursive: true });
  });
});

test('.env.example lists every variable, with its default', () => {
  const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
  const lines = [...text.matchAll(/^(?:# )?([A-Z_]+)=(.*)$/gm)].map(
    ([, name = '', value = '']) => [name, value] as const,
  );
  const { properties = {} } = z.toJSONSchema(Environment, { io: 'input' });
  const defaults = Object.entries(properties).map(([name, property]) => {
    const value = typeof property === 'object' ? property.default : undefined;
    return [name, typeof value === 'string' ? value : ''] as const;
  });
  expect(Object.fromEntries(lines)).toEqual(Object.fromEntries(defaults));
  expect(lines).toHaveLength(defaults.length);
});
