import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { Client } from 'pg';
import { DEMO_WORKSPACE } from '../../sandbox/demo/workspace.ts';
import { asPerson } from '../../sandbox/driver.ts';
import { startSandbox, type Sandbox } from '../../sandbox/server.ts';
import { MIGRATIONS } from '../../src/open-database.ts';
import { aDatabase, type TestDatabase } from '../support/postgres.ts';

const PROGRAM = fileURLToPath(new URL('../../src/app.ts', import.meta.url));
const SECRETS = { SLACK_BOT_TOKEN: 'xoxb-1-hidden', SLACK_APP_TOKEN: 'xapp-1-hidden' };
/** Nothing listens on the port of discards. */
const NOBODY = 'postgres://gonogo:hidden@127.0.0.1:9/record';

let folder: string;
let database: TestDatabase;
let sandbox: Sandbox;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gonogo-starts-'));
  database = await aDatabase({ migrations: MIGRATIONS });
  sandbox = await startSandbox({ port: 0, workspace: DEMO_WORKSPACE, mode: 'socket' });
});
afterAll(async () => {
  await sandbox.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

type Env = Readonly<Record<string, string>>;

/** The bot as its own process with this environment and nothing of ours. */
function aBot(env: Env): {
  readonly said: () => string;
  readonly end: () => Promise<{ code: number | null; stderr: string }>;
} {
  const surroundings = {
    PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
    DATA_DIR: join(folder, 'data'),
    GONOGO_CONFIG: join(folder, 'none.yaml'),
    PORT: '0',
    LOG_LEVEL: 'warn',
  };
  const child = spawn(process.execPath, [PROGRAM], {
    env: { ...surroundings, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  let said = '';
  let stderr = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (said += String(part)));
  child.stderr.on('data', (part) => (stderr += String(part)));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return {
    said: () => said,
    async end() {
      await ended;
      return { code: child.exitCode, stderr };
    },
  };
}

/** What a start says that fails: exit code 1, no trace of the program's inside, no secret. */
async function refusal(env: Env): Promise<string> {
  const bot = aBot(env);
  const { code, stderr } = await bot.end();
  expect(code).toBe(1);
  expect(bot.said()).not.toMatch(/^\s+at |node_modules|hidden/m);
  return stderr.trim();
}

const overSlack = (): Env => ({
  SLACK_BOT_TOKEN: sandbox.botToken,
  SLACK_APP_TOKEN: sandbox.appToken,
  SLACK_API_URL: sandbox.apiUrl,
  DATABASE_URL: database.url,
});

async function aPolicy(text: string): Promise<string> {
  const file = join(folder, `${text.length}.yaml`);
  await writeFile(file, text);
  return file;
}

describe('a start that cannot be says why in a sentence', () => {
  test.each<[string, Env, string]>([
    [
      'no token',
      {},
      'SLACK_BOT_TOKEN is missing: it is what the bot posts with.\nSLACK_APP_TOKEN (for Socket Mode) or SLACK_SIGNING_SECRET (for HTTP mode) is missing: the bot hears Slack with one of them.',
    ],
    [
      'half of the tokens',
      { SLACK_APP_TOKEN: 'xapp-1-hidden' },
      'SLACK_BOT_TOKEN is missing, although SLACK_APP_TOKEN is set: it is what the bot posts with.',
    ],
    [
      'tokens of both modes',
      { ...SECRETS, SLACK_SIGNING_SECRET: 'hidden' },
      'SLACK_APP_TOKEN (Socket Mode) and SLACK_SIGNING_SECRET (HTTP mode) are both set: keep one of them.',
    ],
    [
      'a token of another kind',
      { ...SECRETS, SLACK_BOT_TOKEN: 'hidden' },
      'SLACK_BOT_TOKEN is not as expected: it must be a bot token, which begins with xoxb-.',
    ],
    [
      'a database that does not answer',
      { ...SECRETS, DATABASE_URL: NOBODY },
      'The record cannot be opened: the database record at 127.0.0.1:9 says “connect ECONNREFUSED 127.0.0.1:9”. Is DATABASE_URL right, and does the server run?',
    ],
    [
      'an address that is none',
      { ...SECRETS, DATABASE_URL: 'mysql://gonogo:hidden@127.0.0.1/record' },
      'DATABASE_URL is not as expected: it must be an address that begins with postgres://.',
    ],
  ])('%s', async (_, env, sentence) => {
    expect(await refusal(env)).toBe(sentence);
  });

  test('a broken policy, with file and line, before anything else is opened', async () => {
    const file = await aPolicy(
      'timezone: Europe/Zurich\nchannels: { changes: C0C, incidents: C0I, operator: C0O }\nroles: {}\nservces: {}\n',
    );
    const said = await refusal({ ...SECRETS, DATABASE_URL: NOBODY, GONOGO_CONFIG: file });
    expect(said).toMatch(/\.yaml:4 .*services/);
  });

  test('a database without what DATABASE_URL names', async () => {
    const url = Object.assign(new URL(database.url), { pathname: '/elsewhere' }).href;
    expect(await refusal({ ...SECRETS, DATABASE_URL: url })).toMatch(
      /^The record cannot be opened: the database elsewhere at .* says “database "elsewhere" does not exist”\./,
    );
  });

  test('a token that Slack refuses', async () => {
    const said = await refusal({ ...overSlack(), SLACK_BOT_TOKEN: 'xoxb-1-hidden' });
    expect(said).toContain("Slack refuses SLACK_BOT_TOKEN (invalid_auth); copy it again from the app's page.");
  });

  test('a taken port', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    expect(await refusal({ ...overSlack(), PORT: String(port) })).toContain(
      `Port ${port} is taken by another program; set PORT to a free one.`,
    );
  });

  test('a record of a newer program, and a record of another workspace', async () => {
    const newer = await aDatabase({ migrations: MIGRATIONS });
    const client = new Client({ connectionString: newer.url });
    await client.connect();
    onTestFinished(async () => {
      await client.end();
      await newer.drop();
    });
    await client.query(`insert into workspace (team, bot_id, bot_user_id) values ('T0OTHER', 'B0', 'U0')`);
    const env = { ...overSlack(), DATABASE_URL: newer.url };
    expect(await refusal(env)).toContain(
      'This record belongs to the workspace T0OTHER, the token to T0SANDBOX; use another DATABASE_URL or DATA_DIR.',
    );
    await client.query(`insert into app.migrations (name, sha256) values ('9999-later.sql', 'x')`);
    expect(await refusal(env)).toMatch(
      /^The record was written by a newer version of this program \(it knows 9999-later\.sql/,
    );
  });
});

test('without a policy the bot starts, does without Redis that is away, and /change says what is missing', async () => {
  const bot = aBot({ ...overSlack(), REDIS_URL: 'redis://:hidden@127.0.0.1:9' });
  await vi.waitFor(() => expect(sandbox.connections()).toBe(1), 15_000);
  expect(bot.said()).toContain('nobody holds a role yet. `npm run gonogo -- init` writes one.');
  expect(bot.said()).toMatch(/Redis at 127\.0\.0\.1:9 does not answer .*; going on without it until it does\./);
  expect(bot.said()).not.toContain('hidden');
  const ada = asPerson(sandbox, 'U0ADA');
  await ada.command('/change', 'changes');
  const said = await ada.findMessage('There is nothing to file a change for yet: the policy names no service.');
  expect(said.text).toContain('`npm run gonogo -- init` writes a first one');
  await ada.command('/change list', 'changes');
  await ada.findMessage('Open changes: none.');
}, 30_000);
