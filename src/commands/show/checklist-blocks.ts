import type { KnownBlock } from '@slack/types';
import { itemStandings } from '../../change/item-standing.ts';
import type { Change } from '../../change/model.ts';
import { isOver } from '../../change/statuses.ts';
import type { Policy } from '../../change/policy.ts';
import { section } from '../../slack/blocks.ts';
import { itemList, progressLine } from '../../slack/checklist-words.ts';

/** How far its checklist is, and what comes next; nothing where there is none. */
export function checklistBlocks(change: Change, policy: Policy): readonly KnownBlock[] {
  const all = itemStandings(change, policy);
  if (all.length === 0) return [];
  const open = all.filter(({ state }) => state === 'open').map(({ item }) => item.text);
  const label = isOver(change.status) ? 'Left open' : 'Next';
  const next = open.length === 0 ? '' : `\n${label}: ${itemList(open)}`;
  return [section(`*Checklist* ${progressLine(all)}${next}`)];
}
