export interface Freeze {
  readonly name: string;
  /** Inclusive, an ISO date in the policy's zone. */
  readonly from: string;
  /** Exclusive. */
  readonly to: string;
  readonly hard: boolean;
}

export interface Avoid {
  readonly name: string;
  readonly rrule: string;
  /** `HH:MM` in the policy's zone. */
  readonly at: string;
  readonly forMs: number;
}

/** What the days of a holiday calendar are besides days on which nobody is asked to work. */
export type HolidayUse = 'dayOff' | 'avoid' | 'soft' | 'hard';

/** A calendar of holidays beside the policy; the path is absolute. */
export interface HolidayFile {
  readonly file: string;
  readonly as: HolidayUse;
}

/** An entry of such a calendar: whole days in the policy's zone. */
export interface Holiday {
  readonly name: string;
  readonly as: HolidayUse;
  /** The first day, an ISO date. */
  readonly from: string;
  readonly days: number;
  /** It comes again by this, from `from` on; as that of `Avoid`. */
  readonly rrule?: string;
}
