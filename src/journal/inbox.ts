import { sql, type Kysely } from 'kysely';
import type { Refusal } from '../change/refusals.ts';
import { instant, type Record } from './record.ts';
import type { Tables } from './tables.ts';

/** What became of an intent: the same answer for ever, however often it arrives. */
export type Outcome =
  | { readonly ok: true; readonly change: string; readonly fromSeq: number; readonly toSeq: number }
  | { readonly ok: false; readonly refusal: Refusal };

export interface Heard {
  readonly id: string;
  readonly stream: string;
  readonly type: string;
  readonly by: string;
  readonly surface: string;
  readonly at: number;
}

/** The answer given before to an intent of this id, if it was heard before. */
export async function heardBefore(
  { team }: Pick<Record, 'team'>,
  db: Kysely<Tables>,
  id: string,
): Promise<Outcome | undefined> {
  const { rows } = await sql<{ outcome: Outcome }>`
    select outcome from intents where team = ${team} and id = ${id}`.execute(db);
  return rows[0]?.outcome;
}

/** Keeps the answer, in the transaction of its facts; two at once meet at the primary key and one decides again. */
export async function keepAnswer(
  { team }: Pick<Record, 'team'>,
  db: Kysely<Tables>,
  heard: Heard,
  outcome: Outcome,
): Promise<void> {
  await sql`
    insert into intents (team, id, at, stream, type, by, surface, outcome)
    values (${team}, ${heard.id}, ${instant(heard.at)}, ${heard.stream}, ${heard.type}, ${heard.by}, ${heard.surface},
            ${JSON.stringify(outcome)})`.execute(db);
}
