import type { Figures } from './figures.ts';
import { carriedOut, endedOf, type Group, type Tally } from './tally.ts';

/** Something in the figures of a span that a review should begin with. */
export type StandsOut =
  /** Success moved by a tenth or more. */
  | { readonly what: 'success'; readonly rose: boolean; readonly tally: Tally; readonly before: Tally }
  /** A kind or pattern of which more went wrong than of the others. */
  | { readonly what: 'group'; readonly by: 'kind' | 'pattern'; readonly group: Group }
  /** Rollbacks that took longer than was promised. */
  | { readonly what: 'promises'; readonly broken: number; readonly of: number }
  /** A fifth or more went on after their window. */
  | { readonly what: 'overruns'; readonly late: number; readonly of: number; readonly lateMs: number }
  /** A fifth or more were emergencies, and a larger share than before. */
  | { readonly what: 'emergencies'; readonly count: number; readonly of: number }
  /** A change takes a quarter more steps by hand than before, or more. */
  | { readonly what: 'byHand'; readonly now: number; readonly before: number };

/** Fewer changes than these say nothing of a share. */
const ENOUGH = 5;
/** More than these nobody takes up at once. */
const SHOWN_MAX = 3;

/** What stands out in a span beside the one before it, the weightiest first; at most three. */
export function standsOut(figures: Figures, before: Figures): readonly StandsOut[] {
  return [
    ...success(figures.ended, before.ended),
    ...worst('pattern', figures.byPattern, figures.ended),
    ...worst('kind', figures.byKind, figures.ended),
    ...promises(figures),
    ...overruns(figures),
    ...emergencies(figures, before),
    ...byHand(figures, before),
  ].slice(0, SHOWN_MAX);
}

function success(tally: Tally, before: Tally): readonly StandsOut[] {
  if (Math.min(carriedOut(tally), carriedOut(before)) < ENOUGH) return [];
  const moved = shareOf(tally) - shareOf(before);
  return Math.abs(moved) < 0.1 ? [] : [{ what: 'success', rose: moved > 0, tally, before }];
}

/** The one with the most that went wrong, where that is a larger share than of all. */
function worst(by: 'kind' | 'pattern', groups: readonly Group[], all: Tally): readonly StandsOut[] {
  const [group] = groups
    .filter(({ tally }) => wrong(tally) > 1 && shareOf(tally) < shareOf(all))
    .toSorted((a, b) => wrong(b.tally) - wrong(a.tally));
  return group ? [{ what: 'group', by, group }] : [];
}

function promises({ rollback }: Figures): readonly StandsOut[] {
  const { promised = 0, kept = 0 } = rollback ?? {};
  return kept < promised ? [{ what: 'promises', broken: promised - kept, of: promised }] : [];
}

function overruns({ window }: Figures): readonly StandsOut[] {
  const { late = 0, of = 0, lateMs = 0 } = window ?? {};
  return of >= ENOUGH && late * 5 >= of ? [{ what: 'overruns', late, of, lateMs }] : [];
}

function emergencies(figures: Figures, before: Figures): readonly StandsOut[] {
  const [count, of] = [figures.emergencies, endedOf(figures.ended)];
  const isMore = count * endedOf(before.ended) > before.emergencies * of || endedOf(before.ended) === 0;
  return of >= ENOUGH && count * 5 >= of && isMore ? [{ what: 'emergencies', count, of }] : [];
}

function byHand({ effort }: Figures, { effort: former }: Figures): readonly StandsOut[] {
  if (!effort || !former || Math.min(effort.of, former.of) < ENOUGH) return [];
  const isMore = effort.manualSteps >= former.manualSteps * 1.25 && effort.manualSteps - former.manualSteps >= 1;
  return isMore ? [{ what: 'byHand', now: effort.manualSteps, before: former.manualSteps }] : [];
}

function shareOf(tally: Tally): number {
  return carriedOut(tally) === 0 ? 1 : tally.implemented / carriedOut(tally);
}

function wrong({ withIssues, rolledBack, failed }: Tally): number {
  return withIssues + rolledBack + failed;
}
