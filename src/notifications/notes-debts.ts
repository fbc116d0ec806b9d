import type { Fact } from '../change/facts.ts';
import type { Debt } from '../change/debt.ts';
import type { Change } from '../change/model.ts';
import { actions, linesOf, mention, section, sentence, when } from '../slack/blocks.ts';
import { payButtons } from '../slack/buttons.ts';
import { debtWords, owedLines, owedName } from '../slack/debt-words.ts';
import { named, roleWithPeople, said, type Said } from './said.ts';
import type { Line, Scene } from './scene.ts';

type Of<T extends Fact['type']> = Extract<Fact, { type: T }>;

/** What is owed, by whom and until when; all that an emergency owes is told at once, with the last of it, and the actions of a review with it. */
export function owedNote(fact: Of<'debtOwed'>, { after, at }: Scene): Line | undefined {
  const { what, owner, dueAt } = fact;
  const owed = `Owed by ${mention(owner)} until ${when(dueAt)}: ${owedName(fact)}.`;
  switch (what) {
    case 'override':
      return { text: owed };
    case 'cause':
      return { text: `${owed} ${howPaid(fact)}` };
    case 'pir':
      return after.endedAt === undefined ? undefined : { text: `${owed} ${howPaid(fact, 'here')}` };
    case 'procedures':
      return { text: linesOf(owedLines(after, at)) };
    case 'fullRequest':
    case 'retrospectiveVote':
    case 'test':
    case 'action':
      return undefined;
  }
}

export function paidNote({ debt, payer, note }: Of<'debtPaid'>, { after }: Scene): Line | undefined {
  const paid = after.debts.find((d) => d.number === debt);
  if (!paid) return undefined;
  const done = paid.what === 'action' ? 'Done' : 'No longer owed';
  return { text: `${done}: ${owedName(paid)}, by ${mention(payer)}: ${sentence(note, 500)}` };
}

export function owerRemindedNote({ debt }: Of<'debtReminded'>, { after, at }: Scene): Line | undefined {
  const owed = after.debts.find((d) => d.number === debt);
  return owed && { text: `${mention(owed.owner)}, still owed: ${debtWords(owed, at)}. ${howPaid(owed)}` };
}

/** In the channel too: whoever answers for the infrastructure must see it. */
export function escalatedNote({ debt }: Of<'debtEscalated'>, { after, policy }: Scene): Line | undefined {
  const late = after.debts.find((d) => d.number === debt);
  if (!late) return undefined;
  const { owner, dueAt } = late;
  const lead = roleWithPeople('infrastructure-lead', policy);
  return {
    text: `*Overdue since ${when(dueAt)}: ${owedName(late)} of ${named(after)}*, owed by ${mention(owner)}. ${untilPaid(late)} ${lead}, please see to it with ${mention(owner)}. ${howPaid(late)}`,
    broadcast: true,
  };
}

/** To whoever owes it, as a message of their own, with what pays it; once it is paid, by whom and how. */
export function debtReminder(change: Change, debt: Debt, now: number): Said {
  const { paid } = debt;
  if (paid) {
    const text = `*No longer owed: ${owedName(debt)} of ${named(change)}.* ${mention(paid.by)} ${when(paid.at)}: ${sentence(paid.note, 500)}`;
    return said(text, [section(text)]);
  }
  const buttons = payButtons(change, debt);
  const how = howPaid(debt, buttons.length > 0 ? 'here' : 'headline');
  const text = `*You still owe ${named(change)}:* ${debtWords(debt, now)}. ${untilPaid(debt)} ${how}`;
  return said(text, [section(text), ...(buttons.length > 0 ? [actions(...buttons)] : [])]);
}

/** What to press: a button of this very message, or one of the headline. */
function howPaid({ what }: Pick<Debt, 'what'>, at: 'here' | 'headline' = 'headline'): string {
  const where = at === 'here' ? '' : ' on the message of the change';
  switch (what) {
    case 'fullRequest':
      return `Press *Full request*${where} and write what is missing; it is paid when nothing is.`;
    case 'retrospectiveVote':
      return 'It is paid when those who have the vote have answered, which they are asked once the work has ended.';
    case 'pir': {
      const once = at === 'here' ? '' : `${where} once the work has ended`;
      return `Press *PIR*${once}: the form begins with what the record knows.`;
    }
    case 'procedures':
    case 'override':
    case 'test':
      return `Press *Paid*${where} and say how.`;
    case 'cause':
      return `Press *Paid*${where} and write what made the rollback necessary.`;
    case 'action':
      return `Press *${at === 'here' ? 'Done' : 'Action done'}*${where} and say how.`;
  }
}

function untilPaid({ what }: Debt): string {
  return what === 'action'
    ? 'It is asked for each week until it is done.'
    : 'Until it is paid the change cannot be closed.';
}
