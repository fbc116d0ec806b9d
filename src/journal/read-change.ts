import { sql, type RawBuilder } from 'kysely';
import type { ChangeId } from '../change/change-id.ts';
import { fold } from '../change/evolve.ts';
import type { RecordedFact } from '../change/facts.ts';
import type { Change } from '../change/model.ts';
import type { Status } from '../change/statuses.ts';
import { factRows, readFacts, recordedFact } from './facts-store.ts';
import { now, type Record } from './record.ts';

export interface ChangeStory {
  readonly change: Change;
  readonly facts: readonly RecordedFact[];
  /** The database's clock when it was read. */
  readonly now: number;
}

/** A change as it is now, with the facts that made it; undefined when there is none of that name. */
export async function readChange(record: Record, id: ChangeId): Promise<ChangeStory | undefined> {
  const { facts } = await readFacts(record, record.db, id);
  const change = fold(facts);
  return change && { change, facts, now: await now(record.db) };
}

/** Several changes as they are now, in one look. One that a newer program wrote, or that cannot be read, is left out. */
export async function readChanges(
  { team, db }: Record,
  ids: readonly ChangeId[],
): Promise<ReadonlyMap<string, Change>> {
  const streams = new Map<string, RecordedFact[] | undefined>(ids.map((id) => [id, []]));
  for (const row of await factRows(db, team, ids)) {
    try {
      streams.get(row.stream)?.push(recordedFact(row));
    } catch {
      streams.set(row.stream, undefined);
    }
  }
  return new Map(
    [...streams].flatMap(([id, facts]) => {
      const change = facts && fold(facts);
      return change ? [[id, change] as const] : [];
    }),
  );
}

export interface Listed {
  readonly id: ChangeId;
  readonly status: Status;
  readonly title: string;
  readonly kind: string;
  readonly risk: string;
  readonly services: readonly string[];
  readonly requester: string;
  readonly opensAt: number;
  readonly closesAt: number;
}

export type ListFilter =
  | { readonly by: 'open' }
  | { readonly by: 'mine'; readonly user: string }
  | { readonly by: 'week' }
  | { readonly by: 'service'; readonly service: string };

/** The most one list shows. */
export const LIST_MAX = 25;

export const OPEN = sql`status not in ('closed', 'rejected', 'withdrawn')`;
export const SOONEST = sql`opens_at, number`;
const LATEST = sql`opens_at desc, number desc`;

/**
 * Changes for a list: those still open soonest window first, those of a person or a service latest first, for they never
 * leave it. One more than `LIST_MAX` at most, so that the reader can be told there are more.
 */
export async function listChanges(record: Record, filter: ListFilter): Promise<readonly Listed[]> {
  const { where, order } = condition(filter);
  return readListed(record, sql`${where} order by ${order} limit ${LIST_MAX + 1}`);
}

/** The rows of the list of changes that `which` (a condition, an order, a limit) asks for. */
export async function readListed({ team, db }: Record, which: RawBuilder<unknown>): Promise<readonly Listed[]> {
  const { rows } = await sql<Listed>`
    select id, status, title, kind, risk, services, requester, opens_at as "opensAt", closes_at as "closesAt"
      from changes where team = ${team} and ${which}`.execute(db);
  return rows;
}

function condition(filter: ListFilter): { readonly where: RawBuilder<unknown>; readonly order: RawBuilder<unknown> } {
  switch (filter.by) {
    case 'open':
      return { where: OPEN, order: SOONEST };
    case 'week':
      return {
        where: sql`${OPEN} and opens_at < app.now() + interval '7 days' and closes_at > app.now() - interval '1 day'`,
        order: SOONEST,
      };
    case 'mine':
      return { where: sql`requester = ${filter.user}`, order: LATEST };
    case 'service':
      return { where: sql`services @> array[${filter.service}]`, order: LATEST };
  }
}
