import type { FreezeSpan } from '../freezes.ts';
import type { Calendar, DeclaredFreeze, RecordedCalendarFact } from './calendar-facts.ts';

/** So long a freeze that is over stays in the calendar: the feed shows a month of the past. */
const KEPT_MS = 60 * 24 * 3_600_000;

const EMPTY: Calendar = { version: 0, count: 0, freezes: [] };

/** The calendar after its facts. Never refuses: what was written did happen. */
export function foldCalendar(facts: readonly RecordedCalendarFact[]): Calendar {
  return facts.reduce(evolveCalendar, EMPTY);
}

/** The calendar after one more fact. */
export function evolveCalendar(calendar: Calendar, recorded: RecordedCalendarFact): Calendar {
  const { at, seq } = recorded;
  const kept = calendar.freezes.filter((f) => f.to > at - KEPT_MS);
  return { ...calendar, ...consequence({ ...calendar, freezes: kept }, recorded), version: seq };
}

function consequence(calendar: Calendar, { fact, at, by }: RecordedCalendarFact): Partial<Calendar> {
  const { freezes } = calendar;
  switch (fact.type) {
    case 'freezeDeclared': {
      const { type: _type, freeze: declared, ...what } = fact;
      return { count: declared, freezes: [...freezes, { ...what, declared, by, at }] };
    }
    case 'freezeLifted': {
      const lifted = { by, at, reason: fact.reason };
      return { freezes: freezes.map((f) => (f.declared === fact.freeze ? { ...f, lifted } : f)) };
    }
  }
}

/** The freezes that count: those nobody lifted. */
export function standing(freezes: readonly DeclaredFreeze[]): readonly FreezeSpan[] {
  return freezes
    .filter((f) => f.lifted === undefined)
    .map(({ name, hard, from, to, services, declared }) => ({ name, hard, from, to, services, declared }));
}
