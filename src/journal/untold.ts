import { sql } from 'kysely';
import type { Delivery } from './delivery-rows.ts';
import type { Record } from './record.ts';

/** Where notices of a change were given up, each target once, in the order of their names. */
export async function untoldOf(
  { team, db }: Record,
  change: string,
): Promise<readonly Pick<Delivery, 'medium' | 'channel'>[]> {
  const { rows } = await sql<Pick<Delivery, 'medium' | 'channel'>>`
    select distinct medium, channel from deliveries
     where team = ${team} and change = ${change} and kind = 'notice' and state = 'dead'
     order by medium, channel`.execute(db);
  return rows;
}
