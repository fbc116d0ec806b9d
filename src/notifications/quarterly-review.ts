import { endedOf } from '../change/figures/tally.ts';
import type { Figures } from '../change/figures/figures.ts';
import { standsOut, type StandsOut } from '../change/figures/stands-out.ts';
import type { Kind } from '../change/model.ts';
import { context, linesOf, quoted, section } from '../slack/blocks.ts';
import {
  decimal,
  endedWords,
  rollbackWords,
  shareWords,
  spanWords,
  successWords,
  tallyWords,
  windowWords,
} from '../slack/figure-words.ts';
import { KIND_WORDS } from '../slack/words.ts';
import { said, type Said } from './said.ts';

/** The figures of a quarter, and of the one before it. */
export interface QuarterlyReview {
  /** `2026-Q3`. */
  readonly quarter: string;
  readonly figures: Figures;
  readonly before: Figures;
}

const WHERE =
  '`/change stats` shows the figures as they are now with a picture, `/change log csv` lists every change. What the review decides goes into the policy, the patterns and the runbooks.';

/** Once a quarter to everybody: how changes went beside the quarter before, what stands out, and that the process is to be reviewed (001-MET-06, 001-PIR-06). */
export function quarterlyReview({ quarter, figures, before }: QuarterlyReview): Said {
  const name = quarterName(quarter);
  if (endedOf(figures.ended) === 0) {
    const none = `Process review of ${name}: no change ended in it; in the quarter before, ${endedWords(before)}. If changes were made all the same, find out why they were not filed.`;
    return said(none, [section(none), context(WHERE)]);
  }
  const found = standsOut(figures, before).map(standsOutWords);
  const text = `Process review of ${name}: ${endedWords(figures)}; in the quarter before, ${endedWords(before)}. ${found[0] ?? 'Nothing stands out.'}`;
  return said(text, [
    section(`*Process review of ${name}*: time to look at how changes are made.`),
    section(
      linesOf([
        `• ${endedOf(figures.ended)} ended: ${tallyWords(figures.ended, ', ')}; ${successWords(figures.ended)}.`,
        `• The quarter before: ${endedWords(before)}.`,
        `• Time taken: ${windowWords(figures)}.`,
        `• Rollbacks: ${rollbackWords(figures) ?? 'none'}.`,
      ]),
    ),
    section(
      linesOf([
        '*What stands out*',
        ...(found.length === 0 ? ['• Nothing: no share moved by a tenth.'] : found.map((f) => `• ${f}`)),
      ]),
    ),
    context(WHERE),
  ]);
}

function standsOutWords(found: StandsOut): string {
  switch (found.what) {
    case 'success':
      return `Success ${found.rose ? 'rose' : 'fell'}: ${successWords(found.tally)}, after ${successWords(found.before)}.`;
    case 'group': {
      const { name, tally } = found.group;
      const which = found.by === 'kind' ? `${KIND_WORDS[name as Kind]} changes` : `The pattern ${quoted(name, 60)}`;
      return `${which} went worse than the others: ${tallyWords(tally, ', ')}. Look at what they have in common.`;
    }
    case 'promises':
      return `${shareWords(found.broken, found.of)} rollbacks took longer than promised. Correct the estimates of their runbooks, or rehearse them.`;
    case 'overruns':
      return `${shareWords(found.late, found.of)} went on after their window, by ${spanWords(found.lateMs)} at the median. Plan longer windows or smaller changes.`;
    case 'emergencies':
      return `${shareWords(found.count, found.of)} were emergencies, more than before. Look at what could have been foreseen.`;
    case 'byHand':
      return `A change takes ${decimal(found.now)} steps by hand, after ${decimal(found.before)}. Look at what a runbook could do.`;
  }
}

function quarterName(quarter: string): string {
  const [year = '', number = ''] = quarter.split('-Q');
  return `quarter ${number} of ${year}`;
}
