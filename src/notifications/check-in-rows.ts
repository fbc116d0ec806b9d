import type { RecordedFact } from '../change/facts.ts';
import { implementerOf, type Change } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import type { NewDelivery } from '../journal/delivery-rows.ts';
import { actions, mention, section, when } from '../slack/blocks.ts';
import { checkInButtons } from '../slack/buttons.ts';
import { leftWords } from './notes-watch.ts';
import { named, said, type Said } from './said.ts';

/** Whoever carried a change out is asked in a message of their own too whether all is well; it says what became of that. */
export function checkInRows(before: Change | undefined, after: Change, { fact }: RecordedFact): readonly NewDelivery[] {
  const number = after.checkIns.length - 1;
  const person = implementerOf(after);
  const isAsked = fact.type === 'milestoneReached' && fact.milestone === 'checkIn';
  if (!isAsked && (!before || shown(before, number) === shown(after, number))) return [];
  return [
    {
      key: `${after.id}/checkIn/${number}`,
      kind: 'live',
      channel: person,
      lane: `${person}/${after.id}`,
      position: 9,
      view: 'checkIn',
      data: { checkIn: number },
    },
  ];
}

function shown(change: Change, number: number): string {
  return JSON.stringify(checkInButtons(change, number));
}

/** What it says: the question, or what became of it; undefined for one that was answered before it was put. */
export function checkIn(
  change: Change,
  number: number,
  { policy, now, isSaid }: { readonly policy: Policy; readonly now: number; readonly isSaid: boolean },
): Said | undefined {
  const question = `*Is all well after ${named(change)}?*`;
  const buttons = checkInButtons(change, number);
  if (buttons.length > 0) {
    const text = `${question} ${leftWords({ after: change, at: now, policy })}.`;
    return said(text, [section(text), actions(...buttons)]);
  }
  if (!isSaid) return undefined;
  const well = change.checkIns[number]?.well;
  const text = `${question} ${well ? `${mention(well.by)} said ${when(well.at)} that it is.` : 'No longer asked: its thread says why.'}`;
  return said(text, [section(text)]);
}
