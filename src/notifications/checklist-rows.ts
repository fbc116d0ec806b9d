import type { RecordedFact } from '../change/facts.ts';
import { itemStandings } from '../change/item-standing.ts';
import { hears } from '../change/lifecycle.ts';
import type { Change } from '../change/model.ts';
import { checklistKey } from '../change/open-checklist.ts';
import type { Policy } from '../change/policy.ts';
import type { NewDelivery } from '../journal/delivery-rows.ts';

/** One message for the checklist of a change, in its thread; brought up to date by whatever moves an item, and once nothing can be ticked any more. */
export function checklistRows(
  before: Change | undefined,
  after: Change,
  { fact }: RecordedFact,
  policy: Policy,
): readonly NewDelivery[] {
  const isMoved = fact.type === 'checklistOpened' || looks(before, policy) !== looks(after, policy);
  if (!after.checklist || !isMoved) return [];
  return [
    {
      key: checklistKey(after.id),
      kind: 'live',
      channel: policy.channels.changes,
      lane: after.id,
      position: 4,
      view: 'checklist',
      data: {},
    },
  ];
}

/** What of a change its message shows. */
function looks(change: Change | undefined, policy: Policy): string {
  if (!change?.checklist) return '';
  const states = itemStandings(change, policy).map(({ state, mark }) => [state, mark]);
  return JSON.stringify([hears(change.status, 'tickItem'), states]);
}
