import { sql } from 'kysely';
import type { ChangeId } from '../change/change-id.ts';
import type { Outcome } from '../change/long-watch.ts';
import type { Kind } from '../change/model.ts';
import type { Status } from '../change/statuses.ts';
import { findChanges, isSought, within, type Days, type Page } from './find-changes.ts';
import type { Sought } from './found-by.ts';
import { instant, type Record } from './record.ts';

/** A change as the log tells it. */
export interface Logged {
  readonly id: ChangeId;
  readonly number: number;
  readonly title: string;
  readonly kind: Kind;
  readonly status: Status;
  readonly ending: Outcome | null;
  readonly implementer: string;
  /** Who made it, of one recorded afterwards, where that is nobody of the workspace. */
  readonly doneBy: string | null;
  readonly opensAt: number;
}

/** Which part of the log: all of it where nothing is said. */
export type LogFilter = Sought & Days;

/** Changes read at a time. */
const PAGE = 500;

const LOGGED = sql`
  id, number, title, kind, status, ending, implementer, opens_at as "opensAt",
  case when recorded then (
    select f.payload -> 'made' ->> 'doneBy' from facts f
     where f.team = changes.team and f.stream = changes.id and f.seq = 1) end as "doneBy"`;

/** A page of the log: the newest window first, or where it is narrowed by more than days the newest filed first. */
export async function readLogPage(record: Record, filter: LogFilter, page: Page): Promise<readonly Logged[]> {
  const { since, until, ...sought } = filter;
  const days = { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
  if (isSought(sought)) return findChanges<Logged>(record, LOGGED, { ...sought, days }, page);
  const { beside, turn = 'older', most } = page;
  const isUp = turn === 'newer' && beside !== undefined;
  const from = beside
    ? sql`(opens_at, number) ${isUp ? sql`>` : sql`<`} (${instant(beside.opensAt)}, ${beside.number}::integer)`
    : sql`true`;
  const order = isUp ? sql`opens_at, number` : sql`opens_at desc, number desc`;
  const { rows } = await sql<Logged>`
    select ${LOGGED} from changes where team = ${record.team} and ${within(days)} and ${from}
     order by ${order} limit ${most}`.execute(record.db);
  return isUp ? rows.toReversed() : rows;
}

/** Every change of the log, in the order of its pages: what is read goes on where the page before ended, so that nothing is counted off. */
export async function* readLog(record: Record, filter: LogFilter = {}, page = PAGE): AsyncGenerator<Logged> {
  let beside: Logged | undefined;
  for (;;) {
    const rows = await readLogPage(record, filter, { most: page, ...(beside === undefined ? {} : { beside }) });
    yield* rows;
    beside = rows.at(-1);
    if (!beside || rows.length < page) return;
  }
}

/** Changes looked through for who carries changes out. */
const RECENT = 200;

/** Who carries the changes out that were filed last, each once. */
export async function recentImplementers({ db, team }: Record): Promise<readonly string[]> {
  const { rows } = await sql<{ implementer: string }>`
    select distinct implementer from (
      select implementer from changes where team = ${team} order by number desc limit ${RECENT}) newest`.execute(db);
  return rows.map(({ implementer }) => implementer);
}
