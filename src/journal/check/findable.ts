import { sql, type Kysely } from 'kysely';
import type { Tables } from '../tables.ts';

/** Whether a change is found by the words that its request has now, as the facts tell it; undefined where no list shows it. */
export async function readFindable(db: Kysely<Tables>, team: string, change: string): Promise<boolean | undefined> {
  const { rows } = await sql<{ isFindable: boolean }>`
    select search = app.search_of((
             select f.payload -> 'content' from facts f
              where f.team = c.team and f.stream = c.id and f.type in ('changeFiled', 'changeEdited')
              order by f.seq desc limit 1)) as "isFindable"
      from changes c where c.team = ${team} and c.id = ${change}`.execute(db);
  return rows[0]?.isFindable;
}
