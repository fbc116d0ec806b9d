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

/** `the full request, by @ada until Tuesday`; one that is overdue says so. */
export function debtWords(debt: Pick<Debt, 'what' | 'owner' | 'dueAt' | 'detail'>, now: number): string {
  const { what, owner, dueAt } = debt;
  const reason = whyOwed(debt);
  const why = reason === undefined ? '' : ` (${quoted(reason, 200)})`;
  return `${DEBT_WORDS[what]}${why}, by ${mention(owner)} ${now >= dueAt ? 'overdue since' : 'until'} ${when(dueAt)}`;
}

/** What a change still owes, one line each, the next due first; empty when it owes nothing or nobody asks any more. */
export function owedLines(change: Pick<Change, 'debts' | 'status'>, now: number): readonly string[] {
  const owed = owedDebts(change).toSorted((a, b) => a.dueAt - b.dueAt);
  return owed.length === 0 ? [] : ['*Owed before it can be closed:*', ...owed.map((d) => `• ${debtWords(d, now)}`)];
}

/** `12 debts, 3 overdue`; of more than were counted it says so. */
export function countWords({ open, overdue, more }: { open: number; overdue: number; more: boolean }): string {
  const debts = `${more ? 'more than ' : ''}${open} ${open === 1 ? 'debt' : 'debts'}`;
  return overdue === 0 ? debts : `${debts}, ${overdue} overdue`;
}
