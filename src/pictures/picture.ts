import type { FreezeSpan } from '../change/freezes.ts';
import type { HolidaySpan } from '../change/holidays.ts';
import type { Kind } from '../change/model.ts';
import type { Status } from '../change/statuses.ts';

/** A change as its bar shows it. */
export interface Bar {
  /** As people call it, such as CHG-007. */
  readonly id: string;
  readonly title: string;
  readonly status: Status;
  readonly kind: Kind;
  readonly opensAt: number;
  readonly closesAt: number;
}

/** What a picture of the calendar shows of the days from that of `now` on. */
export interface Picture {
  readonly rows: readonly { readonly name: string; readonly bars: readonly Bar[] }[];
  readonly freezes: readonly FreezeSpan[];
  /** Holidays that are no freezes. */
  readonly daysOff: readonly HolidaySpan[];
  readonly now: number;
  readonly days: number;
  readonly timezone: string;
}
