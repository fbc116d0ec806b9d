import type { ItemGate, PhaseName } from '../change/checklist.ts';
import { roleOfOwner } from '../change/item-owners.ts';
import type { ItemStanding } from '../change/item-standing.ts';
import type { Policy } from '../change/policy.ts';
import { link, listOf, mention, progressBar, quoted, when } from './blocks.ts';
import { roleName } from './words.ts';

/** A phase, beginning a line. */
export const PHASE_WORDS: Readonly<Record<PhaseName, string>> = {
  assessment: 'Impact assessment',
  planning: 'Planning',
  backup: 'Backup',
  rollbackPreparation: 'Rollback preparation',
  implementation: 'Implementation',
  verification: 'Verification',
  cleanup: 'Cleanup',
  documentation: 'Documentation',
};

/** What waits for an item. */
const GATE_AHEAD: Readonly<Record<ItemGate, string>> = {
  nextPhase: 'before the next phase',
  goNogo: 'before the GO',
  start: 'before the start',
  close: 'before closing',
};

const ITEM_MAX = 300;
const EVIDENCE_MAX = 150;

/** How many of a checklist are done, in words. */
export function countWords(standings: readonly ItemStanding[]): string {
  const count = (state: ItemStanding['state']): number => standings.filter((s) => s.state === state).length;
  const skipped = count('skipped');
  const done = `${count('done')} of ${standings.length} done`;
  const open = count('open');
  return [done, ...(skipped > 0 ? [`${skipped} skipped`] : []), ...(open > 0 ? [`${open} open`] : [])].join(', ');
}

/** The same behind a bar; what was skipped is settled too. */
export function progressLine(standings: readonly ItemStanding[]): string {
  const settled = standings.filter(({ state }) => state !== 'open').length;
  return `${progressBar(standings.length === 0 ? 1 : settled / standings.length)} · ${countWords(standings)}`;
}

/** Whose an item is, as people say it. */
function ownerWords(owner: string, policy: Policy): string {
  return /^[UW][A-Z0-9]+$/.test(owner) ? mention(owner) : `the ${roleName(roleOfOwner(owner, policy) ?? owner)}`;
}

/** An address at its end can be followed. */
function textWords({ text, link: address }: ItemStanding['item']): string {
  if (address === undefined || !text.endsWith(address)) return quoted(text, ITEM_MAX);
  return `${quoted(text.slice(0, -address.length), ITEM_MAX)}${link(address)}`;
}

/** An item with what became of it, or with whose it is and what waits for it. */
export function itemWords({ item, state, mark }: ItemStanding, policy: Policy): string {
  const text = textWords(item);
  const who = mark && `${mention(mark.by)}, ${when(mark.at)}`;
  switch (state) {
    case 'open': {
      const gate = item.gate ? `, *${GATE_AHEAD[item.gate]}*` : '';
      return `*Open* ${text}\nFor ${ownerWords(item.owner, policy)}${gate}`;
    }
    case 'done': {
      const evidence =
        mark?.as === 'done' && mark.evidence !== undefined ? `: ${quoted(mark.evidence, EVIDENCE_MAX)}` : '';
      return `*Done* ${text}\n${who ?? 'The record shows it'}${evidence}`;
    }
    case 'skipped':
      return `*Skipped* ${text}\n${who ?? ''}: ${quoted(mark?.as === 'skipped' ? mark.reason : '', EVIDENCE_MAX)}`;
  }
}

/** What is waited for, inside a sentence. */
export function itemList(texts: readonly string[]): string {
  return listOf(
    texts.map((text) => `“${quoted(text, 120).replace(/\.$/, '')}”`),
    3,
  );
}
