import { sql, type Kysely } from 'kysely';
import type { ChangeId } from '../change/change-id.ts';
import type { Span } from '../change/figures/figures.ts';
import { measureOf, type Measure } from '../change/figures/measure.ts';
import type { Change } from '../change/model.ts';
import { readChanges } from './read-change.ts';
import { instant, type Record } from './record.ts';
import type { Tables } from './tables.ts';

/** Measures made between two looks at the record. */
const BATCH = 100;

/** Keeps what a change that ended contributes to the figures; one that was reopened contributes nothing until it has ended again. */
export async function projectMeasure(
  { team }: Pick<Record, 'team'>,
  db: Kysely<Tables>,
  change: Change,
): Promise<void> {
  const measure = measureOf(change);
  if (!measure) {
    if (change.reopenings.length > 0) await forget(team, db, change.id);
    return;
  }
  await sql`
    insert into measures (team, change, ended_at, measure)
    values (${team}, ${change.id}, ${instant(measure.endedAt)}, ${JSON.stringify(measure)}::jsonb)
    on conflict (team, change) do update set ended_at = excluded.ended_at, measure = excluded.measure`.execute(db);
}

async function forget(team: string, db: Kysely<Tables>, change: ChangeId): Promise<void> {
  await sql`delete from measures where team = ${team} and change = ${change}`.execute(db);
}

/** The measures of the changes that ended within a span, and of how many there is none yet. */
export async function readMeasures(
  { team, db }: Record,
  { from, to }: Span,
): Promise<{ readonly measures: readonly Measure[]; readonly unread: number }> {
  const { rows } = await sql<{ measure: Measure | null }>`
    select measure from measures
     where team = ${team} and ended_at >= ${instant(from)} and ended_at < ${instant(to)} order by ended_at`.execute(db);
  return {
    measures: rows.flatMap(({ measure }) => measure ?? []),
    unread: rows.filter(({ measure }) => measure === null).length,
  };
}

/**
 * Makes the measures that are still to be made, from the facts, at most `most`; how many it made. Safe beside whoever hears: what a
 * change has become meanwhile is kept, never written over. A change that a newer program wrote is left for that one.
 */
export async function makeMeasures(record: Record, most: number): Promise<number> {
  let made = 0;
  let ids = await unmade(record, '');
  while (ids.length > 0) {
    for (const change of (await readChanges(record, ids)).values()) made += await keepFirst(record, measureOf(change));
    ids = made >= most ? [] : await unmade(record, ids.at(-1) ?? '');
  }
  return made;
}

async function unmade({ team, db }: Record, after: string): Promise<readonly ChangeId[]> {
  const { rows } = await sql<{ change: ChangeId }>`
    select change from measures where team = ${team} and measure is null and change > ${after}
     order by change limit ${BATCH}`.execute(db);
  return rows.map(({ change }) => change);
}

async function keepFirst({ team, db }: Record, measure: Measure | undefined): Promise<number> {
  if (!measure) return 0;
  const { numAffectedRows = 0n } = await sql`
    update measures set measure = ${JSON.stringify(measure)}::jsonb
     where team = ${team} and change = ${measure.change} and measure is null`.execute(db);
  return Number(numAffectedRows);
}
