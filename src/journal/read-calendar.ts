import { sql } from 'kysely';
import { WINDOW_MAX_MS } from '../change/content.ts';
import { instant, type Record } from './record.ts';
import type { Listed } from './listed.ts';

/** A change on the calendar, with when it was filed, and how often and when last something became of it. */
export interface OnCalendar extends Listed {
  readonly filedAt: number;
  readonly version: number;
  readonly saidAt: number;
}

/** Changes whose window touches `[from, to)`, the latest first, whatever became of them; `most` at most. */
export async function changesOnCalendar(
  { team, db }: Record,
  { from, to, most }: { readonly from: number; readonly to: number; readonly most: number },
): Promise<readonly OnCalendar[]> {
  // No window is longer than the most one may be, so that the index on openings bounds the search on both sides.
  const { rows } = await sql<OnCalendar>`
    select id, status, title, kind, risk, services, requester, opens_at as "opensAt", closes_at as "closesAt", version,
           (select f.at from facts f where f.team = c.team and f.stream = c.id order by f.seq limit 1) as "filedAt",
           (select f.at from facts f where f.team = c.team and f.stream = c.id order by f.seq desc limit 1) as "saidAt"
      from changes c
     where team = ${team} and opens_at < ${instant(to)} and opens_at > ${instant(from - WINDOW_MAX_MS)}
       and closes_at > ${instant(from)}
     order by opens_at desc, number desc limit ${most}`.execute(db);
  return rows;
}
