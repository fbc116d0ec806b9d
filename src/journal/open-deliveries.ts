import { sql } from 'kysely';
import { NOT_ON_HOLD } from './hold.ts';

// Of a row `d` of deliveries.

/** It goes in the message of another. */
export const RIDES = sql<boolean>`(d.digest is not null and d.digest <> d.key)`;

/**
 * Not until every earlier first post of its lane is settled. Looked up lane by lane (`offset 0`): as a join it may be planned, before the
 * table has statistics, to compare all that waits with all that waits, which takes seconds of a thousand.
 */
export const LANE_FREE = sql<boolean>`not exists (
  select 1 from deliveries e
   where e.team = d.team and e.lane = d.lane and e.ts is null and e.state in ('pending', 'sending')
     and (e.seq, e.position) < (d.seq, d.position) and d.ts is null offset 0)`;

/** Due, its time come, in nobody's hands and in no other's message. */
export const OPEN = sql<boolean>`(d.state = 'pending' or (d.state = 'sending' and d.lease_until <= clock_timestamp()))
  and d.due_at <= app.now() and d.not_before <= clock_timestamp() and not ${RIDES} and ${NOT_ON_HOLD}`;
