import { runbookOf, type Seen } from './circumstances.ts';
import { itemStandings } from './item-standing.ts';
import type { ItemGate } from './checklist.ts';
import type { Change } from './model.ts';
import type { OpenItem } from './open-checklist.ts';
import type { Refusal } from './refusals.ts';
import { milestoneAt, needsGo } from './timeline.ts';

/** What the checklist holds back at this moment, if anything. */
type Held = Exclude<ItemGate, 'nextPhase'>;

/** The open items that hold a change back as it stands: the asking for its GO once that is due, its start once the window is open, or its closing. */
export function itemsHolding(change: Change, seen: Pick<Seen, 'now' | 'policy'>): readonly OpenItem[] {
  const held = change.checklist && heldAt(change, seen);
  if (!held) return [];
  // What should have been done before the GO holds back the start too: it may have been reopened, or there was no GO.
  const gates: readonly ItemGate[] = held === 'start' ? ['goNogo', 'start'] : [held];
  return itemStandings(change, seen.policy)
    .filter(({ item: { gate }, state }) => state === 'open' && gate && gates.includes(gate))
    .map(({ item }) => item);
}

/** The gate of the checklist, where it is shut; to be overridden for the items that are open at that moment. */
export function checklistGate(
  change: Change,
  seen: Seen,
): readonly { readonly gate: 'checklist'; readonly refusal: Extract<Refusal, { code: 'checklistOpen' }> }[] {
  const items = itemsHolding(change, seen).map(({ text }) => text);
  return items.length > 0 ? [{ gate: 'checklist', refusal: { code: 'checklistOpen', items } }] : [];
}

/** Only what was implemented is held to what is true when it is done; what was rolled back has other paper. */
function heldAt(change: Change, { now, policy }: Pick<Seen, 'now' | 'policy'>): Held | undefined {
  const { status, content, confirmed, appliedAt } = change;
  switch (status) {
    case 'approved': {
      const due = milestoneAt('goNogo', change, runbookOf(change, policy), policy);
      return needsGo(change) && now >= (due ?? Infinity) ? 'goNogo' : undefined;
    }
    case 'ready':
      return now < content.opensAt ? undefined : 'start';
    case 'implementing':
      return confirmed || appliedAt !== undefined ? undefined : 'start';
    case 'implemented':
      return 'close';
    default:
      return undefined;
  }
}
