import { sql } from 'kysely';
import { one, type Record } from './record.ts';

/** What is due for longer than this is late: a sweep a second hands it out (real or moved, by the record's clock). */
const LATE = sql`interval '1 minute'`;
/** Beyond so many an operator knows enough. */
const COUNTED_MAX = 10_000;

/** How the work of the bot itself stands; ages in ms, 0 where nothing waits. */
export interface Operations {
  readonly deliveries: {
    readonly pending: number;
    readonly sending: number;
    /** Given up in the last 30 days. */
    readonly dead: number;
    /** For how long the first of those that may be sent now has been waiting. */
    readonly oldestDueMs: number;
  };
  readonly followUps: { readonly due: number; readonly late: number; readonly oldestDueMs: number };
  readonly runs: {
    readonly requested: number;
    readonly running: number;
    /** Past their ceiling and running. */
    readonly overdue: number;
    readonly oldestRunningMs: number;
  };
  readonly isOnHold: boolean;
}

/** Looks at what is open alone, by indexes that hold nothing else, and counts no further than `COUNTED_MAX`. */
export async function readOperations({ team, db }: Record): Promise<Operations> {
  const [deliveries, dead, followUps, runs, hold] = await Promise.all([
    sql<Omit<Operations['deliveries'], 'dead'>>`
      select count(*) filter (where state = 'pending')::int as pending, count(*) filter (where state = 'sending')::int as sending,
             ${age(sql`min(due_at) filter (where due_at <= app.now())`)} as "oldestDueMs"
        from (select state, due_at from deliveries where team = ${team} and state in ('pending', 'sending')
               order by due_at limit ${COUNTED_MAX}) open`.execute(db),
    sql<{ dead: number }>`
      select count(*)::int as dead from (
        select from deliveries where team = ${team} and state = 'dead' and due_at > app.now() - interval '30 days'
         limit ${COUNTED_MAX}) given_up`.execute(db),
    sql<Operations['followUps']>`
      select count(*)::int as due, count(*) filter (where due_at <= app.now() - ${LATE})::int as late,
             ${age(sql`min(due_at)`)} as "oldestDueMs"
        from (select due_at from follow_ups where team = ${team} and state = 'pending' and due_at <= app.now()
               order by due_at limit ${COUNTED_MAX}) due`.execute(db),
    sql<Operations['runs']>`
      select count(*) filter (where state = 'requested')::int as requested, count(*) filter (where state = 'running')::int as running,
             count(*) filter (where state = 'running' and overdue)::int as overdue,
             ${age(sql`min(began_at) filter (where state = 'running')`)} as "oldestRunningMs"
        from (select state, overdue, began_at from runs where team = ${team} and state <> 'ended' limit ${COUNTED_MAX}) open`.execute(
      db,
    ),
    sql<{ isOnHold: boolean }>`select exists (select 1 from hold) as "isOnHold"`.execute(db),
  ]);
  return {
    deliveries: { ...one(deliveries.rows), ...one(dead.rows) },
    followUps: one(followUps.rows),
    runs: one(runs.rows),
    ...one(hold.rows),
  };
}

function age(since: ReturnType<typeof sql>): ReturnType<typeof sql> {
  return sql`coalesce(greatest(0, extract(epoch from app.now() - ${since}) * 1000), 0)::float8`;
}
