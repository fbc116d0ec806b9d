import { sql, type Kysely } from 'kysely';
import type { Change } from '../change/model.ts';
import { seenByOthers, type OpenIncident } from '../change/open-incidents.ts';
import { linksTo } from './links.ts';
import type { Record } from './record.ts';
import type { Tables } from './tables.ts';

/** `shared` by whoever decides on a change, `alone` by whoever declares an incident or ends one. */
type Guard = 'shared' | 'alone';

/** An incident as the row of each of its services keeps it. */
export type KeptIncident = Omit<OpenIncident, 'link'>;

interface Row {
  readonly service: string;
  readonly incidents: readonly KeptIncident[];
}

/** The key of the one message that stands for a change's incident. */
export function incidentKey(change: string): string {
  return `${change}/incident`;
}

/**
 * Holds the rows of these services until the transaction ends, in one order for everybody, and gives the incidents that are open on
 * them then (design §2, rules that span changes). A row is made when it is first asked for, which is before a change of that service
 * can become an incident.
 */
export async function holdServices(
  { team }: Pick<Record, 'team'>,
  tx: Kysely<Tables>,
  services: readonly string[],
  guard: Guard,
): Promise<readonly OpenIncident[]> {
  const wanted = [...new Set(services)].toSorted();
  if (wanted.length === 0) return [];
  const lock = guard === 'shared' ? sql`for key share` : sql`for update`;
  const held = async (): Promise<readonly Row[]> => {
    const { rows } = await sql<Row>`
      select service, incidents from open_incidents
       where team = ${team} and service = any(${wanted}::text[]) order by service ${lock}`.execute(tx);
    return rows;
  };
  const found = await held();
  if (found.length === wanted.length) return linked(team, tx, found);
  await sql`
    insert into open_incidents (team, service) select ${team}, s from unnest(${wanted}::text[]) s
    on conflict do nothing`.execute(tx);
  return linked(team, tx, await held());
}

/** Every incident that is open, as the lists have it. */
export async function readOpenIncidents({ team, db }: Record): Promise<readonly OpenIncident[]> {
  const { rows } = await sql<Row>`
    select service, incidents from open_incidents where team = ${team} and incidents <> '[]' order by service`.execute(
    db,
  );
  return linked(team, db, rows);
}

/** Each once, the oldest first, with the way to its message where that was posted. */
async function linked(team: string, db: Kysely<Tables>, rows: readonly Row[]): Promise<readonly OpenIncident[]> {
  const kept = [...new Map(rows.flatMap(({ incidents }) => incidents.map((i) => [i.change, i] as const))).values()];
  if (kept.length === 0) return [];
  const linkOf = await linksTo(
    { team, db },
    kept.map((i) => incidentKey(i.change)),
  );
  return kept
    .toSorted((a, b) => a.since - b.since)
    .map((incident) => {
      const link = linkOf.get(incident.change);
      return link === undefined ? incident : { ...incident, link };
    });
}

/** Brings the rows of a change's services up to its incident as it now is. */
export async function projectIncident(
  { team }: Pick<Record, 'team'>,
  db: Kysely<Tables>,
  change: Change,
): Promise<void> {
  const open = seenByOthers(change);
  const own = JSON.stringify(open ? [open] : []);
  const services = change.content.services.toSorted();
  await sql`
    insert into open_incidents as o (team, service, incidents)
    select ${team}, s, ${own}::jsonb from unnest(${services}::text[]) s
    on conflict (team, service) do update set incidents = excluded.incidents || coalesce(
      (select jsonb_agg(i order by (i->>'since')::numeric, i->>'change')
         from jsonb_array_elements(o.incidents) i where i->>'change' <> ${change.id}), '[]')`.execute(db);
}
