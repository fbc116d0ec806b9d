import { sql, type Kysely } from 'kysely';
import type { FollowUp } from '../change/follow-ups.ts';
import { NOT_ON_HOLD } from './hold.ts';
import { instant, type Record } from './record.ts';
import type { Tables } from './tables.ts';

/** Writes follow-ups in the transaction of their fact; a key already there is the same follow-up. */
export async function insertFollowUps(
  { team }: Pick<Record, 'team'>,
  db: Kysely<Tables>,
  change: string,
  followUps: readonly FollowUp[],
): Promise<void> {
  if (followUps.length === 0) return;
  const rows = followUps.map(
    ({ key, kind, dueAt, ...data }) =>
      sql`(${team}, ${key}, ${change}, ${kind}, ${instant(dueAt)}, ${JSON.stringify(data)})`,
  );
  await sql`
    insert into follow_ups (team, key, change, kind, due_at, data)
    values ${sql.join(rows)} on conflict do nothing`.execute(db);
}

export interface OfferedFollowUp {
  readonly key: string;
  readonly change: string;
  readonly kind: FollowUp['kind'];
  readonly generation: number;
  readonly data: Readonly<{ [member: string]: unknown }>;
}

/**
 * Claims due follow-ups for offering to the queues: each is offered again only after `leaseMs` of real time, under a new
 * generation, so that a lost queue costs a delay and nothing else; longest due first. Rows, never a cursor: late commits are not skipped.
 */
export async function claimDueFollowUps(
  { team, db }: Record,
  most: number,
  leaseMs: number,
): Promise<readonly OfferedFollowUp[]> {
  const { rows } = await sql<OfferedFollowUp>`
    with due as (
      select team, key from follow_ups
       where team = ${team} and state = 'pending' and due_at <= app.now() and offered_until <= clock_timestamp()
         and ${NOT_ON_HOLD}
       order by due_at limit ${most} for update skip locked),
    offered as (
      update follow_ups f
         set generation = f.generation + 1, offered_until = clock_timestamp() + make_interval(secs => ${leaseMs / 1000})
        from due where f.team = due.team and f.key = due.key
      returning f.*)
    select key, change, kind, generation, data from offered order by due_at, key`.execute(db);
  return rows;
}

/** A follow-up still to be done, or undefined when it is done already or the record is on hold. */
export async function pendingFollowUp({ team, db }: Record, key: string): Promise<OfferedFollowUp | undefined> {
  const { rows } = await sql<OfferedFollowUp>`
    select key, change, kind, generation, data from follow_ups
     where team = ${team} and key = ${key} and state = 'pending' and due_at <= app.now() and ${NOT_ON_HOLD}`.execute(
    db,
  );
  return rows[0];
}

export async function followUpDone({ team, db }: Record, key: string): Promise<void> {
  await sql`update follow_ups set state = 'done' where team = ${team} and key = ${key}`.execute(db);
}

/** Not now: due again at an instant of the record's clock. */
export async function putOffFollowUp({ team, db }: Record, key: string, dueAt: number): Promise<void> {
  await sql`
    update follow_ups set due_at = ${instant(dueAt)}, offered_until = '-infinity'
     where team = ${team} and key = ${key} and state = 'pending'`.execute(db);
}

/** Takes back wakes that have become pointless: those of a former window, and prompts that would find nothing to do. */
export async function dropWakes(
  { team }: Pick<Record, 'team'>,
  db: Kysely<Tables>,
  change: string,
  moot: { readonly schedule: number; readonly milestones: readonly string[] },
): Promise<void> {
  await sql`
    update follow_ups set state = 'done'
     where team = ${team} and change = ${change} and kind = 'wake' and state = 'pending'
       and ((data->>'schedule')::integer <> ${moot.schedule} or data->>'milestone' = any(${[...moot.milestones]}))`.execute(
    db,
  );
}

/** Takes back what would ask people to answer a ballot or a review that is open no more. */
export async function dropAskings(
  { team }: Pick<Record, 'team'>,
  db: Kysely<Tables>,
  change: string,
  open: { readonly ballots: readonly number[]; readonly reviews: readonly number[] },
): Promise<void> {
  await sql`
    update follow_ups set state = 'done'
     where team = ${team} and change = ${change} and kind = 'ask' and state = 'pending'
       and case when data ? 'review' then (data->>'review')::integer <> all(${[...open.reviews]})
                else (data->>'ballot')::integer <> all(${[...open.ballots]}) end`.execute(db);
}
