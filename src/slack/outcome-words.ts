import { outcomeOf, type Outcome } from '../change/long-watch.ts';
import type { Change } from '../change/model.ts';

/** The five ways in which a change is over, and what each means. */
export const OUTCOMES: Readonly<Record<Outcome | 'cancelled', { readonly name: string; readonly means: string }>> = {
  implemented: { name: 'successful', means: 'it is in place, and nothing has shown itself since' },
  withIssues: { name: 'successful with issues', means: 'it is in place, and something has shown itself since' },
  rolledBack: { name: 'rolled back', means: 'it was taken back, and its services are as before' },
  failed: { name: 'failed', means: 'it was neither completed nor taken back, and an incident took over' },
  cancelled: { name: 'cancelled', means: 'nothing was carried out' },
};

/** `successful: it is in place, …`; undefined as long as it is not over. */
export function outcomeWords(change: Pick<Change, 'ending' | 'issues' | 'status'>): string | undefined {
  const isCalledOff = change.status === 'withdrawn' || change.status === 'rejected';
  const outcome = isCalledOff ? 'cancelled' : outcomeOf(change);
  return outcome && `${OUTCOMES[outcome].name}: ${OUTCOMES[outcome].means}`;
}
