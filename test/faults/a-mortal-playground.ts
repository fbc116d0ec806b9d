import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { vi } from 'vitest';
import { checkSaid } from '../../src/journal/check-said.ts';
import { checkRecord } from '../../src/journal/check.ts';
import type { Record } from '../../src/journal/record.ts';
import type { Tables } from '../../src/journal/tables.ts';
import { openPool } from '../../src/postgres/connect.ts';
import { aPlayground } from '../support/a-playground.ts';
import { aDatabase } from '../support/postgres.ts';
import { aMortalBot, type MortalOptions } from './a-mortal-bot.ts';
import { messagesIn } from './messages.ts';
import { patientPeople } from './patient-people.ts';

/** Everything due is said and done within this, however often the bot dies. */
const SETTLED_MS = 240_000;

export interface Options extends Partial<Pick<MortalOptions, 'death' | 'meanwhile' | 'quick'>> {
  readonly botEnv?: Readonly<Record<string, string>>;
  /** What the bot takes as Slack's address, made from the sandbox's. */
  readonly apiUrl?: (real: string) => Promise<string>;
}

/** The whole sandbox on a PostgreSQL that survives, with a bot that is killed, and the people who live with it. */
export async function aMortalPlayground({ death = () => undefined, meanwhile, quick, botEnv, apiUrl }: Options = {}) {
  const database = await aDatabase();
  const play = await aPlayground({ botEnv: { DATABASE_URL: database.url, ...botEnv }, spawnBot: false });
  const { sandbox, dir, demo } = play;
  const address = apiUrl ? { SLACK_API_URL: await apiUrl(sandbox.apiUrl) } : {};
  const bot = aMortalBot({
    env: { ...play.env, ...address },
    dir,
    death,
    ...(meanwhile ? { meanwhile } : {}),
    ...(quick === undefined ? {} : { quick }),
  });
  const pool = openPool(database.url, { max: 2, name: 'the test' });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const record: Record = { db, team: sandbox.workspace.team.id };

  const settled = async (): Promise<void> => {
    await vi.waitFor(
      async () => {
        const open = await openWork(record);
        if (open.length > 0) throw new Error(`still open: ${open.join(', ')}`);
      },
      { timeout: SETTLED_MS, interval: 250 },
    );
  };
  return {
    ...play,
    record,
    bot,
    settled,
    people: patientPeople({ sandbox, settled }),
    /** What should not be so, in the record and in what people see. */
    async findings(): Promise<readonly string[]> {
      const found = [
        ...(await checkRecord(record, { graceMs: 60_000 })),
        ...(await checkSaid(record, (channel) => Promise.resolve(messagesIn(sandbox.workspace, channel)))),
      ];
      return found.map((finding) => JSON.stringify(finding));
    },
    /** Every run of a script of the demo's runbook: its name and arguments, in order. */
    async ran(script: string): Promise<readonly string[]> {
      const log = await readFile(join(demo.dir, 'ran.log'), 'utf8').catch(() => '');
      return log.split('\n').flatMap((line) => {
        const [, name, ...args] = line.split(' ');
        return name === script ? [args.join(' ')] : [];
      });
    },
    async close() {
      await bot.stop().catch(() => undefined);
      await db.destroy();
      await play.close();
      await database.drop();
    },
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
