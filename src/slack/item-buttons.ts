import type { Button } from '@slack/types';
import { itemsBefore, type ItemStanding } from '../change/item-standing.ts';
import { hears } from '../change/lifecycle.ts';
import type { Change } from '../change/model.ts';
import { button } from './blocks.ts';

/** Beside an item whose turn has come; `about` follows the label, where the item does not stand there. */
export function itemButton(
  { id, status }: Change,
  standing: ItemStanding,
  all: readonly ItemStanding[],
  about = '',
): Button | undefined {
  if (!hears(status, 'tickItem') || !isDue(standing, all)) return undefined;
  const { id: item, evidence: asks } = standing.item;
  const control = { do: 'tickItem', change: id, item, ...(asks ? { asks } : {}) } as const;
  return button(`${asks ? 'Done, with evidence' : 'Done'}${about}`, control, undefined, item);
}

/** Below a checklist: for the items of any phase, each asked for in a modal. */
export function checklistButtons({ id, status }: Change, all: readonly ItemStanding[]): readonly Button[] {
  const due = all.filter((standing) => isDue(standing, all));
  const act = (text: string, what: 'tick' | 'skip' | 'reopen'): Button =>
    button(text, { do: 'anyItem', change: id, act: what }, undefined, what);
  return [
    ...(hears(status, 'tickItem') && due.length > 0 ? [act('Tick another', 'tick')] : []),
    ...(hears(status, 'skipItem') && due.some(({ item }) => !item.gate) ? [act('Skip', 'skip')] : []),
    ...(hears(status, 'reopenItem') && all.some(({ mark }) => mark) ? [act('Open again', 'reopen')] : []),
  ];
}

/** Open, with nothing left that comes first. */
function isDue({ item, state }: ItemStanding, all: readonly ItemStanding[]): boolean {
  return state === 'open' && itemsBefore(item, all).length === 0;
}
