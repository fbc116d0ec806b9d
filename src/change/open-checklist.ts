import type { ChangeId } from './change-id.ts';
import type { ChecklistItem, PhaseName } from './checklist.ts';

/** An item as it read when the checklist of a change was opened. */
export interface OpenItem extends Omit<ChecklistItem, 'when' | 'owner'> {
  readonly phase: PhaseName;
  /** As a phase has it, or a Slack user id. */
  readonly owner: string;
  /** The address with which its text ends. */
  readonly link?: string;
}

/** What a change has to do and to know, of the pattern as it read then: a later revision moves nothing under it. */
export interface OpenChecklist {
  /** Its name; the change follows it because somebody chose it, or because it is the lightest that fits. */
  readonly pattern: string;
  readonly version: string;
  /** In the order of the phases; none where nothing applies any more. */
  readonly items: readonly OpenItem[];
}

/** What somebody said of an item: done, with what shows it, or left out and why. */
export type Mark = { readonly item: string; readonly by: string; readonly at: number } & (
  { readonly as: 'done'; readonly evidence?: string } | { readonly as: 'skipped'; readonly reason: string }
);

/** A checklist with what was said of its items since, at most once of each. */
export interface MarkedChecklist extends OpenChecklist {
  readonly marks: readonly Mark[];
}

/** What did happen to a checklist, for ever; among the facts of its change. */
export type ChecklistFact =
  | { readonly type: 'checklistOpened'; readonly checklist: OpenChecklist }
  /** `evidence` is a link, a figure or where it stands. */
  | { readonly type: 'itemTicked'; readonly item: string; readonly evidence?: string }
  | { readonly type: 'itemSkipped'; readonly item: string; readonly reason: string }
  /** What was said of it counts no longer. */
  | { readonly type: 'itemReopened'; readonly item: string; readonly reason?: string };

/** The key of the one message that a checklist is. */
export function checklistKey(change: ChangeId): string {
  return `${change}/checklist`;
}
