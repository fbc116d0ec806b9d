import type { KnownBlock } from '@slack/types';
import type { Debt } from '../change/debt.ts';
import type { Change } from '../change/model.ts';
import { PIR_TEXTS, type PirText } from '../change/pir.ts';
import { cut, escape, linesOf, mention, quoted, section, when } from './blocks.ts';

/** Four texts and the actions stay below what Slack takes in one message (13,200 characters in all). */
const SHOWN_MAX = 2_400;

/** What a review is asked, as the form and its readers have it. */
export const PIR_LABELS: Readonly<Record<PirText, string>> = {
  happened: 'What happened',
  well: 'What worked well',
  better: 'What could be better',
  recommended: 'What we recommend',
};

/** The actions that came of a review as it was written last, in the order in which they were written. */
export function actionsOf({ pir, debts }: Pick<Change, 'pir' | 'debts'>): readonly Debt[] {
  return debts.filter(({ number }) => pir?.actions.includes(number));
}

/** `Add an alert, by @ada until Friday`; or that it is done, by whom. */
export function actionWords({ detail = '', owner, dueAt, paid }: Debt): string {
  const until = when(dueAt, '{date_short_pretty}');
  const done = paid ? `: done by ${mention(paid.by)}, ${when(paid.at, '{date_short_pretty}')}` : '';
  return `${quoted(detail.replace(/\.$/, ''), 400)}, by ${mention(owner)} until ${until}${done}`;
}

/** A review as it was written last, with who wrote it and what came of it; each text cut to what a message takes. Nothing where there is none. */
export function pirBlocks(change: Pick<Change, 'pir' | 'debts'>): readonly KnownBlock[] {
  const { pir } = change;
  if (!pir) return [];
  const texts = PIR_TEXTS.filter((field) => pir[field] !== '');
  const actions = actionsOf(change).map((action) => `• ${actionWords(action)}`);
  return [
    section(`*Post-implementation review*, written by ${mention(pir.by)} ${when(pir.at)}`),
    ...texts.map((field) => section(`*${PIR_LABELS[field]}*\n${cut(escape(pir[field]), SHOWN_MAX)}`)),
    ...(actions.length === 0 ? [] : [section(linesOf(['*Actions*', ...actions]))]),
  ];
}
