import { sql, type Kysely } from 'kysely';
import type { Tables } from './tables.ts';

export interface Pace {
  /** The budget this message draws on. */
  readonly name: string;
  readonly intervalMs: number;
  /** How many may go at once before the interval binds. */
  readonly burst: number;
  /** How many of its kind that wait for one target may go as one message; none unless it says so. */
  readonly together?: number;
}

/** Whether the budget allows one more now; it is drawn on if so, and otherwise the delivery waits for the next turn it has. */
export async function withinPace(team: string, tx: Kysely<Tables>, key: string, pace: Pace): Promise<boolean> {
  const interval = sql`make_interval(secs => ${pace.intervalMs / 1000})`;
  const ahead = sql`make_interval(secs => ${(pace.intervalMs * (pace.burst - 1)) / 1000})`;
  await sql`insert into paces (team, name, next_at) values (${team}, ${pace.name}, '-infinity') on conflict do nothing`.execute(
    tx,
  );
  const { rows } = await sql<{ ok: boolean }>`
    update paces set next_at = greatest(next_at, clock_timestamp()) + ${interval}
     where team = ${team} and name = ${pace.name} and next_at <= clock_timestamp() + ${ahead}
    returning true as ok`.execute(tx);
  if (rows.length > 0) return true;
  await sql`
    update deliveries d set not_before = p.next_at - ${ahead}, offered_until = '-infinity'
      from paces p
     where d.team = ${team} and d.key = ${key} and p.team = ${team} and p.name = ${pace.name}`.execute(tx);
  return false;
}
