import { PHASES } from './checklist.ts';
import type { Change } from './model.ts';
import type { Mark, OpenItem } from './open-checklist.ts';
import type { Policy } from './policy.ts';
import { isShown } from './shown.ts';

/** How an item stands: what the facts show is done, whatever was said of it. */
export interface ItemStanding {
  readonly item: OpenItem;
  readonly state: 'open' | 'done' | 'skipped';
  readonly mark?: Mark;
}

/** Every item of the checklist in its order; none where there is no checklist. */
export function itemStandings(change: Change, policy: Policy): readonly ItemStanding[] {
  const { items = [], marks = [] } = change.checklist ?? {};
  return items.map((item) => {
    const mark = marks.find((m) => m.item === item.id);
    if (item.shownBy && isShown(item.shownBy, change, policy)) return { item, state: 'done' };
    return { item, state: mark?.as ?? 'open', ...(mark ? { mark } : {}) };
  });
}

/**
 * The open items that come first: those it names, and those of earlier phases that hold the next one back. Of what it names what does
 * not apply here is not waited for.
 */
export function itemsBefore(item: OpenItem, standings: readonly ItemStanding[]): readonly OpenItem[] {
  const isEarlier = (other: OpenItem): boolean => PHASES.indexOf(other.phase) < PHASES.indexOf(item.phase);
  return standings
    .filter(({ state }) => state === 'open')
    .map((standing) => standing.item)
    .filter((other) => item.after?.includes(other.id) || (other.gate === 'nextPhase' && isEarlier(other)));
}
