import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { onTestFinished, vi } from 'vitest';
import { checkSaid } from '../../src/journal/check-said.ts';
import { checkRecord } from '../../src/journal/check.ts';
import type { Record } from '../../src/journal/record.ts';
import type { Tables } from '../../src/journal/tables.ts';
import { openPool } from '../../src/postgres/connect.ts';
import { readConnection } from '../../src/postgres/connection-file.ts';
import { aPlayground } from '../support/a-playground.ts';
import { aDatabase } from '../support/postgres.ts';
import { aMortalBot, type MortalOptions } from './a-mortal-bot.ts';
import { summary } from './deaths.ts';
import { messagesIn } from './messages.ts';
import { patientPeople } from './patient-people.ts';

/** Everything due is said and done within this, however often the bot dies. */
const SETTLED_MS = 400_000;
/** What is still due after this long is a finding. */
const GRACE_MS = 60_000;

export interface MortalPlayOptions extends Partial<Pick<MortalOptions, 'plan' | 'meanwhile' | 'quick'>> {
  /** Whether the record lives in the PostgreSQL that the bot itself starts, instead of in one that no crash touches. */
  readonly embedded?: boolean;
  readonly botEnv?: { readonly [name: string]: string };
  /** Of the demo's policy. */
  readonly timezone?: string;
  /** Stands between the bot and Slack: the address for the bot, made of the real one. */
  readonly between?: (apiUrl: string) => string;
}

/** The whole sandbox with a bot that is killed, and the people who live with it. Gone when the test is over. */
export async function aMortalPlayground(options: MortalPlayOptions = {}) {
  const { plan = () => [], meanwhile, quick, embedded = false, botEnv = {}, timezone = 'UTC', between } = options;
  const database = embedded ? undefined : await aDatabase();
  const place = database ? { DATABASE_URL: database.url } : {};
  const play = await aPlayground({ botEnv: { ...place, ...botEnv }, timezone, spawnBot: false });
  const { sandbox, dir, demo } = play;
  const bot = aMortalBot({
    env: { ...play.env, ...(between ? { SLACK_API_URL: between(sandbox.apiUrl) } : {}) },
    dir,
    plan,
    ...(meanwhile ? { meanwhile } : {}),
    ...(quick === undefined ? {} : { quick }),
  });
  const reader = openReader(async () => database?.url ?? (await readConnection(play.dataDir))?.url);
  const team = sandbox.workspace.team.id;
  onTestFinished(async ({ task }) => {
    process.stderr.write(`${task.name}: ${summary(bot.lives())}\n`);
    await bot.stop().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
    if (task.result?.state === 'fail')
      process.stderr.write((await readFile(join(dir, 'bot.log'), 'utf8')).slice(-8_000));
    await reader.close();
    await play.close();
    await database?.drop();
  });

  const settled = async (): Promise<void> => {
    await vi.waitFor(
      async () => {
        const open = await openWork({ db: await reader.db(), team });
        if (open.length > 0) throw new Error(`still open: ${open.join(', ')}`);
      },
      { timeout: SETTLED_MS, interval: 250 },
    );
  };
  return {
    ...play,
    bot,
    settled,
    record: async (): Promise<Record> => ({ db: await reader.db(), team }),
    people: patientPeople({ sandbox, settled }),
    /** What should not be so, in the record and in what people see. */
    async findings(): Promise<readonly string[]> {
      const record = { db: await reader.db(), team };
      const read = (channel: string) => Promise.resolve(messagesIn(sandbox.workspace, channel));
      const found = [...(await checkRecord(record, { graceMs: GRACE_MS })), ...(await checkSaid(record, read))];
      return [...found.map((finding) => JSON.stringify(finding)), ...(await saidOutOfOrder(record, sandbox.workspace))];
    },
    /** Every run of a script of the demo's runbook so far: its arguments. */
    async ran(script?: string): Promise<readonly string[]> {
      const log = await readFile(join(demo.dir, 'ran.log'), 'utf8').catch(() => '');
      return log.split('\n').flatMap((line) => {
        const [, name, ...args] = line.split(' ');
        return name !== undefined && (script ?? name) === name ? [[...(script ? [] : [name]), ...args].join(' ')] : [];
      });
    },
  };
}

export type MortalPlay = Awaited<ReturnType<typeof aMortalPlayground>>;

/** A way to the record that finds it again wherever the bot starts its server next. */
function openReader(urlNow: () => Promise<string | undefined>) {
  let open: { readonly url: string; readonly db: Kysely<Tables> } | undefined;
  return {
    async db(): Promise<Kysely<Tables>> {
      const url = await urlNow();
      if (url === undefined) throw new Error('there is no record yet');
      if (open?.url !== url) {
        void open?.db.destroy();
        const pool = openPool(url, { max: 2, name: 'the test' });
        open = { url, db: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }) };
      }
      return open.db;
    },
    close: async () => open?.db.destroy(),
  };
}

/** What is due and neither said, done nor given up. */
async function openWork({ db, team }: Record): Promise<readonly string[]> {
  const { rows } = await sql<{ what: string }>`
    select key as what from follow_ups where team = ${team} and state = 'pending' and due_at <= app.now()
    union all select key from deliveries where team = ${team} and state in ('pending', 'sending') and due_at <= app.now()
    union all select run from runs where team = ${team} and state = 'running'`.execute(db);
  return rows.map(({ what }) => what);
}

/** Whatever stands in Slack, in a lane, in another order than its facts, and every file that is there twice. */
async function saidOutOfOrder({ db, team }: Record, workspace: MortalWorkspace): Promise<readonly string[]> {
  const { rows } = await sql<{ key: string; lane: string; ts: string; seq: number; position: number }>`
    select key, lane, ts, seq, position from deliveries
     where team = ${team} and medium = 'slack' and ts is not null order by lane, seq, position`.execute(db);
  const messages = [...workspace.channels.values()].flatMap((channel) => channel.messages);
  const tsOf = (ts: string): number =>
    Number(ts.startsWith('file:') ? messages.find((m) => m.files?.some((f) => `file:${f.id}` === ts))?.ts : ts);
  const order = rows.flatMap((row, i) => {
    const former = rows[i - 1];
    // Two alarms over one fact, of two targets, have no order among themselves.
    const isAfter = former?.lane === row.lane && (former.seq !== row.seq || former.position !== row.position);
    return isAfter && !(tsOf(former.ts) < tsOf(row.ts)) ? [`${former.key} stands after ${row.key}`] : [];
  });
  const names = messages.flatMap((m) => m.files?.map((f) => f.name) ?? []);
  const twice = names.filter((name, i) => names.indexOf(name) !== i).map((name) => `${name} is there twice`);
  return [...order, ...twice];
}

type MortalWorkspace = Awaited<ReturnType<typeof aPlayground>>['sandbox']['workspace'];
