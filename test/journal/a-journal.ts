import { Kysely, PostgresDialect, sql, type LogEvent } from 'kysely';
import { afterAll, onTestFinished } from 'vitest';
import type { ChangeId } from '../../src/change/change-id.ts';
import type { ChangeContent } from '../../src/change/model.ts';
import type { Policy } from '../../src/change/policy.ts';
import { openEar, type Hear, type Outcome, type Say, type SayOfCalendar, type Saying } from '../../src/journal/hear.ts';
import { now, one, type Record } from '../../src/journal/record.ts';
import type { Tables } from '../../src/journal/tables.ts';
import { MIGRATIONS } from '../../src/open-database.ts';
import { openPool } from '../../src/postgres/connect.ts';
import { FILED_AT, PATTERNS, aContent, anActor } from '../support/a-change.ts';
import { aPolicy } from '../support/a-policy.ts';
import { aDatabase } from '../support/postgres.ts';

/** The workspace of a record that has a database to itself. */
export const TEAM = 'T0ALONE';

export interface Journal {
  readonly record: Record;
  readonly url: string;
  readonly hear: Hear;
}

interface Rules {
  readonly policy?: Policy;
  readonly say?: Say;
  readonly sayOfCalendar?: SayOfCalendar;
}

/** The database of a test file, made when it is first asked for; a team for each test keeps them apart, as keys carry it. */
let shared: Promise<{ readonly url: string; close(): Promise<void> } & Pick<Record, 'db'>> | undefined;
let teams = 0;

afterAll(async () => (await shared)?.close());

async function open() {
  const database = await aDatabase({ migrations: MIGRATIONS });
  const { url } = database;
  const db = connect(url);
  await moveClockTo({ db }, FILED_AT);
  const close = async (): Promise<void> => {
    await db.destroy();
    await database.drop();
  };
  return { url, db, close };
}

/** An empty record whose clock stands at `FILED_AT` and runs, for what leaves the clock and the tables as they are. */
export async function aJournal(rules: Rules = {}): Promise<Journal> {
  shared ??= open();
  const { url, db } = await shared;
  teams += 1;
  const record = { db, team: `T0TEAM${teams}` };
  return { record, url, hear: anEar(record, rules) };
}

/** The same on a database of its own, gone when the test is over. */
export async function aJournalAlone(rules: Rules = {}): Promise<Journal> {
  const { url, db, close } = await open();
  onTestFinished(close);
  const record = { db, team: TEAM };
  return { record, url, hear: anEar(record, rules) };
}

function connect(url: string, log: (event: LogEvent) => void = () => undefined): Kysely<Tables> {
  return new Kysely({ dialect: new PostgresDialect({ pool: openPool(url, { max: 12, name: 'test' }) }), log });
}

/** The record at this address, with a pool of its own. */
export function aRecord(
  url: string,
  { team = TEAM, log }: { team?: string; log?: (event: LogEvent) => void } = {},
): Record {
  const db = connect(url, log);
  onTestFinished(() => db.destroy());
  return { db, team };
}

/** A journal's record as another process would open it, over another address if need be. */
export function reopened({ record: { team }, url }: Journal, over = url): Record {
  return aRecord(over, { team });
}

export function anEar(
  record: Record,
  { policy = aPolicy(), say = () => [], sayOfCalendar = () => [] }: Rules = {},
): Hear {
  return openEar({ record, policy: () => policy, patterns: () => PATTERNS, say, sayOfCalendar });
}

/** Shifts the record's clock, as the sandbox does; it runs on from there. */
export async function moveClockTo({ db }: Pick<Record, 'db'>, at: number): Promise<void> {
  const seconds = (at - (await now(db))) / 1000;
  await sql`update app.clock set shift = shift + make_interval(secs => ${seconds})`.execute(db);
}

/** U0ADA hands in the form; without a runbook unless told, so that there is no step to wait for. */
export function filing(id: string, content: Partial<ChangeContent> = {}): Saying {
  const { runbook: _by, ...rest } = aContent({ params: {} });
  const intent = { type: 'fileChange', content: { ...rest, ...content } } as const;
  return { change: 'new', intent, actor: anActor('U0ADA', aPolicy()), id, surface: 'modal' };
}

/** A yes to the first ballot, by somebody whose roles are those of the policy. */
export function voting(
  id: string,
  user: string,
  { change = 'CHG-1', policy = aPolicy() }: { change?: ChangeId; policy?: Policy } = {},
): Saying {
  const intent = { type: 'castVote', ballot: 1, answer: 'yes' } as const;
  return { change, intent, actor: anActor(user, policy), id, surface: 'button' };
}

/** Files a change and says which it became. */
export async function filed(
  { hear }: Journal,
  id = 'the form',
  content: Partial<ChangeContent> = {},
): Promise<ChangeId> {
  const outcome = await hear(filing(id, content));
  if (!outcome.ok) throw new Error(`the filing was refused: ${JSON.stringify(outcome.refusal)}`);
  return outcome.change as ChangeId;
}

export function codeOf(outcome: Outcome): string {
  return outcome.ok ? 'ok' : outcome.refusal.code;
}

/** How many rows of this record a table holds. */
export async function countOf({ db, team }: Record, table: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)} where team = ${team}`.execute(
    db,
  );
  return one(rows).n;
}

/** A policy by which this many leads must all agree: `U0LEAD1`, `U0LEAD2` and so on. */
export function aCrowd(leads: number, need: number): Policy {
  const members = Array.from({ length: leads }, (_, i) => `U0LEAD${i + 1}`);
  const { roles, approvals } = aPolicy();
  return aPolicy({
    roles: { ...roles, 'infrastructure-lead': { members, delegates: [] } },
    approvals: { ...approvals, normal: [{ role: 'infrastructure-lead', need }] },
  });
}
