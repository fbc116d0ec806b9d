import type { Policy } from '../change/policy.ts';
import { insertBulletins, type NewBulletin } from '../journal/bulletins.ts';
import { now, type Record } from '../journal/record.ts';

export interface BulletinDeps {
  readonly record: Record;
  readonly policy: () => Policy;
  /** What the calendar has the bot say by an instant: `notifications` knows. */
  readonly due: (at: number, policy: Policy) => readonly NewBulletin[];
}

/**
 * Writes down what the calendar has the bot say by now, by the record's clock. Any number of processes may do so, at once and again
 * after a restart: the row that is there first is the only one.
 */
export async function writeDueBulletins({ record, policy, due }: BulletinDeps): Promise<void> {
  await insertBulletins(record, due(await now(record.db), policy()));
}
