import type { Fact } from '../change/facts.ts';
import { linesOf, mention, sentence, when } from '../slack/blocks.ts';
import { owedLines } from '../slack/debt-words.ts';
import { DEBT_WORDS } from '../slack/words.ts';
import type { Line, Scene } from './scene.ts';

type Of<T extends Fact['type']> = Extract<Fact, { type: T }>;

/** What is owed after a shortcut, by whom and until when; all that an emergency owes is told at once, with the last of it. */
export function owedNote({ what, owner, dueAt, detail }: Of<'debtOwed'>, { after, at }: Scene): Line | undefined {
  if (what === 'override') {
    const why = detail === undefined ? '' : ` ${sentence(detail, 500)}`;
    return { text: `Owed by ${mention(owner)} until ${when(dueAt)}: ${DEBT_WORDS[what]}.${why}` };
  }
  return what === 'procedures' ? { text: linesOf(owedLines(after, at)) } : undefined;
}

export function paidNote({ debt, payer, note }: Of<'debtPaid'>, { after }: Scene): Line | undefined {
  const paid = after.debts.find((d) => d.number === debt);
  return paid && { text: `No longer owed: ${DEBT_WORDS[paid.what]}, by ${mention(payer)}: ${sentence(note, 500)}` };
}

export function escalatedNote({ debt }: Of<'debtEscalated'>, { after }: Scene): Line | undefined {
  const late = after.debts.find((d) => d.number === debt);
  return (
    late && { text: `Overdue since ${when(late.dueAt)}: ${DEBT_WORDS[late.what]}, owed by ${mention(late.owner)}.` }
  );
}
