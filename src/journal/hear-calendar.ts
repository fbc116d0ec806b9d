import type { Kysely } from 'kysely';
import { CALENDAR, type RecordedCalendarFact } from '../change/declaring/calendar-facts.ts';
import { decideCalendar } from '../change/declaring/decide-calendar.ts';
import { evolveCalendar, foldCalendar, standing } from '../change/declaring/evolve-calendar.ts';
import { calendarFollowUps } from '../change/follow-ups.ts';
import { withDeclared } from '../change/freezes.ts';
import { actorName } from '../change/intents.ts';
import { holdCalendar, projectCalendar } from './calendar-row.ts';
import { insertDeliveries } from './delivery-rows.ts';
import { appendFacts, readCalendarFacts } from './facts-store.ts';
import { insertFollowUps } from './follow-up-rows.ts';
import { heardBefore, keepAnswer, type Outcome } from './inbox.ts';
import { poke } from './poke.ts';
import { now as readNow } from './record.ts';
import type { CalendarSaying, HearDeps } from './saying.ts';
import type { Tables } from './tables.ts';

/**
 * One try at the calendar's door, in a transaction of the caller's. Nobody decides on a change meanwhile: a freeze is seen by every
 * decision that comes after it, and comes after every one that did not see it.
 */
export async function hearCalendar(deps: HearDeps, tx: Kysely<Tables>, saying: CalendarSaying): Promise<Outcome> {
  const { record } = deps;
  const declared = await holdCalendar(record, tx, 'alone');
  const before = await heardBefore(record, tx, saying.id);
  if (before) return before;
  const { facts: past, lastHash } = await readCalendarFacts(record, tx);
  const at = await readNow(tx);
  const by = actorName(saying.actor);
  const { actor, id, surface, intent } = saying;
  const heard = { id, stream: CALENDAR, type: intent.type, by, surface, at };
  const policy = withDeclared(deps.policy(), standing(declared));
  const calendar = foldCalendar(past);
  const decision = decideCalendar(calendar, intent, { now: at, policy, patterns: deps.patterns(), actor });
  if (!decision.ok) {
    // A form that was refused may be corrected and sent again.
    if (intent.type !== 'declareFreeze') await keepAnswer(record, tx, heard, decision);
    return decision;
  }
  const recorded = decision.facts.map((fact, i): RecordedCalendarFact => ({
    seq: past.length + 1 + i,
    at,
    by,
    fact,
  }));
  await appendFacts(record, tx, CALENDAR, recorded, { lastHash, surface, intent: id });
  await projectCalendar(record, tx, recorded.reduce(evolveCalendar, calendar));
  for (const fact of recorded) {
    await insertFollowUps(record, tx, CALENDAR, calendarFollowUps(fact));
    await insertDeliveries(record, tx, CALENDAR, { seq: fact.seq, now: at }, deps.sayOfCalendar(fact, policy));
  }
  const outcome: Outcome = {
    ok: true,
    change: CALENDAR,
    fromSeq: past.length + 1,
    toSeq: past.length + recorded.length,
  };
  await keepAnswer(record, tx, heard, outcome);
  await poke(tx);
  return outcome;
}
