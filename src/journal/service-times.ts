import { sql, type Kysely } from 'kysely';
import type { ChangeId } from '../change/change-id.ts';
import type { ServiceAge } from '../change/figures/report.ts';
import type { Change } from '../change/model.ts';
import { readPractice } from './read-practice.ts';
import { instant, type Record } from './record.ts';
import type { Tables } from './tables.ts';

/** When a change last did something to each of its services, as the record keeps it; undefined while it did nothing. */
export function keptTimes({ endedAt, rehearsedAt }: Change): KeptTimes | undefined {
  return endedAt === undefined && rehearsedAt === undefined
    ? undefined
    : { endedAt: endedAt ?? null, rehearsedAt: rehearsedAt ?? null };
}

export interface KeptTimes {
  readonly endedAt: number | null;
  readonly rehearsedAt: number | null;
}

/** Brings the times of a change up to its services as they are now. */
export async function projectServiceTimes(
  { team }: Pick<Record, 'team'>,
  db: Kysely<Tables>,
  change: Change,
): Promise<void> {
  const { id, content, reopenings } = change;
  const times = keptTimes(change);
  if (!times) {
    if (reopenings.length > 0) await sql`delete from service_times where team = ${team} and change = ${id}`.execute(db);
    return;
  }
  const { endedAt, rehearsedAt } = times;
  await sql`
    with gone as (
      delete from service_times where team = ${team} and change = ${id} and service <> all(${content.services}::text[]))
    insert into service_times (team, service, change, ended_at, rehearsed_at)
    select ${team}, s, ${id}, ${endedAt === null ? null : instant(endedAt)}::timestamptz,
           ${rehearsedAt === null ? null : instant(rehearsedAt)}::timestamptz
      from (select distinct unnest(${content.services}::text[]) as s) as its
    on conflict (team, change, service) do update set ended_at = excluded.ended_at, rehearsed_at = excluded.rehearsed_at`.execute(
    db,
  );
}

/** When each of these services was last changed and a change of it last rehearsed, and when its data were last brought back. */
export async function readServiceAges(record: Record, services: readonly string[]): Promise<readonly ServiceAge[]> {
  if (services.length === 0) return [];
  const { team, db } = record;
  const { rows } = await sql<{
    service: string;
    changed: ChangeId | null;
    changedAt: number | null;
    rehearsed: ChangeId | null;
    rehearsedAt: number | null;
  }>`
    select s.service, changed.change as changed, changed.ended_at as "changedAt",
           rehearsed.change as rehearsed, rehearsed.rehearsed_at as "rehearsedAt"
      from unnest(${services}::text[]) with ordinality s (service, place)
      left join lateral (
        select change, ended_at from service_times t
         where t.team = ${team} and t.service = s.service and ended_at is not null order by ended_at desc limit 1) changed on true
      left join lateral (
        select change, rehearsed_at from service_times t
         where t.team = ${team} and t.service = s.service and rehearsed_at is not null
         order by rehearsed_at desc limit 1) rehearsed on true
     order by s.place`.execute(db);
  const practised = await readPractice(record, services);
  return rows.map(({ service, changed, changedAt, rehearsed, rehearsedAt }) => {
    const restored = practised.find((p) => p.service === service);
    return {
      service,
      ...(changed === null || changedAt === null ? {} : { changed: { change: changed, at: changedAt } }),
      ...(rehearsed === null || rehearsedAt === null ? {} : { rehearsed: { change: rehearsed, at: rehearsedAt } }),
      ...(restored === undefined ? {} : { restored: { change: restored.change, at: restored.at } }),
    };
  });
}
