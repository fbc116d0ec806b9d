import { sql, type Kysely } from 'kysely';
import { CALENDAR } from '../change/declaring/calendar-facts.ts';
import { foldCalendar } from '../change/declaring/evolve-calendar.ts';
import { fold } from '../change/evolve.ts';
import { projectCalendar } from '../journal/calendar-row.ts';
import { brokenLink } from '../journal/chain.ts';
import { chainRows, recordedCalendarFact, recordedFact } from '../journal/facts-store.ts';
import { projectChange } from '../journal/projection.ts';
import { streams } from '../journal/streams.ts';
import type { Tables } from '../journal/tables.ts';
import { CannotDo } from './terminal.ts';

/**
 * Proves every chain and makes the lists anew from the facts, one stream at a time, in the caller's transaction; how many changes
 * there are. Throws `CannotDo` at the first chain that does not hold, and `UnknownFact` at what a newer program wrote.
 */
export async function proveRecord(tx: Kysely<Tables>, team: string): Promise<number> {
  let changes = 0;
  for await (const stream of streams({ db: tx, team })) {
    const rows = await chainRows(tx, team, stream);
    const broken = brokenLink(rows);
    if (broken !== undefined) throw new CannotDo(`The backup does not verify (${broken}): nothing was restored.`);
    if (stream === CALENDAR) {
      await projectCalendar({ team }, tx, foldCalendar(rows.map(recordedCalendarFact)));
      continue;
    }
    const change = fold(rows.map(recordedFact));
    if (!change) continue;
    await projectChange({ team }, tx, change, { isNew: true });
    changes += 1;
  }
  await sql`analyze facts, changes, follow_ups, deliveries, intents`.execute(tx);
  return changes;
}
