import type { ChangeId } from '../change/change-id.ts';
import { fold } from '../change/evolve.ts';
import type { RecordedFact } from '../change/facts.ts';
import type { Change } from '../change/model.ts';
import { factRows, readFacts, recordedFact } from './facts-store.ts';
import { now, type Record } from './record.ts';

export interface ChangeStory {
  readonly change: Change;
  readonly facts: readonly RecordedFact[];
  /** The database's clock when it was read. */
  readonly now: number;
}

/** A change as it is now, with the facts that made it; undefined when there is none of that name. */
export async function readChange(record: Record, id: ChangeId): Promise<ChangeStory | undefined> {
  const { facts } = await readFacts(record, record.db, id);
  const change = fold(facts);
  return change && { change, facts, now: await now(record.db) };
}

/** Several changes as they are now, in one look. One that a newer program wrote, or that cannot be read, is left out. */
export async function readChanges(
  { team, db }: Record,
  ids: readonly ChangeId[],
): Promise<ReadonlyMap<string, Change>> {
  const streams = new Map<string, RecordedFact[] | undefined>(ids.map((id) => [id, []]));
  for (const row of await factRows(db, team, ids)) {
    try {
      streams.get(row.stream)?.push(recordedFact(row));
    } catch {
      streams.set(row.stream, undefined);
    }
  }
  return new Map(
    [...streams].flatMap(([id, facts]) => {
      const change = facts && fold(facts);
      return change ? [[id, change] as const] : [];
    }),
  );
}
