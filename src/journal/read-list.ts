import { sql, type RawBuilder } from 'kysely';
import { findChanges, isSought, look, type Beside } from './find-changes.ts';
import { FOUND_BY, queryOfAll, termsOf, type Sought } from './found-by.ts';
import { LISTED, OPEN, readListed, SOONEST, type Listed } from './listed.ts';
import { instant, type Record } from './record.ts';

/** What a list is of, and which of those: of a service, or with certain words. */
export type ListFilter = Pick<Sought, 'service' | 'words'> &
  (
    | { readonly by: 'open' }
    | { readonly by: 'mine'; readonly user: string }
    | { readonly by: 'week' }
    | { readonly by: 'all' }
  );

/** The most one list shows. */
export const LIST_MAX = 25;

const LATEST = sql`opens_at desc, number desc`;
/** No window is longer, with all the time that may be added to it: the index on openings bounds the search on both sides. */
const LONGEST = sql`interval '30 days'`;
const WEEK = sql`${OPEN} and opens_at < app.now() + interval '7 days' and opens_at > app.now() - ${LONGEST}
                 and closes_at > app.now() - interval '1 day'`;

/**
 * Changes for a list: those still open soonest window first, those of a person latest first, for they never leave it; what was found by
 * a service or by words the newest filed first. One more than `LIST_MAX` at most, so that the reader can be told there are more.
 */
export async function listChanges(record: Record, filter: ListFilter, beside?: Beside): Promise<readonly Listed[]> {
  const most = LIST_MAX + 1;
  const { service, words } = filter;
  const narrowed: Sought = { ...(service === undefined ? {} : { service }), ...(words === undefined ? {} : { words }) };
  if (filter.by === 'week') return week(record, narrowed, beside);
  if (filter.by === 'all' || isSought(narrowed)) {
    const sought = { ...narrowed, ...scopeOf(filter) };
    return findChanges(record, LISTED, sought, { most, ...(beside === undefined ? {} : { beside }) });
  }
  if (filter.by === 'open')
    return readListed(record, sql`${OPEN} and ${after(beside)} order by ${SOONEST} limit ${most}`);
  return readListed(record, sql`requester = ${filter.user} and ${before(beside)} order by ${LATEST} limit ${most}`);
}

/** There are few of them, whatever else they are asked to be. */
async function week(record: Record, narrowed: Sought, beside: Beside | undefined): Promise<readonly Listed[]> {
  const { words } = await look(record, narrowed.words ?? '');
  if (narrowed.words !== undefined && words.length === 0) return [];
  const terms = termsOf(narrowed, words);
  const sought = terms.length === 0 ? sql`true` : sql`${FOUND_BY} @@ (select ${queryOfAll(terms)}::tsquery)`;
  return readListed(record, sql`${WEEK} and ${sought} and ${after(beside)} order by ${SOONEST} limit ${LIST_MAX + 1}`);
}

function scopeOf(filter: ListFilter): Sought {
  switch (filter.by) {
    case 'open':
      return { isOpen: true };
    case 'mine':
      return { requester: filter.user };
    case 'all':
    case 'week':
      return {};
  }
}

function after(beside: Beside | undefined): RawBuilder<unknown> {
  return beside ? sql`(opens_at, number) > (${instant(beside.opensAt)}, ${beside.number}::integer)` : sql`true`;
}

function before(beside: Beside | undefined): RawBuilder<unknown> {
  return beside ? sql`(opens_at, number) < (${instant(beside.opensAt)}, ${beside.number}::integer)` : sql`true`;
}
