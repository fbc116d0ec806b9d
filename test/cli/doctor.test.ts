import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { doctor } from '../../src/cli/doctor.ts';
import { putOnHold } from '../../src/journal/hold.ts';
import { MIGRATIONS } from '../../src/open-database.ts';
import { startEmbeddedPostgres } from '../../src/postgres/embedded.ts';
import { freePort } from '../../src/postgres/free-port.ts';
import { migrate } from '../../src/postgres/migrate.ts';
import { startSandbox } from '../../sandbox/server.ts';
import { aCopy } from '../journal/a-copy.ts';
import { aRecordAt, liveIn, liveToTheEnd } from '../journal/a-lived-change.ts';
import { aDatabase, type TestDatabase } from '../support/postgres.ts';
import { aRedis, hasRedis } from '../support/redis.ts';
import { toStderr } from '../support/to-stderr.ts';
import { aFolder, gonogo, run } from './a-program.ts';

let lived: TestDatabase;
beforeAll(async () => {
  lived = await aDatabase({ migrations: MIGRATIONS });
  await liveIn(lived.url, async (life) => {
    await liveToTheEnd(life);
    // The future it was lived in is over.
    await sql`update app.clock set shift = '0'`.execute(life.record.db);
  });
});
afterAll(() => lived.drop());

/** An environment that lacks nothing but a Slack that answers. */
async function anEnvironment(more: NodeJS.ProcessEnv = {}): Promise<NodeJS.ProcessEnv> {
  const folder = await aFolder();
  const policy = join(folder, 'gonogo.yaml');
  await writeFile(policy, await readFile(new URL('../../examples/minimal.yaml', import.meta.url)));
  return { ROLES: 'relay', GONOGO_CONFIG: policy, DATA_DIR: folder, DATABASE_URL: lived.url, ...more };
}

async function linesOf(env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  return (await run(doctor, [], env)).output.trimEnd().split('\n');
}

test('where all is well doctor says so line by line and ends with 0', async () => {
  const env = await anEnvironment();
  const { code, output, errors } = await gonogo(['doctor'], env);
  expect(output.trimEnd().split('\n')).toEqual([
    'ok: the environment is complete.',
    expect.stringMatching(/^ok: the policy \S+ is valid/),
    expect.stringMatching(/^ok: the record answers, at 127\.0\.0\.1:\d+\.$/),
    "ok: the clock of the record agrees with this machine's.",
    'ok: the record holds together: 1 change.',
    'ok: nothing is stuck: no unproved outcome, no step past its ceiling, no message given up.',
    'ok: the queue lives in the record, for one process.',
    expect.stringMatching(/^ok: [\d.]+ GiB are free at \//),
  ]);
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
});

test('what is missing is told, and the rest is looked at all the same', async () => {
  const { code, output } = await gonogo(['doctor'], { DATABASE_URL: 'postgres://gonogo:hunter2@127.0.0.1:1/gonogo' });
  expect(code).toBe(1);
  expect(output).toMatch(/^not ok: SLACK_BOT_TOKEN is missing/);
  expect(output).toContain('not ok: gonogo.yaml:1 there is no such file');
  expect(output).toMatch(/\nnot ok: The record at 127\.0\.0\.1:1 does not answer: .*ECONNREFUSED/);
  expect(output).toMatch(/\nok: [\d.]+ GiB are free/);
  expect(output).not.toContain('hunter2');
});

test('a broken variable is told once, and nothing is looked at in its place', async () => {
  const { code, output, errors } = await run(doctor, [], { ROLES: 'relay', DATABASE_URL: 'mysql://localhost' });
  expect({ code, errors, output }).toEqual({
    code: 1,
    errors: '',
    output: 'not ok: DATABASE_URL is not as expected: it must be an address that begins with postgres://.\n',
  });
});

test('what the checker finds, what is stuck, a moved clock and a hold are told', async () => {
  const url = await aCopy(lived.url);
  const record = aRecordAt(url);
  await sql`update changes set status = 'implementing'`.execute(record.db);
  await sql`update runs set outcome = 'unknown' where step = 'apply'`.execute(record.db);
  await sql`update runs set state = 'running', overdue = true where step = 'watch'`.execute(record.db);
  await sql`update deliveries set state = 'dead', last_error = 'channel_not_found', due_at = app.now() where seq in (2, 3)`.execute(
    record.db,
  );
  await sql`update app.clock set shift = '3 days'`.execute(record.db);
  await putOnHold(record.db, 'The record was restored.');
  const lines = (await linesOf(await anEnvironment({ DATABASE_URL: url }))).filter((line) => line.startsWith('not ok'));
  expect(lines).toEqual([
    'not ok: the record goes by a time moved by 3 d, as in a sandbox.',
    'not ok: the record is on hold: The record was restored. `npm run gonogo -- restore --release` ends it.',
    'not ok: CHG-1: the lists show status implementing, the facts say closed.',
    expect.stringMatching(/^not ok: CHG-1 run \S+-apply-1: the runs show outcome unknown, the facts say succeeded\.$/),
    expect.stringMatching(/^not ok: CHG-1 run \S+-watch-1: the runs show state running, the facts say ended\.$/),
    expect.stringMatching(/^not ok: CHG-1: for .+ nobody has said how \S+-apply-1 on deploy-1 ended\.$/),
    expect.stringMatching(/^not ok: CHG-1: \S+-watch-1 on deploy-1 passed its ceiling and has been running for .+\.$/),
    'not ok: 2 messages to C0CHANGES given up in 30 days, last for CHG-1: channel_not_found.',
  ]);
});

test('a record that is older or newer than the program is told, and left as it is', async () => {
  const older = await aDatabase();
  onTestFinished(() => older.drop());
  const { db } = aRecordAt(older.url);
  expect(await linesOf(await anEnvironment({ DATABASE_URL: older.url }))).toContain(
    'not ok: The database holds no record yet: the bot makes one when it first starts.',
  );
  await migrate(older.url, MIGRATIONS);
  await sql`delete from app.migrations where name like '0002%'`.execute(db);
  expect(await linesOf(await anEnvironment({ DATABASE_URL: older.url }))).toContainEqual(
    expect.stringMatching(
      /^not ok: The record is of an older version \(without 0002-hold\.sql.*\): start this version of the bot once/,
    ),
  );
  await sql`insert into app.migrations (name, sha256) values ('9999-moon.sql', '')`.execute(db);
  expect(await linesOf(await anEnvironment({ DATABASE_URL: older.url }))).toContainEqual(
    expect.stringMatching(/^not ok: The record was written by a newer version of this program \(9999-moon\.sql\)/),
  );
});

test('the embedded record is looked at while the bot runs, and while it does not', async () => {
  const env = await anEnvironment({ DATABASE_URL: '' });
  const dataDir = env['DATA_DIR'] ?? '';
  expect(await linesOf(env)).toContain(
    `not ok: There is no record in ${dataDir} yet: the bot makes one when it first starts. Is DATA_DIR or DATABASE_URL missing?`,
  );
  const bot = await startEmbeddedPostgres({ dataDir, log: toStderr });
  try {
    await migrate(bot.url, MIGRATIONS);
    expect(await linesOf(env)).toContainEqual(
      expect.stringMatching(/^ok: the record answers, at 127\.0\.0\.1:\d+ \(embedded, of process \d+\)\.$/),
    );
  } finally {
    await bot.stop();
  }
  const lines = await linesOf(env);
  expect(lines).toContain('ok: the record answers, at the embedded database, started for this.');
  expect(lines).toContain('ok: the record is empty and belongs to no workspace yet.');
});

test('a Slack that takes the token is told, and one whose workspace is another than the record’s', async () => {
  const sandbox = await startSandbox({
    port: 0,
    mode: 'socket',
    workspace: { team: { id: 'T0TEST', name: 'Test team' }, people: [], channels: [], userGroups: [] },
  });
  onTestFinished(() => sandbox.close());
  const slack = {
    ROLES: '',
    SLACK_API_URL: sandbox.apiUrl,
    SLACK_BOT_TOKEN: sandbox.botToken,
    SLACK_APP_TOKEN: 'xapp-1',
  };
  expect(await linesOf(await anEnvironment(slack))).toContain(
    'not ok: SLACK_BOT_TOKEN is of the workspace Test team (T0TEST), the record belongs to T0LIVED.',
  );
  const url = await aCopy(lived.url);
  await sql`update workspace set team = 'T0TEST'`.execute(aRecordAt(url).db);
  expect(await linesOf(await anEnvironment({ ...slack, DATABASE_URL: url }))).toContain(
    'ok: Slack takes the token, of the workspace Test team (T0TEST).',
  );
  expect(await linesOf(await anEnvironment({ ...slack, SLACK_BOT_TOKEN: 'xoxb-wrong' }))).toContain(
    "not ok: Slack refuses SLACK_BOT_TOKEN (invalid_auth): copy it again from the app's page.",
  );
  expect(
    await linesOf(await anEnvironment({ ...slack, SLACK_API_URL: `http://127.0.0.1:${await freePort()}/api/` })),
  ).toContainEqual(expect.stringMatching(/^not ok: Slack does not answer \(ECONNREFUSED\)/));
});

test('scopes that the token lacks are told by name', async () => {
  const slack = createServer((_request, response) => {
    response.setHeader('x-oauth-scopes', 'chat:write');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ok: true, team: 'Test team', team_id: 'T0LIVED', user_id: 'U', bot_id: 'B' }));
  });
  await new Promise<void>((resolve) => slack.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => slack.close(() => resolve())));
  const { port } = slack.address() as AddressInfo;
  const env = {
    SLACK_API_URL: `http://127.0.0.1:${port}/api/`,
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_APP_TOKEN: 'xapp-1',
    ROLES: '',
  };
  expect(await linesOf(await anEnvironment(env))).toContainEqual(
    expect.stringMatching(/^not ok: the token lacks .*commands.*: install the app again/),
  );
});

test.skipIf(!hasRedis('the doctor’s look at Redis'))('a Redis that may lose jobs or is not there is told', async () => {
  const fit = await aRedis();
  onTestFinished(() => fit.stop());
  const unfit = await aRedis({ policy: 'allkeys-lru', appendOnly: false });
  onTestFinished(() => unfit.stop());
  expect(await linesOf(await anEnvironment({ REDIS_URL: fit.url }))).toContain(
    `ok: Redis at 127.0.0.1:${fit.port} answers and is fit for queues.`,
  );
  expect(await linesOf(await anEnvironment({ REDIS_URL: unfit.url }))).toContain(
    'not ok: Redis may throw jobs away: its maxmemory-policy is allkeys-lru. Set it to noeviction.',
  );
  expect(await linesOf(await anEnvironment({ REDIS_URL: 'redis://127.0.0.1:1' }))).toContainEqual(
    expect.stringMatching(/^not ok: Redis at 127\.0\.0\.1:1 does not answer \(.*ECONNREFUSED/),
  );
});
