import { shownId } from '../change/change-id.ts';
import { sayDuration } from '../change/duration.ts';
import type { Figures } from '../change/figures/figures.ts';
import { daysSince, type ServiceAge } from '../change/figures/report.ts';
import { RESULTS, RESULT_WORDS } from '../change/figures/result.ts';
import { carriedOut, endedOf, type Tally } from '../change/figures/tally.ts';

/** Fewer than these make no percentage: one more would move it by twenty. */
const PERCENT_FROM = 5;

/** `3 of 4`, and from five on `30 of 36 (83 %)`: a share never stands without its count. */
export function shareWords(part: number, of: number): string {
  return of < PERCENT_FROM ? `${part} of ${of}` : `${part} of ${of} (${Math.round((100 * part) / of)} %)`;
}

/** `30 successful · 4 with issues …`, those that happened. */
export function tallyWords(tally: Tally, separator = ' · '): string {
  return RESULTS.filter((result) => tally[result] > 0)
    .map((result) => `${tally[result]} ${RESULT_WORDS[result]}`)
    .join(separator);
}

/** How many of those carried out went well, without an issue. */
export function successWords(tally: Tally): string {
  return carriedOut(tally) === 0
    ? 'none carried out'
    : `${shareWords(tally.implemented, carriedOut(tally))} successful`;
}

/** How many ended and how it went, in a span and in the one before. */
export function endedWords({ ended }: Pick<Figures, 'ended'>): string {
  return endedOf(ended) === 0 ? 'none ended' : `${endedOf(ended)} ended, ${successWords(ended)}`;
}

/** A number as people say it, to one decimal where it has any. */
export function decimal(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** The real time against the planned window, or why there is none to tell. */
export function windowWords({ window, ended }: Pick<Figures, 'window' | 'ended'>): string {
  if (!window)
    return carriedOut(ended) === 0
      ? 'nothing was carried out'
      : 'not counted of what was reopened or recorded afterwards';
  const { of, share, late, lateMs } = window;
  const over = lateMs === undefined ? '' : `, by ${spanWords(lateMs)} at the median`;
  return `${Math.round(100 * share)} % of the planned window at the median; ${shareWords(late, of)} went on after it${over}`;
}

/** How long going back took, and how many rollbacks kept what was promised; undefined where there was none. */
export function rollbackWords({ rollback }: Pick<Figures, 'rollback'>): string | undefined {
  if (!rollback) return undefined;
  const { of, medianMs, promised, kept } = rollback;
  const taken = `${of === 1 ? 'one, in' : `${of}, at the median in`} ${spanWords(medianMs)}`;
  return promised === 0
    ? `${taken}; no time was promised`
    : `${taken}; ${shareWords(kept, promised)} within the time promised`;
}

/** A span, which is never nothing: what was over within a second took one. */
export function spanWords(ms: number): string {
  return sayDuration(Math.max(1000, ms));
}

/** When a service was last changed, rehearsed and brought back, each with the change that tells it. */
export function ageWords({ changed, rehearsed, restored }: Omit<ServiceAge, 'service'>, now: number): string {
  const since = (latest: ServiceAge['changed']): string =>
    latest ? `${daysWords(daysSince(latest.at, now))} (${shownId(latest.change)})` : 'never';
  return `changed ${since(changed)}, rehearsed ${since(rehearsed)}, data brought back ${since(restored)}`;
}

export function daysWords(days: number): string {
  return days === 0 ? 'today' : days === 1 ? '1 day ago' : `${days} days ago`;
}
