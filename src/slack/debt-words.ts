import type { Debt } from '../change/debt.ts';
import type { Change } from '../change/model.ts';
import { owedDebts } from '../change/debts.ts';
import { GATES } from '../change/override.ts';
import { mention, quoted, when } from './blocks.ts';
import { GATE_WORDS } from './question-words.ts';
import { DEBT_WORDS } from './words.ts';

/** Why it is owed, as it was typed; of an override first what the change went on without. */
export function whyOwed({ what, detail }: Pick<Debt, 'what' | 'detail'>): string | undefined {
  const gate = what === 'override' ? GATES.find((g) => detail?.startsWith(`${g}: `)) : undefined;
  return gate === undefined ? detail : `without ${GATE_WORDS[gate]}: ${detail?.slice(gate.length + 2)}`;
}

/** `the full request`, with why it is owed; of an action what is to be done. */
export function owedName({ what, detail }: Pick<Debt, 'what' | 'detail'>): string {
  if (what === 'action') return `the action “${quoted(detail ?? '', 200)}”`;
  const why = whyOwed({ what, ...(detail === undefined ? {} : { detail }) });
  return why === undefined ? DEBT_WORDS[what] : `${DEBT_WORDS[what]} (${quoted(why, 200)})`;
}

/** `the full request, by @ada until Tuesday`; one that is overdue says so. */
export function debtWords(debt: Pick<Debt, 'what' | 'owner' | 'dueAt' | 'detail'>, now: number): string {
  const { owner, dueAt } = debt;
  return `${owedName(debt)}, by ${mention(owner)} ${now >= dueAt ? 'overdue since' : 'until'} ${when(dueAt)}`;
}

/** What a change still owes, one line each, the next due first, then the actions of its review; empty when it owes nothing. */
export function owedLines(change: Pick<Change, 'debts' | 'status'>, now: number): readonly string[] {
  const owed = owedDebts(change).toSorted((a, b) => a.dueAt - b.dueAt);
  const below = (title: string, debts: readonly Debt[]): readonly string[] =>
    debts.length === 0 ? [] : [`*${title}:*`, ...debts.map((d) => `• ${debtWords(d, now)}`)];
  return [
    ...below(
      'Owed before it can be closed',
      owed.filter(({ what }) => what !== 'action'),
    ),
    ...below(
      'To be done, by its review',
      owed.filter(({ what }) => what === 'action'),
    ),
  ];
}

/** `12 debts, 3 overdue`; of more than were counted it says so. */
export function countWords({ open, overdue, more }: { open: number; overdue: number; more: boolean }): string {
  const debts = `${more ? 'more than ' : ''}${open} ${open === 1 ? 'debt' : 'debts'}`;
  return overdue === 0 ? debts : `${debts}, ${overdue} overdue`;
}
