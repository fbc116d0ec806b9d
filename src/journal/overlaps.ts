import { sql } from 'kysely';
import type { Planned, Reach } from '../change/calendar.ts';
import type { ChangeId } from '../change/change-id.ts';
import { WINDOW_MAX_MS } from '../change/content.ts';
import type { FreezeSpan } from '../change/freezes.ts';
import { instant, type Record } from './record.ts';

/** More than these are not looked at: the first few already say that the window is crowded. */
const OVERLAPS_MAX = 30;

interface Row extends Omit<Planned, 'runbook'> {
  readonly runbook: string | null;
}

/** Changes still ahead or under way that touch this window and share something of `reach`, soonest first; without `except`, `most` at most. */
export async function overlapping(
  { team, db }: Record,
  { opensAt, closesAt }: Pick<Planned, 'opensAt' | 'closesAt'>,
  reach: Reach,
  except?: ChangeId,
  most = OVERLAPS_MAX,
): Promise<readonly Planned[]> {
  // No window is longer than the most one may be, so that the index on openings bounds the search on both sides.
  const { rows } = await sql<Row>`
    select id, title, services, runbook, implementer, opens_at as "opensAt", closes_at as "closesAt"
      from changes
     where team = ${team}
       and status not in ('closed', 'rejected', 'withdrawn')
       and status not in ('missed', 'implemented', 'rolledBack', 'failed')
       and opens_at < ${instant(closesAt)} and opens_at > ${instant(opensAt - WINDOW_MAX_MS)} and closes_at > ${instant(opensAt)}
       and (services && ${reach.services}::text[] or runbook = any(${reach.runbooks}::text[]) or implementer = ${reach.implementer})
       and id <> ${except ?? ''}
     order by opens_at, number limit ${most}`.execute(db);
  return rows.map(({ runbook, ...row }) => (runbook === null ? row : { ...row, runbook }));
}

/** Changes still on their way whose window a freeze touches and whose services it binds, soonest first. */
export async function changesInside(
  { team, db }: Record,
  { from, to, services }: Pick<FreezeSpan, 'from' | 'to' | 'services'>,
): Promise<readonly ChangeId[]> {
  const { rows } = await sql<{ id: ChangeId }>`
    select id from changes
     where team = ${team} and status in ('inReview', 'approved', 'goNogo', 'ready') and kind <> 'emergency'
       and status not in ('closed', 'rejected', 'withdrawn')
       and opens_at < ${instant(to)} and opens_at > ${instant(from - WINDOW_MAX_MS)} and closes_at > ${instant(from)}
       and (${services.length === 0} or services && ${services}::text[])
     order by opens_at, number`.execute(db);
  return rows.map(({ id }) => id);
}

/** Changes of these services that are not begun, or not yet applied, whose window may have passed: what an incident may stop. */
export async function changesOnTheWay({ team, db }: Record, services: readonly string[]): Promise<readonly ChangeId[]> {
  const { rows } = await sql<{ id: ChangeId }>`
    select id from changes
     where team = ${team} and status in ('draft', 'inReview', 'approved', 'goNogo', 'ready', 'missed', 'implementing')
       and status not in ('closed', 'rejected', 'withdrawn')
       and services && ${services}::text[]
     order by opens_at, number`.execute(db);
  return rows.map(({ id }) => id);
}
