import { sql } from 'kysely';
import { poke } from './poke.ts';
import { instant, type Record } from './record.ts';

/**
 * What is said of no one change: at a time of the calendar, or to the operator (ADR 10). It is a delivery like any other, taken, paced,
 * looked up and ended alike, of no change and no fact: its view is rendered from the record as it is when it is sent.
 */
export interface NewBulletin {
  /** Names what is said and its occasion, `debts/2027-W05`, so that it cannot repeat. No change's name begins it. */
  readonly key: string;
  readonly channel: string;
  readonly view: string;
  readonly data: Readonly<{ [member: string]: unknown }>;
  /** From when on it is to be said, by the record's clock. */
  readonly dueAt: number;
}

/**
 * Writes down what is to be said, once: whoever comes second, now or after a restart, finds it there. The record may be younger than
 * its occasion, restored from a backup of before, so each is looked for in Slack from its time on before it is posted.
 */
export async function insertBulletins({ team, db }: Record, bulletins: readonly NewBulletin[]): Promise<void> {
  if (bulletins.length === 0) return;
  const rows = bulletins.map(
    ({ key, channel, view, data, dueAt }) =>
      sql`(${team}, ${key}, null, 'notice', ${channel}, ${key}, 0, 0, ${view}, ${JSON.stringify(data)}, ${instant(dueAt)}, 0,
           true, ${instant(dueAt)} - (select shift from app.clock))`,
  );
  const { numAffectedRows = 0n } = await sql`
    insert into deliveries (team, key, change, kind, channel, lane, seq, position, view, data, due_at, wanted_seq, ambiguous, first_tried_at)
    values ${sql.join(rows)} on conflict (team, key) do nothing`.execute(db);
  if (numAffectedRows > 0n) await poke(db);
}

/** What was said last of something that is told by number, `policy/7`. */
export interface NumberedBulletin {
  readonly number: number;
  readonly view: string;
  readonly data: Readonly<{ [member: string]: unknown }>;
}

/** The newest bulletin whose key is this kind and a number; undefined before the first. */
export async function newestNumbered({ team, db }: Record, kind: string): Promise<NumberedBulletin | undefined> {
  const { rows } = await sql<NumberedBulletin>`
    select split_part(key, '/', 2)::integer as number, view, data from deliveries
     where team = ${team} and change is null and key ~ ${`^${kind}/[0-9]{1,9}$`}
     order by number desc limit 1`.execute(db);
  return rows[0];
}
