import type { KnownBlock } from '@slack/types';
import { PHASES, type PhaseName } from '../change/checklist.ts';
import { shownId } from '../change/change-id.ts';
import { itemStandings, type ItemStanding } from '../change/item-standing.ts';
import { hears } from '../change/lifecycle.ts';
import type { Change } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import { actions, context, quoted, section } from '../slack/blocks.ts';
import { countWords, itemWords, PHASE_WORDS, progressLine } from '../slack/checklist-words.ts';
import { checklistButtons, itemButton } from '../slack/item-buttons.ts';
import { said, type Said } from './said.ts';

/** Items shown one by one: with all they may say they stay below what Slack takes in a message (13,200 characters). */
const ITEMS_MAX = 15;

/**
 * The checklist of a change: how far it is, the phase that is worked on with its items, every other phase in a line. Nothing where
 * there is none.
 */
export function checklist(change: Change, policy: Policy): Said | undefined {
  const { checklist: opened } = change;
  if (!opened) return undefined;
  const name = `Checklist of ${shownId(change.id)}`;
  const from = `By the pattern ${quoted(opened.pattern, 63)} ${quoted(opened.version, 40)}`;
  const all = itemStandings(change, policy);
  if (all.length === 0) {
    const text = `${name}: nothing of it applies to the change as it was edited.`;
    return said(text, [section(text), context(from)]);
  }
  const buttons = checklistButtons(change, all);
  const row = buttons.length > 0 ? [actions(...buttons)] : [];
  // What holds back nothing stays out of the way.
  if (!all.some(({ item }) => item.gate))
    return said(`${name}: ${countWords(all)}.`, [section(`*${name}* ${progressLine(all)}`), ...row]);
  const phases = PHASES.filter((phase) => all.some(({ item }) => item.phase === phase));
  const isOpen = (phase: PhaseName): boolean => all.some(({ item, state }) => item.phase === phase && state === 'open');
  const worked = hears(change.status, 'tickItem') ? phases.find(isOpen) : undefined;
  const at = worked === undefined ? phases.length : phases.indexOf(worked);
  return said(`${name}: ${countWords(all)}.`, [
    section(`*${name}*\n${progressLine(all)}`),
    ...inLines(phases.slice(0, at), all),
    ...(worked === undefined ? [] : atWork(change, worked, all, policy)),
    ...inLines(phases.slice(at + 1), all),
    ...row,
    context(from),
  ]);
}

function inLines(phases: readonly PhaseName[], all: readonly ItemStanding[]): readonly KnownBlock[] {
  const lines = phases.map((phase) => `${PHASE_WORDS[phase]}: ${countWords(of(phase, all))}`);
  return lines.length === 0 ? [] : [context(lines.join('\n'))];
}

/** What is open stands first where not all of it can. */
function atWork(change: Change, phase: PhaseName, all: readonly ItemStanding[], policy: Policy): readonly KnownBlock[] {
  const items = of(phase, all);
  const isLong = items.length > ITEMS_MAX;
  const shown = isLong ? items.filter(({ state }) => state === 'open').slice(0, ITEMS_MAX) : items;
  const rest = items.length - shown.length;
  return [
    section(`*${PHASE_WORDS[phase]}*`),
    ...shown.map((standing) => section(itemWords(standing, policy), itemButton(change, standing, all))),
    ...(rest > 0 ? [context(`${rest} more in this phase`)] : []),
  ];
}

function of(phase: PhaseName, all: readonly ItemStanding[]): readonly ItemStanding[] {
  return all.filter(({ item }) => item.phase === phase);
}
