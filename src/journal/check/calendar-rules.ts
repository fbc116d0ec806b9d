import { canonicalJson } from '../../canonical-json.ts';
import { foldCalendar } from '../../change/declaring/evolve-calendar.ts';
import { recordedCalendarFact } from '../facts-store.ts';
import { finding, type Finding } from './finding.ts';
import { calendarFollowUpFindings } from './follow-up-rules.ts';
import { chainFindings } from './listing-rules.ts';
import type { StreamRows } from './stream-rows.ts';

/** The chain of the calendar holds, what decisions look at is what the facts say, and what follows from each is written down. */
export function calendarFindings(rows: StreamRows): Finding[] {
  const { stream, facts, calendar: kept } = rows;
  const chain = chainFindings({ stream, facts, version: kept?.version });
  try {
    const read = facts.map(recordedCalendarFact);
    const { version, freezes } = foldCalendar(read);
    const isSame = version === (kept?.version ?? 0) && canonicalJson(freezes) === canonicalJson(kept?.freezes ?? []);
    return [
      ...chain,
      ...(isSame ? [] : [finding('listing', stream, 'the freezes that decisions look at are not those of the facts.')]),
      ...calendarFollowUpFindings(rows, read),
    ];
  } catch (error) {
    // What was altered may break anywhere: that it does is the finding.
    const reason = error instanceof Error ? error.message : String(error);
    return [...chain, finding('readable', stream, `cannot be read: ${reason}.`)];
  }
}
