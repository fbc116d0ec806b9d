import type { ChangeId } from '../change/change-id.ts';
import type { RecordedCalendarFact, CALENDAR } from '../change/declaring/calendar-facts.ts';
import type { CalendarIntent } from '../change/declaring/decide-calendar.ts';
import type { RecordedFact } from '../change/facts.ts';
import type { Actor, Filing, Spoken } from '../change/intents.ts';
import type { Change } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import type { NewDelivery } from './delivery-rows.ts';
import type { Outcome } from './inbox.ts';
import type { Record } from './record.ts';

/** What is said because of a fact: `notifications` knows, the journal writes it down with the fact. */
export type Say = (
  before: Change | undefined,
  after: Change,
  recorded: RecordedFact,
  policy: Policy,
) => readonly NewDelivery[];

/** The same for the calendar. */
export type SayOfCalendar = (recorded: RecordedCalendarFact, policy: Policy) => readonly NewDelivery[];

export interface HearDeps {
  readonly record: Record;
  readonly policy: () => Policy;
  readonly patterns: () => readonly string[];
  readonly say: Say;
  readonly sayOfCalendar: SayOfCalendar;
}

/** What begins a change, before the record gives it a number. */
type Unnumbered<F> = F extends Filing ? Omit<F, 'id'> : never;

/** Something said of a change. */
export interface Saying extends Said {
  /** Of this change; `new` files one and gives it the next number. */
  readonly change: ChangeId | 'new';
  readonly intent: Spoken | Unnumbered<Filing>;
}

/** Something said of the calendar. */
export interface CalendarSaying extends Said {
  readonly change: typeof CALENDAR;
  readonly intent: CalendarIntent;
}

interface Said {
  readonly actor: Actor;
  /** The sender's own id of this saying: heard twice, it counts once. */
  readonly id: string;
  /** Where it was said: `slash`, `button`, `modal`, `clock`, `worker`. */
  readonly surface: string;
}

export type Hear = (saying: Saying | CalendarSaying) => Promise<Outcome>;
