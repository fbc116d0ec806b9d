import type { Fact } from '../change/facts.ts';
import type { Debt } from '../change/debt.ts';
import type { Change } from '../change/model.ts';
import { linesOf, mention, quoted, section, sentence, when } from '../slack/blocks.ts';
import { debtWords, owedLines, whyOwed } from '../slack/debt-words.ts';
import { DEBT_WORDS } from '../slack/words.ts';
import { named, roleWithPeople, said, type Said } from './said.ts';
import type { Line, Scene } from './scene.ts';

type Of<T extends Fact['type']> = Extract<Fact, { type: T }>;

/** What is owed after a shortcut, by whom and until when; all that an emergency owes is told at once, with the last of it. */
export function owedNote(fact: Of<'debtOwed'>, { after, at }: Scene): Line | undefined {
  const { what, owner, dueAt } = fact;
  if (what === 'override')
    return { text: `Owed by ${mention(owner)} until ${when(dueAt)}: ${DEBT_WORDS[what]}${whyWords(fact)}.` };
  if (what === 'cause')
    return { text: `Owed by ${mention(owner)} until ${when(dueAt)}: ${DEBT_WORDS[what]}. ${howPaid(fact)}` };
  return what === 'procedures' ? { text: linesOf(owedLines(after, at)) } : undefined;
}

export function paidNote({ debt, payer, note }: Of<'debtPaid'>, { after }: Scene): Line | undefined {
  const paid = after.debts.find((d) => d.number === debt);
  return paid && { text: `No longer owed: ${DEBT_WORDS[paid.what]}, by ${mention(payer)}: ${sentence(note, 500)}` };
}

export function owerRemindedNote({ debt }: Of<'debtReminded'>, { after, at }: Scene): Line | undefined {
  const owed = after.debts.find((d) => d.number === debt);
  return owed && { text: `${mention(owed.owner)}, still owed: ${debtWords(owed, at)}. ${howPaid(owed)}` };
}

/** In the channel too: whoever answers for the infrastructure must see it. */
export function escalatedNote({ debt }: Of<'debtEscalated'>, { after, policy }: Scene): Line | undefined {
  const late = after.debts.find((d) => d.number === debt);
  if (!late) return undefined;
  const { what, owner, dueAt } = late;
  const lead = roleWithPeople('infrastructure-lead', policy);
  return {
    text: `*Overdue since ${when(dueAt)}: ${DEBT_WORDS[what]} of ${named(after)}*${whyWords(late)}, owed by ${mention(owner)}. Until it is paid the change cannot be closed. ${lead}, please see to it with ${mention(owner)}. ${howPaid(late)}`,
    broadcast: true,
  };
}

/** To whoever owes it, as a message of their own. */
export function debtReminder(change: Change, debt: Debt, now: number): Said {
  const text = `*You still owe ${named(change)}:* ${debtWords(debt, now)}. Until it is paid the change cannot be closed. ${howPaid(debt)}`;
  return said(text, [section(text)]);
}

/** What to press, and where. */
function howPaid({ what }: Pick<Debt, 'what'>): string {
  switch (what) {
    case 'fullRequest':
      return 'Press *Full request* on the message of the change and write what is missing; it is paid when nothing is.';
    case 'retrospectiveVote':
      return 'It is paid when those who have the vote have answered, which they are asked once the work has ended.';
    case 'pir':
      return 'Press *Paid* on the message of the change once the work has ended, and say what went well and what did not.';
    case 'procedures':
    case 'override':
    case 'test':
      return 'Press *Paid* on the message of the change and say how.';
    case 'cause':
      return 'Press *Paid* on the message of the change and write what made the rollback necessary.';
  }
}

function whyWords(debt: Pick<Debt, 'what' | 'detail'>): string {
  const why = whyOwed(debt);
  return why === undefined ? '' : ` (${quoted(why, 200)})`;
}
