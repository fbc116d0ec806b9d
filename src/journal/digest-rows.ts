import { sql, type Kysely } from 'kysely';
import type { Delivery, Rider } from './delivery-rows.ts';
import { LANE_FREE, RIDES } from './open-deliveries.ts';
import type { Pace } from './pace-rows.ts';
import type { Record } from './record.ts';
import type { Tables } from './tables.ts';

/** As many as a channel takes at once are told one by one; from here on those that wait go together. */
const TOGETHER_MIN = 5;

type Leader = Pick<Delivery, 'key' | 'kind' | 'medium' | 'channel' | 'ts' | 'routine'>;

const RIDER = sql`d.key, d.change, d.seq, d.medium, d.channel, d.kind, d.view, d.data`;

/**
 * What goes in the message of a delivery that was just taken: what a former attempt put into it, so that it can be looked up; else, where
 * enough that can wait does wait for the same target, up to `most` with itself. Whoever rides is not taken by anybody.
 */
export async function ridersWith(
  team: string,
  tx: Kysely<Tables>,
  { key, medium, channel, ts, routine }: Leader,
  { isTogether, most }: { readonly isTogether: boolean; readonly most: number },
): Promise<readonly Rider[]> {
  if (isTogether) {
    const { rows } = await sql<Rider>`
      select ${RIDER} from deliveries d
       where d.team = ${team} and d.digest = ${key} and ${RIDES} and d.state = 'pending' order by due_at, key`.execute(
      tx,
    );
    return rows;
  }
  if (!routine || most < TOGETHER_MIN || ts !== null) return [];
  const { rows } = await sql<Rider>`
    select ${RIDER} from deliveries d
     where d.team = ${team} and d.medium = ${medium} and d.channel = ${channel} and d.kind = 'notice' and d.routine and not d.alone
       and d.state = 'pending' and d.ts is null and d.digest is null and not d.ambiguous and d.due_at <= app.now() and d.key <> ${key}
       and ${LANE_FREE}
     order by d.due_at, d.key limit ${most - 1} for update skip locked`.execute(tx);
  if (rows.length + 1 < TOGETHER_MIN) return [];
  const all = [key, ...rows.map((r) => r.key)];
  await sql`update deliveries set digest = ${key} where team = ${team} and key = any(${all}::text[])`.execute(tx);
  return rows;
}

/** Whether a notice that can wait has to, because one that cannot is due for the same target; then it waits for a turn of its pace. */
export async function isYielding(
  team: string,
  tx: Kysely<Tables>,
  { key, medium, channel, routine }: Leader,
  { intervalMs }: Pace,
): Promise<boolean> {
  if (!routine) return false;
  const { numAffectedRows } = await sql`
    update deliveries set not_before = clock_timestamp() + make_interval(secs => ${intervalMs / 1000}), offered_until = '-infinity'
     where team = ${team} and key = ${key} and exists (
       select 1 from deliveries d
        where d.team = ${team} and d.medium = ${medium} and d.channel = ${channel} and d.kind = 'notice' and not d.routine
          and d.state = 'pending' and d.ts is null and d.due_at <= app.now() and d.not_before <= clock_timestamp() and ${LANE_FREE})`.execute(
    tx,
  );
  return numAffectedRows === 1n;
}

/** Ends those that ride with a delivery and are no longer true, while it is ours. */
export async function ridersEnded(
  { team, db }: Record,
  leader: string,
  token: string,
  ended: readonly {
    readonly key: string;
    readonly state: 'superseded' | 'skippedLate' | 'dead';
    readonly reason: string;
  }[],
): Promise<void> {
  if (ended.length === 0) return;
  const rows = ended.map(({ key, state, reason }) => sql`(${key}, ${state}, ${reason})`);
  await sql`
    update deliveries d set state = e.state, last_error = e.reason, digest = null
      from (values ${sql.join(rows)}) as e (key, state, reason), deliveries leader
     where leader.team = ${team} and leader.key = ${leader} and leader.token = ${token} and leader.state = 'sending'
       and d.team = ${team} and d.key = e.key and d.digest = ${leader} and d.state = 'pending'`.execute(db);
}

/** A digest that was refused is none: each of it is said by itself, so that one of them does not silence the others. */
export async function saidAlone({ team, db }: Record, leader: string, token: string, error: string): Promise<void> {
  await sql`
    with carried as (
      update deliveries set state = 'pending', digest = null, alone = true, token = null, lease_until = null, last_error = ${error}
       where team = ${team} and key = ${leader} and token = ${token} and state = 'sending'
      returning team, key)
    update deliveries d set digest = null, alone = true, offered_until = '-infinity'
      from carried c where d.team = c.team and d.digest = c.key and ${RIDES}`.execute(db);
}
