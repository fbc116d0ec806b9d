import { sql, type Kysely } from 'kysely';
import type { Calendar, DeclaredFreeze } from '../change/declaring/calendar-facts.ts';
import type { Record } from './record.ts';
import type { Tables } from './tables.ts';

/** `shared` by whoever decides on a change, `alone` by whoever changes the calendar. */
type Guard = 'shared' | 'alone';

/**
 * Holds the calendar's row until the transaction ends, and gives the declared freezes as they are then (design §2, rules that
 * span changes). The row is made when it is first asked for.
 */
export async function holdCalendar(
  { team }: Pick<Record, 'team'>,
  tx: Kysely<Tables>,
  guard: Guard,
): Promise<readonly DeclaredFreeze[]> {
  const lock = guard === 'shared' ? sql`for key share` : sql`for update`;
  const held = (): Promise<readonly DeclaredFreeze[] | undefined> => readRow(team, tx, lock);
  const found = await held();
  if (found) return found;
  await sql`insert into calendar (team, version, freezes) values (${team}, 0, '[]') on conflict do nothing`.execute(tx);
  return (await held()) ?? [];
}

/** The declared freezes, lifted ones and those that are just over among them, as they stand in the lists. */
export async function readDeclared({ team, db }: Record): Promise<readonly DeclaredFreeze[]> {
  return (await readRow(team, db, sql``)) ?? [];
}

async function readRow(
  team: string,
  db: Kysely<Tables>,
  lock: ReturnType<typeof sql>,
): Promise<readonly DeclaredFreeze[] | undefined> {
  const { rows } = await sql<{ freezes: readonly DeclaredFreeze[] }>`
    select freezes from calendar where team = ${team} ${lock}`.execute(db);
  return rows[0]?.freezes;
}

/** Brings the row up to the calendar as it now is. */
export async function projectCalendar(
  { team }: Pick<Record, 'team'>,
  db: Kysely<Tables>,
  { version, freezes }: Calendar,
): Promise<void> {
  await sql`
    insert into calendar (team, version, freezes) values (${team}, ${version}, ${JSON.stringify(freezes)})
    on conflict (team) do update set version = excluded.version, freezes = excluded.freezes`.execute(db);
}
