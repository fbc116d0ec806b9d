import type { Change } from '../change/model.ts';
import { PIR_TEXTS, type PirText } from '../change/pir.ts';
import type { Policy } from '../change/policy.ts';
import { printDay, printMoment } from './moments.ts';
import { NONE, printText } from './template.ts';

const LABELS: Readonly<Record<PirText, string>> = {
  happened: 'What Happened',
  well: 'What Worked Well',
  better: 'What Could Be Better',
  recommended: 'Recommendations',
};

/** The review as it was written last, and what came of it as a list of tasks; none where there is no review. */
export function pirLines(
  { pir, debts }: Change,
  { timezone }: Policy,
  nameOf: (user: string) => string,
): readonly string[] {
  if (!pir) return [];
  const actions = debts
    .filter(({ number }) => pir.actions.includes(number))
    .map(({ detail = '', owner, dueAt, paid }) => {
      const done = paid ? `; done: ${paid.note}; ${nameOf(paid.by)}, ${printMoment(paid.at, timezone)}` : '';
      const line = `- ${paid ? '[x]' : '[ ]'} ${detail} (${nameOf(owner)}, until ${printDay(dueAt, timezone)}${done})`;
      return line.replaceAll(/\s+/g, ' ');
    });
  return [
    `Written by ${nameOf(pir.by)}, ${printMoment(pir.at, timezone)}`,
    ...PIR_TEXTS.flatMap((field) => ['', `### ${LABELS[field]}`, '', pir[field] === '' ? NONE : printText(pir[field])]),
    ...(actions.length === 0 ? [] : ['', '### Actions', '', ...actions]),
  ];
}
