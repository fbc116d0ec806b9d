import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { backup } from '../../src/cli/backup.ts';
import { restore } from '../../src/cli/restore.ts';
import { sha256 } from '../../src/canonical-json.ts';
import { checkRecord } from '../../src/journal/check.ts';
import { claimDueDeliveries } from '../../src/journal/delivery-rows.ts';
import { claimDueFollowUps } from '../../src/journal/follow-up-rows.ts';
import { readHold } from '../../src/journal/hold.ts';
import { keepOutput } from '../../src/journal/run-rows.ts';
import type { Record } from '../../src/journal/record.ts';
import { readChange } from '../../src/journal/read-change.ts';
import { MIGRATIONS } from '../../src/open-database.ts';
import { anActor, OPENS_AT } from '../support/a-change.ts';
import { declaring } from '../support/a-freeze.ts';
import { aPolicy, DAY, MINUTE } from '../support/a-policy.ts';
import { aDatabase, type TestDatabase } from '../support/postgres.ts';
import { aCopy } from '../journal/a-copy.ts';
import { anEmergency, paid } from '../journal/a-debt.ts';
import { anEar, moveClockTo } from '../journal/a-journal.ts';
import { aRecordAt, doDue, liveIn, liveToReady, runOnce, tell, type Lived } from '../journal/a-lived-change.ts';
import { aFolder, gonogo, run } from './a-program.ts';

let lived: TestDatabase;
beforeAll(async () => {
  lived = await aDatabase({ migrations: MIGRATIONS });
  await liveIn(lived.url, liveToTheApply);
});
afterAll(() => lived.drop());

const A_FREEZE = {
  change: 'calendar',
  intent: declaring({ from: OPENS_AT + 30 * DAY, to: OPENS_AT + 31 * DAY }),
} as const;

/** CHG-1 started, a freeze declared, its apply asked for and not begun, its last note not said: as much as can be under way. */
async function liveToTheApply(life: Lived): Promise<void> {
  await liveToReady(life);
  await moveClockTo(life.record, OPENS_AT + MINUTE);
  await doDue(life);
  await tell(life, anActor('U0ADA', aPolicy()), { type: 'start', typed: 'CHG-1', revision: 1 });
  const plan = 'CHG-1-r1-w1-start-plan-1';
  await runOnce(life, plan);
  await sql`update follow_ups set state = 'done' where data->>'run' = ${plan}`.execute(life.record.db);
  await life.hear({ ...A_FREEZE, actor: anActor('U0MGR', aPolicy()), id: 'freeze', surface: 'modal' });
  await keepOutput(life.record, plan, { fromByte: 0, toByte: 5, text: 'héll' });
  // More than is read or written at a time.
  await sql`
    insert into run_output select team, run, from_byte + n * 10, to_byte + n * 10, 'line ' || n
      from run_output, generate_series(1, 450) as n`.execute(life.record.db);
  await sql`update app.clock set shift = '0'`.execute(life.record.db);
}

async function anEmptyRecord(): Promise<string> {
  const database = await aDatabase({ migrations: MIGRATIONS });
  onTestFinished(() => database.drop());
  return database.url;
}

async function aBackup(url = lived.url): Promise<string> {
  const file = join(await aFolder(), 'backup.gz');
  expect(await run(backup, [file], { DATABASE_URL: url })).toMatchObject({ code: 0, errors: '' });
  return file;
}

async function factsIn(file: string): Promise<readonly string[]> {
  const lines = gunzipSync(await readFile(file))
    .toString()
    .split('\n');
  return lines.filter((line) => line.startsWith('["facts"'));
}

/** The tables that must come back as they were. */
const SAME = [
  'facts',
  'intents',
  'changes',
  'calendar',
  'runs',
  'run_output',
  'follow_ups',
  'locks',
  'workspace',
] as const;

async function contentOf({ db }: Record, tables: readonly string[] = SAME): Promise<unknown> {
  const content: { [table: string]: unknown } = {};
  for (const table of tables) {
    const { rows } = await sql`select to_jsonb(t) as row from ${sql.table(table)} t order by 1`.execute(db);
    content[table] = rows;
  }
  return content;
}

test('a backup restored elsewhere holds the same facts, answers, runs and lists, and verifies', async () => {
  const folder = await aFolder();
  const file = join(folder, 'backup.gz');
  const backedUp = await gonogo(['backup', file], { DATABASE_URL: lived.url });
  expect(backedUp).toMatchObject({ code: 0, errors: '' });
  expect(backedUp.output).toMatch(/backup\.gz is written: \d+ facts, \d+ messages, \d+ runs\.\n$/);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(['backup.gz']);

  const url = await anEmptyRecord();
  const restored = await gonogo(['restore', file], { DATABASE_URL: url });
  expect(restored).toMatchObject({ code: 0, errors: '' });
  expect(restored.output).toMatch(/^1 change of the workspace T0LIVED as of \S+ restored; every chain verifies\.\n/);
  expect(restored.output).toContain('CHG-102 on');

  const record = aRecordAt(url);
  expect(await contentOf(record)).toEqual(await contentOf(aRecordAt(lived.url)));
  expect(await checkRecord(record, { graceMs: MINUTE })).toEqual([]);
});

test('the list of what is owed is made anew from the facts', async () => {
  const url = await aCopy(lived.url);
  const before = aRecordAt(url);
  const hear = anEar(before);
  await paid(hear, await anEmergency(hear), 4);
  const restored = await anEmptyRecord();
  expect(await run(restore, [await aBackup(url)], { DATABASE_URL: restored })).toMatchObject({ code: 0, errors: '' });
  const after = aRecordAt(restored);
  const lists = ['open_debts', 'open_ballots'];
  expect(await contentOf(after, lists)).toEqual(await contentOf(before, lists));
  expect(await contentOf(after, ['open_debts'])).toMatchObject({
    open_debts: [
      { row: { change: 'CHG-2', what: 'fullRequest' } },
      { row: { change: 'CHG-2', what: 'retrospectiveVote' } },
      { row: { change: 'CHG-2', what: 'pir' } },
    ],
  });
  expect(await checkRecord(after, { graceMs: MINUTE })).toEqual([]);
});

test('a backup goes into a new data folder, where it can be backed up again', async () => {
  const file = await aBackup();
  const env = { DATA_DIR: await aFolder() };
  expect(await gonogo(['restore', file], env)).toMatchObject({ code: 0, errors: '' });
  expect(await gonogo(['verify-audit'], env)).toMatchObject({ code: 0, output: expect.stringMatching(/^2 streams, /) });
  const second = join(await aFolder(), 'second.gz');
  expect(await run(backup, [second], env)).toMatchObject({ code: 0 });
  expect(await factsIn(second)).toEqual(await factsIn(file));
});

test('a restored record is on hold: nothing due is handed out until a person releases it', async () => {
  const url = await anEmptyRecord();
  await run(restore, [await aBackup()], { DATABASE_URL: url });
  const record = aRecordAt(url);
  await moveClockTo(record, OPENS_AT + 10 * MINUTE);
  expect((await readHold(record.db))?.reason).toMatch(/^The record was restored from the backup of /);
  expect(await claimDueFollowUps(record, 100, 0)).toEqual([]);
  expect(await claimDueDeliveries(record, 100, 0)).toEqual([]);

  const policy = join(await aFolder(), 'gonogo.yaml');
  await writeFile(policy, await readFile(new URL('../../examples/minimal.yaml', import.meta.url)));
  const released = await gonogo(['restore', '--release'], { DATABASE_URL: url, GONOGO_CONFIG: policy });
  expect(released).toMatchObject({ code: 0, errors: '' });
  expect(await readHold(record.db)).toBeUndefined();
  expect((await claimDueDeliveries(record, 100, 0)).length).toBeGreaterThan(0);
  expect(await run(restore, ['--release'], { DATABASE_URL: url })).toMatchObject({
    code: 0,
    output: 'The record is not on hold.\n',
  });
});

test('an apply that was asked for before the backup is never begun after a restore', async () => {
  const url = await anEmptyRecord();
  await run(restore, [await aBackup()], { DATABASE_URL: url });
  const record = aRecordAt(url);
  const policy = join(await aFolder(), 'gonogo.yaml');
  await writeFile(policy, await readFile(new URL('../../examples/minimal.yaml', import.meta.url)));
  expect((await run(restore, ['--release'], { DATABASE_URL: url, GONOGO_CONFIG: join(policy, 'not') })).errors).toMatch(
    /^The policy is needed and cannot be used:\n/,
  );
  expect(await readHold(record.db)).toBeDefined();

  const { output } = await run(restore, ['--release'], { DATABASE_URL: url, GONOGO_CONFIG: policy });
  expect(output).toMatch(
    /^CHG-1: CHG-1-r1-w1-start-apply-1 counts as failed, for it may have run since the backup was made\./,
  );
  const apply = (await readChange(record, 'CHG-1'))?.change.runs.find((r) => r.step === 'apply');
  expect(apply).toMatchObject({ state: 'ended', outcome: 'failed' });
  expect(await checkRecord(record, { graceMs: 365 * 24 * 60 * MINUTE })).toEqual([]);
});

test('a message that was not sent when the backup was made is looked for before it is posted, and headlines are drawn again', async () => {
  const url = await anEmptyRecord();
  await run(restore, [await aBackup()], { DATABASE_URL: url });
  const { db } = aRecordAt(url);
  const { rows } = await sql`
    select kind, bool_and(ambiguous) as ambiguous, bool_and(first_tried_at is not null) as tried
      from deliveries where state = 'pending' and ts is null group by kind`.execute(db);
  expect(rows).toEqual([{ kind: 'note', ambiguous: true, tried: true }]);
  const headline = await sql`select state, ts is not null as posted from deliveries where kind = 'headline'`.execute(
    db,
  );
  expect(headline.rows).toEqual([{ state: 'pending', posted: true }]);
});

test('a backup goes into an empty record only', async () => {
  const { errors } = await run(restore, [await aBackup()], { DATABASE_URL: await aCopy(lived.url) });
  expect(errors).toBe('This record is not empty: a backup goes into an empty database or an empty DATA_DIR only.');
});

test('a backup of another workspace is refused by a record that has one', async () => {
  const url = await anEmptyRecord();
  await sql`insert into workspace (team, bot_id, bot_user_id) values ('T0OTHER', 'B', 'U')`.execute(aRecordAt(url).db);
  const { errors } = await run(restore, [await aBackup()], { DATABASE_URL: url });
  expect(errors).toBe('This record belongs to the workspace T0OTHER, the backup to T0LIVED: nothing was restored.');
});

/** The lines of a backup after `change` had its way with them, with a trailer that is right about them if `sealed`. */
async function forged(change: (lines: string[]) => string[], sealed = true): Promise<string> {
  const lines = gunzipSync(await readFile(await aBackup()))
    .toString()
    .trimEnd()
    .split('\n');
  const trailer = JSON.parse(lines.pop() ?? '');
  const changed = change(lines);
  const body = changed.map((line) => `${line}\n`).join('');
  const file = join(await aFolder(), 'forged.gz');
  const end = sealed ? { ...trailer, sha256: sha256(body) } : trailer;
  await writeFile(file, gzipSync(`${body}${JSON.stringify(end)}\n`));
  return file;
}

function withAnotherTitle(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace('Release v2.4.0', 'Release v6.6.6'));
}

function withHeader(changes: object): (lines: readonly string[]) => string[] {
  return ([header = '', ...rest]) => [JSON.stringify({ ...JSON.parse(header), ...changes }), ...rest];
}

/** Restores files that must all be refused into one empty record: the sentence for each, once it is seen that nothing was left. */
async function anEmptyTarget(): Promise<(file: string) => Promise<string>> {
  const url = await anEmptyRecord();
  const record = aRecordAt(url);
  const tables = [...SAME, 'deliveries', 'counters', 'hold'];
  const before = await contentOf(record, tables);
  return async (file) => {
    const { code, errors } = await run(restore, [file], { DATABASE_URL: url });
    expect(code).toBeNull();
    expect(await contentOf(record, tables)).toEqual(before);
    return errors.replaceAll(file, 'FILE');
  };
}

test('a file cut short anywhere is refused and leaves nothing', async () => {
  const refusalOf = await anEmptyTarget();
  const file = await aBackup();
  const whole = await readFile(file);
  for (const length of [whole.length - 1, Math.floor(whole.length / 2), 20]) {
    const cut = join(await aFolder(), 'cut.gz');
    await writeFile(cut, whole.subarray(0, length));
    expect(await refusalOf(cut)).toBe('FILE is damaged (it is cut short): nothing was restored.');
  }
  const noEnd = join(await aFolder(), 'no-end.gz');
  await writeFile(
    noEnd,
    gzipSync(
      gunzipSync(whole)
        .toString()
        .replace(/\n[^\n]+\n$/, '\n'),
    ),
  );
  expect(await refusalOf(noEnd)).toBe('FILE is damaged (its end is missing): nothing was restored.');
});

test('a flipped byte is refused and leaves nothing', async () => {
  const refusalOf = await anEmptyTarget();
  const whole = await readFile(await aBackup());
  const at = Math.floor(whole.length / 2);
  whole.writeUInt8(whole.readUInt8(at) ^ 0x40, at);
  const file = join(await aFolder(), 'flipped.gz');
  await writeFile(file, whole);
  // Which of its safeguards sees it first depends on the byte: the packing, the digest, or a name it turned into another.
  expect(await refusalOf(file)).toMatch(/^FILE .+: nothing was restored\.$/);
});

test('an altered row is refused by the digest, and by the chain where somebody made the digest right again', async () => {
  const refusalOf = await anEmptyTarget();
  expect(await refusalOf(await forged(withAnotherTitle, false))).toBe(
    'FILE is damaged (it was altered after it was written): nothing was restored.',
  );
  expect(await refusalOf(await forged(withAnotherTitle))).toBe(
    'The backup does not verify (CHG-1 fact 1 (changeFiled): its content was altered): nothing was restored.',
  );
});

test('rows that are missing or were added are refused', async () => {
  const refusalOf = await anEmptyTarget();
  expect(await refusalOf(await forged((lines) => lines.filter((line) => !line.startsWith('["intents"'))))).toBe(
    'FILE is damaged (rows are missing or were added): nothing was restored.',
  );
});

test('a file of a newer version, of another workspace or of something else is refused', async () => {
  const refusalOf = await anEmptyTarget();
  expect(await refusalOf(await forged(withHeader({ format: 2 })))).toMatch(
    /^FILE was written by a newer version of this program \(.+\): restore it with that one\.$/,
  );
  expect(await refusalOf(await forged(withHeader({ migrations: ['0001-record.sql', '9999-moon.sql'] })))).toMatch(
    /newer version .*with 9999-moon\.sql/,
  );
  expect(await refusalOf(await forged(withHeader({ team: 'T0OTHER' })))).toBe(
    'FILE holds rows of another workspace: nothing was restored.',
  );
  expect(
    await refusalOf(
      await forged((lines) => lines.map((line) => line.replace('"surface"', '"surface; drop table facts"'))),
    ),
  ).toBe('FILE holds what this version does not know (facts.surface; drop table facts): nothing was restored.');
  const other = join(await aFolder(), 'other.gz');
  await writeFile(other, gzipSync('{"hello": "world"}\n'));
  expect(await refusalOf(other)).toBe('FILE is not a backup of this program.');
  await writeFile(other, 'hello');
  expect(await refusalOf(other)).toBe('FILE is damaged (it is not what was written): nothing was restored.');
  expect(await refusalOf(join(await aFolder(), 'none.gz'))).toBe('FILE cannot be read (ENOENT).');
});
