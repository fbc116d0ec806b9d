import type { DeclaredFreeze } from '../change/declaring/calendar-facts.ts';
import { foldCalendar } from '../change/declaring/evolve-calendar.ts';
import type { Fact } from '../change/facts.ts';
import type { Policy } from '../change/policy.ts';
import type { Delivery } from '../journal/delivery-rows.ts';
import { readCalendarFacts } from '../journal/facts-store.ts';
import type { Record } from '../journal/record.ts';
import { mention, section, sentence } from '../slack/blocks.ts';
import { freezeMeaning, freezeName, freezeReach, freezeTimes, freezeTitle } from '../slack/freeze-words.ts';
import { roleWithPeople, said, type Said } from './said.ts';
import type { Line } from './scene.ts';

const REASON_MAX = 500;

/** The message a fact of the calendar deserves; undefined where it is not in the record. */
export async function freezeSaid(record: Record, { seq }: Delivery, policy: Policy): Promise<Said | undefined> {
  const { facts } = await readCalendarFacts(record, record.db);
  const about = facts.find((f) => f.seq === seq)?.fact.freeze;
  const freeze = foldCalendar(facts.filter((f) => f.seq <= seq)).freezes.find((f) => f.declared === about);
  return freeze && freezeMessage(freeze, policy);
}

/** What a freeze means, for everybody who plans a change. */
export function freezeMessage(freeze: DeclaredFreeze, policy: Policy): Said {
  const text = freeze.lifted ? liftedText(freeze, freeze.lifted) : declaredText(freeze, policy);
  return said(text, [section(text)]);
}

function declaredText(freeze: DeclaredFreeze, policy: Policy): string {
  const { hard, by, reason } = freeze;
  const next = hard
    ? `Changes that it touches need an exception of the ${roleWithPeople(policy.exceptions.role, policy)}, asked in their threads; or reschedule them.`
    : 'Where you can, choose another time.';
  return `*${freezeTitle(freeze)}* ${freezeTimes(freeze)}, ${freezeReach(freeze, policy)}: ${freezeMeaning(freeze)}. Declared by ${mention(by)}: ${sentence(reason, REASON_MAX)} ${next}`;
}

function liftedText(freeze: DeclaredFreeze, { by, reason }: { readonly by: string; readonly reason: string }): string {
  return `*${freezeTitle(freeze)} is lifted* by ${mention(by)}: ${sentence(reason, REASON_MAX)} What it alone held up may go on in its window.`;
}

/** In the thread of a change that the freeze touches. */
export function heededNote(fact: Extract<Fact, { type: 'freezeHeeded' }>): Line {
  const { became, hard, person, reason } = fact;
  const why = `${mention(person)}: ${sentence(reason, REASON_MAX)}`;
  if (became === 'lifted')
    return { text: `The freeze ${freezeName(fact)} is lifted by ${why} It stops this change no more.` };
  const what = `The freeze ${freezeName(fact)} was declared ${freezeTimes(fact)} by ${why}`;
  return {
    text: hard
      ? `${what} It touches the window of this change, which starts only with an exception: wait for the answer, or reschedule to a time outside.`
      : `${what} It touches the window of this change and stops nothing: reschedule it if it can wait.`,
  };
}
