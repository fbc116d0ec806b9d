import { RESULT_WORDS, type Result } from '../change/figures/result.ts';
import { outcomeOf } from '../change/long-watch.ts';
import type { Change } from '../change/model.ts';

/** What each of the five ways in which a change is over means. */
const MEANS: Readonly<Record<Result, string>> = {
  implemented: 'it is in place, and nothing has shown itself since',
  withIssues: 'it is in place, and something has shown itself since',
  rolledBack: 'it was taken back, and its services are as before',
  failed: 'it was neither completed nor taken back, and an incident took over',
  cancelled: 'nothing was carried out',
};

/** `successful: it is in place, …`. */
export function resultWords(result: Result): string {
  return `${RESULT_WORDS[result]}: ${MEANS[result]}`;
}

/** The same of a change; undefined as long as it is not over. */
export function outcomeWords(change: Pick<Change, 'ending' | 'issues' | 'status'>): string | undefined {
  const isCalledOff = change.status === 'withdrawn' || change.status === 'rejected';
  const outcome = isCalledOff ? 'cancelled' : outcomeOf(change);
  return outcome && resultWords(outcome);
}
