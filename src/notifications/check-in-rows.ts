import type { RecordedFact } from '../change/facts.ts';
import { openCheckIn } from '../change/long-watch.ts';
import { implementerOf, type Change } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import type { NewDelivery } from '../journal/delivery-rows.ts';
import { section } from '../slack/blocks.ts';
import { leftWords } from './notes-watch.ts';
import { named, said, type Said } from './said.ts';

/** Whoever carried a change out is asked in a message of their own too whether all is well. */
export function checkInRows(change: Change, { fact, seq }: RecordedFact): readonly NewDelivery[] {
  if (fact.type !== 'milestoneReached' || fact.milestone !== 'checkIn') return [];
  const person = implementerOf(change);
  return [
    {
      key: `${change.id}/${seq}/checkIn`,
      kind: 'note',
      channel: person,
      lane: `${person}/${change.id}`,
      position: 9,
      view: 'checkIn',
      data: {},
    },
  ];
}

/** What it says, as long as nobody has answered. */
export function checkIn(change: Change, policy: Policy, now: number): Said | undefined {
  if (openCheckIn(change) === undefined) return undefined;
  const text = `*Is all well after ${named(change)}?* ${leftWords({ after: change, at: now, policy })}. Please answer in its thread in <#${policy.channels.changes}>: All well, or An issue.`;
  return said(text, [section(text)]);
}
