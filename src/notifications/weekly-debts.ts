import type { KnownBlock } from '@slack/types';
import { shownId } from '../change/change-id.ts';
import { countDebts, debtsDue, type DebtCount, type OwedDebt } from '../journal/read-debts.ts';
import type { Record } from '../journal/record.ts';
import { context, linesOf, mention, quoted, section } from '../slack/blocks.ts';
import { countWords, debtWords } from '../slack/debt-words.ts';
import { DEBT_WORDS } from '../slack/words.ts';
import { said, type Said } from './said.ts';

/** Debts shown by name; the rest is counted. */
const SHOWN_MAX = 20;
/** Of those, so many in the one line. */
const NAMED_MAX = 5;

/** What is owed by everybody: the most pressing debts, and how many there are. */
export interface WeeklyDebts {
  readonly owed: readonly OwedDebt[];
  readonly count: DebtCount;
}

export async function readWeeklyDebts(record: Record): Promise<WeeklyDebts> {
  const [owed, count] = await Promise.all([debtsDue(record, SHOWN_MAX), countDebts(record)]);
  return { owed, count };
}

/** Once a week to everybody: what is owed, change by change, the most overdue first, and how it is paid (001-TYP-16). */
export function weeklyDebts({ owed, count }: WeeklyDebts, now: number): Said {
  const total = countWords(count);
  const names = owed.slice(0, NAMED_MAX).map((d) => `${shownId(d.id)} (${DEBT_WORDS[d.what]}, ${mention(d.owner)})`);
  const text = `Owed this week: ${total}: ${names.join(', ')}${andMore(count, names.length)}. A change cannot be closed while it owes, actions of its review apart; Home shows each of you what you owe.`;
  const rest = andMore(count, owed.length);
  return said(text, [
    section(`*Owed this week: ${total}.* A change cannot be closed while it owes, actions of its review apart.`),
    ...[...Map.groupBy(owed, ({ id }) => id).values()].map((debts) => ofChange(debts, now)),
    context(
      `${rest === '' ? '' : `…${rest}. `}Pay with the buttons on the message of the change, or in the Home of this app, which shows each of you what you owe.`,
    ),
  ]);
}

/** ` and 7 more`, where not all were named. */
function andMore({ open, more }: DebtCount, named: number): string {
  return open > named ? ` and ${more ? 'more than ' : ''}${open - named} more` : '';
}

function ofChange(debts: readonly OwedDebt[], now: number): KnownBlock {
  const lines = debts.map(({ detail, ...debt }) => `• ${debtWords(detail === null ? debt : { ...debt, detail }, now)}`);
  const about = debts.slice(0, 1).map(({ id, title }) => `*${shownId(id)}* ${quoted(title, 150)}`);
  return section(linesOf([...about, ...lines]));
}
