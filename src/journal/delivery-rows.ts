import { sql, type Kysely } from 'kysely';
import { isYielding, ridersWith } from './digest-rows.ts';
import { LANE_FREE, OPEN, RIDES } from './open-deliveries.ts';
import { withinPace, type Pace } from './pace-rows.ts';
import { instant, type Record } from './record.ts';
import type { Tables } from './tables.ts';

/** By what something is said; it tells what a delivery's `channel` is. */
export type Medium =
  /** A conversation or a person in Slack. */
  | 'slack'
  /** A mailbox. */
  | 'mail'
  /** The name of an environment variable that holds the address of a webhook, which is a secret. */
  | 'teams';

/** What is to be said, to one target. Headlines and live reports are screens: posted once, then updated; the rest is said once. */
export interface NewDelivery {
  /** Made from the change, the fact and the target, so that it cannot repeat. */
  readonly key: string;
  readonly kind: 'headline' | 'note' | 'notice' | 'live' | 'log';
  /** Slack where it is left out. */
  readonly medium?: Medium;
  readonly channel: string;
  /** Within a lane the first posts keep the order of facts. */
  readonly lane: string;
  /** Order among the deliveries of one fact. */
  readonly position: number;
  /** Which view renders it, from the state when it is sent. */
  readonly view: string;
  readonly data: Readonly<{ [member: string]: unknown }>;
  /** It can wait, and go with others that wait for its target; false where it is left out. */
  readonly routine?: boolean;
}

export interface Delivery extends NewDelivery {
  readonly medium: Medium;
  /** None of a bulletin, which stands for no fact either: its `seq` is 0. */
  readonly change: string | null;
  readonly seq: number;
  readonly ts: string | null;
  /** The conversation its message stands in, which for a person is not the channel it was meant for. */
  readonly postedIn: string | null;
  readonly wantedSeq: number;
  readonly attempts: number;
  /** A former attempt may have arrived: look it up before posting again. */
  readonly ambiguous: boolean;
  /** An attempt after one that may have arrived came to no known end either. */
  readonly lostTwice: boolean;
  readonly firstTriedAt: number | null;
  /** What goes in its message besides itself; the rest is of that one alone. */
  readonly riders: readonly Rider[];
}

/** A delivery that goes in the message of another. */
export type Rider = Pick<Delivery, 'key' | 'change' | 'seq' | 'medium' | 'channel' | 'kind' | 'view' | 'data'>;

/** Writes deliveries in the transaction of their fact; a screen already there is asked to catch up with the fact instead. */
export async function insertDeliveries(
  { team }: Pick<Record, 'team'>,
  db: Kysely<Tables>,
  change: string,
  at: { readonly seq: number; readonly now: number },
  deliveries: readonly NewDelivery[],
): Promise<void> {
  // A statement may touch a row once.
  const each = [...new Map(deliveries.map((d) => [d.key, d])).values()];
  if (each.length === 0) return;
  const rows = each.map(
    ({ key, kind, medium = 'slack', channel, lane, position, view, data, routine = false }) =>
      sql`(${team}, ${key}, ${change}, ${kind}, ${medium}, ${channel}, ${lane}, ${at.seq}, ${position}, ${view}, ${JSON.stringify(data)},
           ${instant(at.now)}, ${at.seq}, ${routine})`,
  );
  await sql`
    insert into deliveries (team, key, change, kind, medium, channel, lane, seq, position, view, data, due_at, wanted_seq, routine)
    values ${sql.join(rows)}
    on conflict (team, key) do update set
      wanted_seq = greatest(deliveries.wanted_seq + 1, excluded.wanted_seq),
      state = case when deliveries.state = 'sent' then 'pending' else deliveries.state end
      where deliveries.kind in ('headline', 'live')`.execute(db);
}

/** Asks a screen already posted for another update; nothing for one not posted yet or given up. */
export async function askForUpdate({ team, db }: Record, key: string): Promise<void> {
  await sql`
    update deliveries set wanted_seq = wanted_seq + 1, state = case when state = 'sent' then 'pending' else state end
     where team = ${team} and key = ${key} and kind in ('headline', 'live') and state <> 'dead'`.execute(db);
}

export interface OfferedDelivery {
  readonly key: string;
  readonly medium: Medium;
  readonly generation: number;
}

/** Claims sendable deliveries for offering to the queues; urgent first is the order of due times. */
export async function claimDueDeliveries(
  { team, db }: Record,
  most: number,
  leaseMs: number,
): Promise<readonly OfferedDelivery[]> {
  const { rows } = await sql<OfferedDelivery>`
    with due as (
      select team, key from deliveries d
       where team = ${team} and d.state in ('pending', 'sending') and offered_until <= clock_timestamp() and ${OPEN} and ${LANE_FREE}
       order by due_at, seq, position limit ${most} for update skip locked),
    offered as (
      update deliveries d
         set generation = d.generation + 1, offered_until = clock_timestamp() + make_interval(secs => ${leaseMs / 1000})
        from due where d.team = due.team and d.key = due.key
      returning d.*)
    select key, medium, generation from offered order by due_at, seq, position`.execute(db);
  return rows;
}

/**
 * Takes a delivery for sending, under a token that fences a late twin; undefined when it is not open, its lane is not free,
 * its pace does not allow it yet, or something more urgent waits for its target. Where many like it wait, they are taken with
 * it. A row that an intent is writing at this moment is waited for. Slack allows about a message a second for each channel
 * (docs.slack.dev rate limits).
 */
export async function takeDelivery(
  { team, db }: Record,
  key: string,
  token: string,
  leaseMs: number,
  paceOf: (delivery: Omit<Delivery, 'riders'>) => Pace,
): Promise<Delivery | undefined> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<Omit<Delivery, 'riders'> & { readonly isTogether: boolean; readonly alone: boolean }>`
      select key, change, kind, medium, channel, lane, seq, position, view, data, routine, alone, ts, posted_in as "postedIn", attempts,
             (ambiguous or state = 'sending') as ambiguous, (ambiguous and state = 'sending') as "lostTwice",
             wanted_seq as "wantedSeq", first_tried_at as "firstTriedAt", digest is not null as "isTogether"
        from deliveries d
       where team = ${team} and key = ${key} and ${OPEN} and ${LANE_FREE} for update`.execute(tx);
    const [row] = rows;
    if (!row) return undefined;
    const { isTogether, alone, ...delivery } = row;
    const pace = paceOf(delivery);
    if (await isYielding(team, tx, delivery, pace)) return undefined;
    if (!(await withinPace(team, tx, key, pace))) return undefined;
    await sql`
      update deliveries set state = 'sending', token = ${token}, attempts = attempts + 1, ambiguous = ${delivery.ambiguous},
             lease_until = clock_timestamp() + make_interval(secs => ${leaseMs / 1000}),
             first_tried_at = coalesce(first_tried_at, clock_timestamp())
       where team = ${team} and key = ${key}`.execute(tx);
    const most = alone || delivery.ambiguous ? 0 : (pace.together ?? 0);
    return { ...delivery, riders: await ridersWith(team, tx, delivery, { isTogether, most }) };
  });
}

/** Makes a lease last longer, counted from now; false when a twin owns the delivery, or nobody does. */
export async function holdDelivery(
  { team, db }: Record,
  key: string,
  token: string,
  leaseMs: number,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update deliveries set lease_until = clock_timestamp() + make_interval(secs => ${leaseMs / 1000})
     where team = ${team} and key = ${key} and token = ${token} and state = 'sending'`.execute(db);
  return numAffectedRows === 1n;
}

/**
 * Posted or updated, with all that went in it; `channel` is the conversation Slack put it into. A screen that fell behind meanwhile is
 * open again, after `restMs`. False when a twin owns it now.
 */
export async function deliverySent(
  { team, db }: Record,
  key: string,
  token: string,
  sent: { readonly ts: string; readonly channel?: string; readonly seq: number; readonly restMs: number },
): Promise<boolean> {
  const { rows } = await sql`
    with carried as (
      update deliveries set ts = ${sent.ts}, posted_in = coalesce(${sent.channel ?? null}, posted_in), sent_seq = ${sent.seq}, sent_at = clock_timestamp(), ambiguous = false, attempts = 0,
             state = case when kind in ('headline', 'live') and wanted_seq > ${sent.seq} then 'pending' else 'sent' end,
             not_before = clock_timestamp() + make_interval(secs => ${sent.restMs / 1000}), offered_until = '-infinity',
             token = null, lease_until = null, last_error = null
       where team = ${team} and key = ${key} and token = ${token} and state = 'sending'
      returning team, key),
    rode as (
      update deliveries d set ts = ${sent.ts}, posted_in = ${sent.channel ?? null}, sent_seq = d.wanted_seq, sent_at = clock_timestamp(),
             ambiguous = false, state = 'sent', last_error = null
        from carried c where d.team = c.team and d.digest = c.key and ${RIDES} and d.state = 'pending')
    select key from carried`.execute(db);
  return rows.length === 1;
}

/** Not sent this time; open again after `waitMs` of real time. */
export async function deliveryFailed(
  { team, db }: Record,
  key: string,
  token: string,
  failure: { readonly error: string; readonly ambiguous: boolean; readonly waitMs: number },
): Promise<void> {
  await sql`
    update deliveries set state = 'pending', ambiguous = ambiguous or ${failure.ambiguous}, last_error = ${failure.error},
           not_before = clock_timestamp() + make_interval(secs => ${failure.waitMs / 1000}), offered_until = '-infinity',
           token = null, lease_until = null
     where team = ${team} and key = ${key} and token = ${token} and state = 'sending'`.execute(db);
}

/** Its end without being sent: no longer true, too late, or impossible. What was to go in its message goes by itself, or ends as it does. */
export async function deliveryEnded(
  { team, db }: Record,
  key: string,
  token: string,
  end: {
    readonly state: 'superseded' | 'skippedLate' | 'dead';
    readonly reason: string;
    readonly withRiders?: boolean;
  },
): Promise<void> {
  const { state, reason, withRiders = false } = end;
  await sql`
    with carried as (
      update deliveries set state = ${state}, last_error = ${reason}, token = null, lease_until = null
       where team = ${team} and key = ${key} and token = ${token} and state = 'sending'
      returning team, key)
    update deliveries d set digest = null, offered_until = '-infinity',
           state = case when ${withRiders} then ${state} else d.state end,
           last_error = case when ${withRiders} then ${reason} else d.last_error end
      from carried c where d.team = c.team and d.digest = c.key and ${RIDES} and d.state = 'pending'`.execute(db);
}
