import { sql, type RawBuilder } from 'kysely';
import type { DebtName } from '../change/debt.ts';
import type { Listed } from './listed.ts';
import { within, type Part } from './read-inbox.ts';
import { one, type Record } from './record.ts';

/** A debt that is still owed, with the change that owes it. */
export interface OwedDebt extends Listed {
  readonly debt: number;
  readonly what: DebtName;
  readonly detail: string | null;
  readonly owner: string;
  readonly dueAt: number;
}

/** What a person owes, the most overdue first, then the soonest due. */
export async function debtsOf(record: Record, owner: string, part: Part): Promise<readonly OwedDebt[]> {
  return readOwed(record, sql`d.owner = ${owner} order by d.due_at, c.number, d.debt ${within(part)}`);
}

/** What anybody owes, at most `most`, the most overdue first. */
export async function debtsDue(record: Record, most: number): Promise<readonly OwedDebt[]> {
  return readOwed(record, sql`true order by d.due_at, c.number, d.debt limit ${most}`);
}

async function readOwed({ team, db }: Record, which: RawBuilder<unknown>): Promise<readonly OwedDebt[]> {
  const { rows } = await sql<OwedDebt>`
    select c.id, c.status, c.title, c.kind, c.risk, c.services, c.requester, c.opens_at as "opensAt", c.closes_at as "closesAt",
           d.debt, d.what, d.detail, d.owner, d.due_at as "dueAt"
      from open_debts d join changes c on c.team = d.team and c.id = d.change
     where d.team = ${team} and ${which}`.execute(db);
  return rows;
}

/** Debts are counted up to here, so that a count costs the same however many there are. */
const COUNTED_MAX = 1000;

export interface DebtCount {
  readonly open: number;
  readonly overdue: number;
  /** There are more than were counted. */
  readonly more: boolean;
}

/** How many debts people owe, all but those of one person where one is named; the most overdue count first, up to `COUNTED_MAX`. */
export async function countDebts({ team, db }: Record, except = ''): Promise<DebtCount> {
  const { rows } = await sql<DebtCount>`
    select least(count(*), ${COUNTED_MAX})::int as open, count(*) > ${COUNTED_MAX} as more,
           least(count(*) filter (where due_at <= app.now()), ${COUNTED_MAX})::int as overdue
      from (select due_at from open_debts where team = ${team} and owner <> ${except}
             order by due_at limit ${COUNTED_MAX + 1}) as counted`.execute(db);
  return one(rows);
}
