import type { RecordedFact } from '../change/facts.ts';
import type { Change } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import type { NewDelivery } from '../journal/delivery-rows.ts';

/** The stretches of a life that one message tells of. */
export const PHASES = ['review', 'go', 'announcement', 'preparation', 'work', 'end', 'afterwards'] as const;
export type Phase = (typeof PHASES)[number];

/** What a rehearsal is told in, in this order: what it is and what it found, each phase of the life, and how it ended. */
export const PARTS = ['opening', ...PHASES, 'ending'] as const;
export type Part = (typeof PARTS)[number];

/** A message for each part, one after the other in a lane of its own, the first in the channel and the others under it. */
export function rehearsalRows(after: Change, { fact, seq }: RecordedFact, policy: Policy): readonly NewDelivery[] {
  if (fact.type !== 'changeRehearsed') return [];
  const lane = `${after.id}/${seq}/rehearsal`;
  const opening = `${lane}/${PARTS[0]}`;
  return PARTS.map((part, i) => ({
    key: `${lane}/${part}`,
    kind: 'note',
    channel: policy.channels.rehearsals ?? fact.rehearser,
    lane,
    position: i,
    view: 'rehearsal',
    data: { seq, part, ...(part === 'opening' ? {} : { under: opening }) },
  }));
}
