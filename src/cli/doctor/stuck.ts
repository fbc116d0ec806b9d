import { sql } from 'kysely';
import { sayDuration } from '../../change/duration.ts';
import type { Record } from '../../journal/record.ts';
import { counted } from '../terminal.ts';
import { notOk, ok, type Line } from './line.ts';

interface Stuck {
  readonly change: string;
  readonly what: string;
  readonly host: string | null;
  readonly forMs: number;
}

/** Old unfinished business: outcomes that nobody could prove, steps past their ceiling, messages given up. */
export async function stuckLines(record: Record): Promise<readonly Line[]> {
  const lines = [...(await unknownOutcomes(record)), ...(await overdueRuns(record)), ...(await deadDeliveries(record))];
  return lines.length === 0
    ? [ok('nothing is stuck: no unproved outcome, no step past its ceiling, no message given up.')]
    : lines;
}

async function unknownOutcomes({ db, team }: Record): Promise<readonly Line[]> {
  const { rows } = await sql<Stuck>`
    select r.change, r.run as what, r.host, (extract(epoch from app.now() - r.ended_at) * 1000)::float8 as "forMs"
      from runs r join changes c on c.team = r.team and c.id = r.change
     where r.team = ${team} and r.outcome = 'unknown' and c.status in ('implementing', 'rollingBack')
       and not exists (select 1 from facts f where f.team = r.team and f.stream = r.change and f.type = 'stepSettled'
                          and f.payload->>'run' = r.run)
     order by r.ended_at limit 10`.execute(db);
  return rows.map(({ change, what, host, forMs }) =>
    notOk(`${change}: for ${sayDuration(forMs)} nobody has said how ${what} on ${host ?? 'its host'} ended.`),
  );
}

async function overdueRuns({ db, team }: Record): Promise<readonly Line[]> {
  const { rows } = await sql<Stuck>`
    select change, run as what, host, (extract(epoch from app.now() - began_at) * 1000)::float8 as "forMs"
      from runs where team = ${team} and state = 'running' and overdue order by began_at limit 10`.execute(db);
  return rows.map(({ change, what, host, forMs }) =>
    notOk(
      `${change}: ${what} on ${host ?? 'its host'} passed its ceiling and has been running for ${sayDuration(forMs)}.`,
    ),
  );
}

async function deadDeliveries({ db, team }: Record): Promise<readonly Line[]> {
  const { rows } = await sql<{ channel: string; count: number; error: string | null; change: string }>`
    select channel, count(*) as count, (array_agg(last_error order by due_at desc))[1] as error,
           (array_agg(coalesce(change, key) order by due_at desc))[1] as change
      from deliveries where team = ${team} and state = 'dead' and due_at > app.now() - interval '30 days'
     group by channel order by count desc limit 10`.execute(db);
  return rows.map(({ channel, count, error, change }) =>
    notOk(
      `${counted(count, 'message')} to ${channel} given up in 30 days, last for ${change}: ${error ?? 'no reason kept'}.`,
    ),
  );
}
