import { sql } from 'kysely';
import type { ChangeId } from '../change/change-id.ts';
import type { Outcome } from '../change/long-watch.ts';
import type { Kind } from '../change/model.ts';
import type { Status } from '../change/statuses.ts';
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
  readonly opensAt: number;
}

/** Changes read at a time. */
const PAGE = 500;

/** Every change, the newest window first, a page at a time: what is read goes on where the page before ended, so that nothing is counted off. */
export async function* readLog({ db, team }: Record, page = PAGE): AsyncGenerator<Logged> {
  let after: Pick<Logged, 'opensAt' | 'number'> | undefined;
  for (;;) {
    const from = after ? sql`(opens_at, number) < (${instant(after.opensAt)}, ${after.number}::integer)` : sql`true`;
    const { rows } = await sql<Logged>`
      select id, number, title, kind, status, ending, implementer, opens_at as "opensAt"
        from changes where team = ${team} and ${from}
       order by opens_at desc, number desc limit ${page}`.execute(db);
    yield* rows;
    after = rows.at(-1);
    if (!after || rows.length < page) return;
  }
}
