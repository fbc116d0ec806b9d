import { owedDebts } from '../change/debts.ts';
import type { RecordedFact } from '../change/facts.ts';
import type { Change } from '../change/model.ts';
import type { NewDelivery } from '../journal/delivery-rows.ts';
import { debtReminder } from './notes-debts.ts';
import type { Said } from './said.ts';

/** Whoever owes something is reminded in a message of their own, which says so once it is paid. */
export function debtRows(change: Change, { fact }: RecordedFact): readonly NewDelivery[] {
  if (fact.type !== 'debtReminded' && fact.type !== 'debtPaid') return [];
  const debt = change.debts.find((d) => d.number === fact.debt);
  if (debt?.remindedAt === undefined) return [];
  return [
    {
      key: `${change.id}/owed/${debt.number}`,
      kind: 'live',
      channel: debt.owner,
      lane: `${debt.owner}/${change.id}`,
      position: 9,
      view: 'owed',
      data: { debt: debt.number },
    },
  ];
}

/** What it says; undefined for what was paid, or is waited for no more, before it was said. */
export function owed(
  change: Change,
  number: number,
  { now, isSaid }: { readonly now: number; readonly isSaid: boolean },
): Said | undefined {
  const debt = change.debts.find((d) => d.number === number);
  if (!debt) return undefined;
  const stands = owedDebts(change).includes(debt) || (isSaid && debt.paid !== undefined);
  return stands ? debtReminder(change, debt, now) : undefined;
}
