import { sql, type RawBuilder } from 'kysely';
import { FOUND_BY, queryOf, queryOfAll, termsOf, type Sought } from './found-by.ts';
import { instant, one, type Record } from './record.ts';

/** Where a page ends: the change beside it. Pages go on from there, so that nothing is counted off. */
export interface Beside {
  readonly opensAt: number;
  readonly number: number;
}

/** A page of a list: at most `most` rows older, or newer, than the change beside it; the newest where there is none. */
export interface Page {
  readonly beside?: Beside;
  readonly turn?: 'older' | 'newer';
  readonly most: number;
}

/** The days whose windows are looked at: `[since, until)`. */
export interface Days {
  readonly since?: number;
  readonly until?: number;
}

/** Something that the index answers is sought. */
export function isSought(sought: Sought): boolean {
  const { words, service, kind, standings, isOpen, requester, implementer } = sought;
  return [words, service, kind, standings, isOpen, requester, implementer].some((part) => part !== undefined);
}

/**
 * The changes that are sought, the newest filed first. They are looked for among the newest first and farther back only as long as a page
 * is not full: so a page costs no more where there are a million changes (`bench/record.ts`).
 */
export async function findChanges<T>(
  { team, db }: Record,
  columns: RawBuilder<unknown>,
  { days = {}, ...sought }: Sought & { readonly days?: Days },
  { beside, turn = 'older', most }: Page,
): Promise<readonly T[]> {
  const { words, top } = await look({ team, db }, sought.words ?? '');
  // Words that come to nothing find nothing, and never everything.
  if (sought.words !== undefined && words.length === 0) return [];
  const terms = termsOf(sought, words);
  const isUp = turn === 'newer' && beside !== undefined;
  const from = isUp ? beside.number + 1 : 1;
  const to = isUp || !beside ? top : beside.number - 1;
  if (terms.length === 0 || from > to) return [];
  const hasDays = days.since !== undefined || days.until !== undefined;
  const asked = { team, isUp, most, terms, from, to };
  const which = hasDays ? ofDays(asked, days) : fromOneEnd(asked);
  const { rows } = await sql<T>`
    select ${columns} from changes where team = ${team} and number = any(array(${which})) order by number desc`.execute(
    db,
  );
  return rows;
}

interface Asked {
  readonly team: string;
  readonly isUp: boolean;
  readonly most: number;
  readonly terms: ReturnType<typeof termsOf>;
  /** The numbers looked through, both ends included. */
  readonly from: number;
  readonly to: number;
}

function fromOneEnd({ team, isUp, most, terms, from, to }: Asked): RawBuilder<unknown> {
  return sql`select app.found(${team}, ${queryOf(terms)}, ${from}, ${to}, ${isUp}, ${most})`;
}

/**
 * Of certain days the numbers say little: there the database chooses between the days and the terms. A number with nothing added would
 * let it walk down the numbers instead, and look at each change by itself; a question in the open would make it count its words first.
 */
function ofDays({ team, isUp, most, terms, from, to }: Asked, days: Days): RawBuilder<unknown> {
  const order = isUp ? sql`number + 0` : sql`number + 0 desc`;
  return sql`
    select number from changes
     where team = ${team} and ${FOUND_BY} @@ (select ${queryOfAll(terms)}::tsquery)
       and number + 0 between ${from} and ${to} and ${within(days)} order by ${order} limit ${most}`;
}

/** The index's words of what was typed, and the newest number. */
export async function look(
  { team, db }: Record,
  typed: string,
): Promise<{ readonly words: readonly string[]; readonly top: number }> {
  const { rows } = await sql<{ words: readonly string[]; top: number }>`
    select app.words(${typed}) as words, coalesce((select max(number) from changes where team = ${team}), 0) as top`.execute(
    db,
  );
  return one(rows);
}

/** The condition that a window opens within these days. */
export function within({ since, until }: Days): RawBuilder<unknown> {
  const from = since === undefined ? sql`true` : sql`opens_at >= ${instant(since)}`;
  return until === undefined ? from : sql`${from} and opens_at < ${instant(until)}`;
}
