import type { Confidence, Track } from '../change/figures/confidence.ts';
import { shareWords } from './figure-words.ts';
import { KIND_WORDS } from './words.ts';

/** How many changes like this one went well, each share with its count (003-MET-07); what never was carried out is said so. */
export function confidenceLine({ kind, ofKind, byPattern, byRunbook }: Confidence): string {
  const name = KIND_WORDS[kind].toLowerCase();
  const own =
    ofKind.of === 0
      ? `no ${name} change was carried out in the last 90 days`
      : `${well(ofKind)} ${name} changes of the last 90 days went well`;
  return `*So far* ${[
    own,
    ...(byPattern ? [byPattern.of === 0 ? 'none by its pattern' : `by its pattern ${well(byPattern)}`] : []),
    ...(byRunbook
      ? [
          byRunbook.of === 0
            ? 'none ever by its runbook'
            : `${byRunbook.well} of the last ${byRunbook.of} by its runbook`,
        ]
      : []),
  ].join('; ')}.`;
}

function well({ well: count, of }: Track): string {
  return shareWords(count, of);
}
