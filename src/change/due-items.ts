import { PHASES } from './checklist.ts';
import type { Change } from './model.ts';
import type { OpenItem } from './open-checklist.ts';
import { isOver } from './statuses.ts';

/** What somebody should see to now: open by what people said, of a phase whose time has come. What the facts will show is left to them. */
export function dueItems(change: Change): readonly OpenItem[] {
  const { items = [], marks = [] } = change.checklist ?? {};
  if (isOver(change.status)) return [];
  return items.filter(
    ({ id, phase, shownBy }) => shownBy === undefined && isDue(phase, change) && !marks.some((m) => m.item === id),
  );
}

/** Whose they are, each once, in the order the list keeps. */
export function dueOwners(change: Change): readonly string[] {
  return [...new Set(dueItems(change).map(({ owner }) => owner))].toSorted();
}

/** What is prepared, before the start; the work, from then on; the rest, once it is done. */
function isDue(phase: OpenItem['phase'], { startedAt, appliedAt, endedAt }: Change): boolean {
  const isDone = appliedAt !== undefined || endedAt !== undefined;
  const last = isDone ? 'documentation' : startedAt === undefined ? 'rollbackPreparation' : 'implementation';
  return PHASES.indexOf(phase) <= PHASES.indexOf(last);
}
