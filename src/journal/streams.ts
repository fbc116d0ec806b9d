import { sql, type Kysely } from 'kysely';
import { CALENDAR } from '../change/declaring/calendar-facts.ts';
import type { Record } from './record.ts';
import type { Tables } from './tables.ts';

/**
 * The name of every stream the record speaks of, in order, one at a time: also one whose facts are gone while something else
 * still tells of it. A look into seven indexes for each, whatever the number of facts.
 */
export async function* streams({ team, db }: Record): AsyncGenerator<string> {
  for (let stream = await nextStream(db, team, ''); stream !== undefined; stream = await nextStream(db, team, stream))
    yield stream;
}

async function nextStream(db: Kysely<Tables>, team: string, after: string): Promise<string | undefined> {
  const { rows } = await sql<{ next: string | null }>`
    select least(
      (select min(stream) from facts where team = ${team} and stream > ${after}),
      (select min(stream) from intents where team = ${team} and stream > ${after}),
      (select min(id) from changes where team = ${team} and id > ${after}),
      (select min(change) from runs where team = ${team} and change > ${after}),
      (select min(change) from follow_ups where team = ${team} and change > ${after}),
      (select min(change) from deliveries where team = ${team} and change > ${after}),
      (select ${CALENDAR}::text from calendar where team = ${team} and version > 0 and ${CALENDAR} > ${after})) as next`.execute(
    db,
  );
  return rows[0]?.next ?? undefined;
}
