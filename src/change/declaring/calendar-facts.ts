import type { FreezeSpan } from '../freezes.ts';

/** The stream of the calendar, beside those of the changes. */
export const CALENDAR = 'calendar';

/** What did happen to the calendar, for ever; like a change's, facts only gain optional fields. */
export type CalendarFact =
  | {
      readonly type: 'freezeDeclared';
      readonly freeze: number;
      readonly name: string;
      readonly hard: boolean;
      readonly from: number;
      readonly to: number;
      /** Empty for every service. */
      readonly services: readonly string[];
      readonly reason: string;
    }
  | { readonly type: 'freezeLifted'; readonly freeze: number; readonly reason: string };

export type CalendarFactType = CalendarFact['type'];

export interface RecordedCalendarFact {
  readonly seq: number;
  readonly at: number;
  /** A Slack user id. */
  readonly by: string;
  readonly fact: CalendarFact;
}

/** A freeze that somebody declared, and what became of it. */
export interface DeclaredFreeze extends FreezeSpan {
  readonly declared: number;
  readonly reason: string;
  readonly by: string;
  readonly at: number;
  readonly lifted?: { readonly by: string; readonly at: number; readonly reason: string };
}

/** The calendar as its facts tell it; made only by `evolveCalendar`. */
export interface Calendar {
  /** Number of facts folded in. */
  readonly version: number;
  /** How many freezes were ever declared: the number of the newest. */
  readonly count: number;
  /** Oldest first; one that ended long before the newest fact is left out. */
  readonly freezes: readonly DeclaredFreeze[];
}
