import type { RecordedFact } from '../change/facts.ts';
import type { Change } from '../change/model.ts';
import type { NewDelivery } from '../journal/delivery-rows.ts';

/** Whoever owes something is reminded in a message of their own. */
export function debtRows(change: Change, { fact, seq }: RecordedFact): readonly NewDelivery[] {
  const owed = fact.type === 'debtReminded' ? change.debts.find((d) => d.number === fact.debt) : undefined;
  if (!owed) return [];
  return [
    {
      key: `${change.id}/${seq}/owed`,
      kind: 'note',
      channel: owed.owner,
      lane: `${owed.owner}/${change.id}`,
      position: 9,
      view: 'owed',
      data: { debt: owed.number },
    },
  ];
}
