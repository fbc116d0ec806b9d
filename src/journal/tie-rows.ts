import { sql } from 'kysely';
import type { ChangeId } from '../change/change-id.ts';
import type { Intent } from '../change/intents.ts';
import type { Change } from '../change/model.ts';
import { asTied, namedTies, type Tied } from '../change/ties.ts';
import { readChanges } from './read-change.ts';
import type { Record } from './record.ts';

/** A whole with more parts than these is looked at no further; nobody can follow so many. */
const PARTS_MAX = 100;

/** The changes that one is tied to: those that it names, and those that are parts of it. */
export async function readTies(
  record: Record,
  { id, content }: Pick<Change, 'content'> & { readonly id?: ChangeId },
): Promise<readonly Tied[]> {
  return tiedTo(record, [...namedTies(content), ...(id === undefined ? [] : await partsOf(record, id))]);
}

/**
 * The same for a decision. What a request names stays as it is until that decision is written down, so that nothing becomes a part of
 * what is being closed. Parts are looked up only for whom they matter.
 */
export async function holdTies(record: Record, change: Change | undefined, intent: Intent): Promise<readonly Tied[]> {
  const wanted = 'content' in intent ? namedTies(intent.content) : [];
  const isAboutParts = change && (intent.type === 'close' || intent.type === 'editChange');
  const parts = isAboutParts ? await partsOf(record, change.id) : [];
  await hold(
    record,
    wanted.filter((id) => id !== change?.id),
  );
  return tiedTo(record, [...(change ? namedTies(change.content) : []), ...wanted, ...parts]);
}

async function hold({ team, db }: Record, ids: readonly ChangeId[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`select from changes where team = ${team} and id = any(${ids}) order by id for share`.execute(db);
}

async function partsOf({ team, db }: Record, whole: ChangeId): Promise<readonly ChangeId[]> {
  const { rows } = await sql<{ id: ChangeId }>`
    select id from changes where team = ${team} and part_of = ${whole} order by opens_at, number limit ${PARTS_MAX}`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

async function tiedTo(record: Record, ids: readonly ChangeId[]): Promise<readonly Tied[]> {
  if (ids.length === 0) return [];
  return [...(await readChanges(record, [...new Set(ids)])).values()].map(asTied);
}
