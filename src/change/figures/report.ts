import type { ChangeId } from '../change-id.ts';
import type { DebtName } from '../debt.ts';
import type { Figures } from './figures.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** How far back figures look, in days, from the one that is shown unless another is asked for. */
export const PERIODS = [90, 30, 365] as const;
export type Period = (typeof PERIODS)[number];

/** What happened last of some kind, and by which change. */
export interface Latest {
  readonly change: ChangeId;
  readonly at: number;
}

/** When a service was last changed, when a change of it was last rehearsed, and when its data were last brought back; what is absent never was, as far as is known. */
export interface ServiceAge {
  readonly service: string;
  readonly changed?: Latest;
  readonly rehearsed?: Latest;
  readonly restored?: Latest;
}

/** What is owed by everybody now. */
export interface DebtStanding {
  readonly open: number;
  readonly overdue: number;
  /** There are more than were counted. */
  readonly more: boolean;
  /** The most pressing. */
  readonly first: readonly {
    readonly change: ChangeId;
    readonly what: DebtName;
    readonly owner: string;
    readonly dueAt: number;
  }[];
}

/** How changes go: those that ended within a period beside those of the period before it, and how things stand at its end. */
export interface Report {
  readonly days: number;
  /** Only of this one. */
  readonly service?: string;
  readonly figures: Figures;
  readonly before: Figures;
  /** Changes of the period whose measure is still to be made. */
  readonly unread: number;
  /** In the order of the policy. */
  readonly services: readonly ServiceAge[];
  /** Absent where one service is asked for: what is owed is owed by people. */
  readonly debts?: DebtStanding;
}

/** Whole days since an instant. */
export function daysSince(at: number, now: number): number {
  return Math.max(0, Math.floor((now - at) / DAY_MS));
}
