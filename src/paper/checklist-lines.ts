import type { PhaseName } from '../change/checklist.ts';
import { itemStandings, type ItemStanding } from '../change/item-standing.ts';
import type { Change } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import { printMoment } from './moments.ts';

/** The process document's phases, by their numbers. */
const PHASE: Readonly<Record<PhaseName, string>> = {
  assessment: 'Phase 0, Impact Assessment',
  planning: 'Phase 1, Planning',
  backup: 'Phase 2, Backup',
  rollbackPreparation: 'Phase 3, Rollback Preparation',
  implementation: 'Phase 4, Implementation',
  verification: 'Phase 5, Verification',
  cleanup: 'Phase 6, Cleanup',
  documentation: 'Phase 7, Documentation',
};

/** The items of a checklist as a list of tasks, with who said what of each and when; none where there is no checklist. */
export function checklistLines(change: Change, policy: Policy, nameOf: (user: string) => string): readonly string[] {
  return itemStandings(change, policy).map(({ item, state, mark }) => {
    const box = state === 'open' ? '[ ]' : '[x]';
    const said = saidOf({ item, state, ...(mark ? { mark } : {}) }, policy, nameOf);
    return onOneLine(`- ${box} ${PHASE[item.phase]}: ${item.text}${said}`);
  });
}

function saidOf({ state, mark }: ItemStanding, { timezone }: Policy, nameOf: (user: string) => string): string {
  if (state === 'open') return '';
  if (!mark) return ' (as the record shows)';
  const who = `${nameOf(mark.by)}, ${printMoment(mark.at, timezone)}`;
  if (mark.as === 'skipped') return ` (skipped: ${mark.reason}; ${who})`;
  return mark.evidence === undefined ? ` (${who})` : ` (${mark.evidence}; ${who})`;
}

function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
