import { sql, type RawBuilder } from 'kysely';
import type { ChangeId } from '../change/change-id.ts';
import type { Status } from '../change/statuses.ts';
import type { Record } from './record.ts';

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

/** The columns of a row of a list. */
export const LISTED = sql`id, status, title, kind, risk, services, requester, opens_at as "opensAt", closes_at as "closesAt"`;
export const OPEN = sql`status not in ('closed', 'rejected', 'withdrawn')`;
export const SOONEST = sql`opens_at, number`;

/** The rows of the list of changes that `which` (a condition, an order, a limit) asks for. */
export async function readListed({ team, db }: Record, which: RawBuilder<unknown>): Promise<readonly Listed[]> {
  const { rows } = await sql<Listed>`select ${LISTED} from changes where team = ${team} and ${which}`.execute(db);
  return rows;
}
