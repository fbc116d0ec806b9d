import type { Kind, Risk } from './model.ts';

/** The phases of a change in their order, 0 to 7 (000-CHK-01 to 39). */
export const PHASES = [
  'assessment',
  'planning',
  'backup',
  'rollbackPreparation',
  'implementation',
  'verification',
  'cleanup',
  'documentation',
] as const;
export type PhaseName = (typeof PHASES)[number];

/** What may tick an item in a person's place: something the facts of the change show. */
export const SHOWN = [
  'reviewed',
  'approved',
  'preChecked',
  'goGiven',
  'announced',
  'reminded',
  'startTold',
  'endTold',
  'preflightPassed',
  'testedBefore',
  'backupProven',
  'restoreTested',
  'planRead',
  'handleStored',
  'applied',
  'verified',
  'watchClear',
  'longWatchOver',
  'debtsPaid',
] as const;
export type Shown = (typeof SHOWN)[number];

/** What an item holds back until it is done: nothing of a change that has none (design §1). */
export const ITEM_GATES = ['nextPhase', 'goNogo', 'start', 'close'] as const;
export type ItemGate = (typeof ITEM_GATES)[number];

/** Which changes something is for; what is absent does not matter. */
export interface Applies {
  /** Whether one of its services is critical. */
  readonly critical?: boolean;
  readonly kinds?: readonly Kind[];
  readonly risks?: readonly Risk[];
  readonly strategies?: readonly string[];
  /** How many services it changes, from and to inclusive. */
  readonly services?: { readonly from?: number; readonly to?: number };
}

/** Something to do or to know, ticked by who owns it or by what the facts show. */
export interface ChecklistItem {
  /** Unique in its pattern. */
  readonly id: string;
  readonly text: string;
  /** Overrides that of its phase. */
  readonly owner?: string;
  readonly when?: Applies;
  readonly gate?: ItemGate;
  readonly shownBy?: Shown;
  /** A tick must carry a file, a link or a figure. */
  readonly evidence?: true;
  /** Items that come before it, of this phase or an earlier one. */
  readonly after?: readonly string[];
}

export interface Phase {
  readonly name: PhaseName;
  /** `infrastructure`, `testing` or another of the policy's `owners`, else a role of the policy. */
  readonly owner: string;
  readonly items: readonly ChecklistItem[];
}

/** Something that may go wrong with such a change, and what is done about it (000-RISK-04 to 12). */
export interface NamedRisk {
  readonly risk: string;
  readonly mitigation: string;
  readonly when?: Applies;
}
