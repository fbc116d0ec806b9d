import type { Fact } from './facts.ts';
import type { Change } from './model.ts';

/** What a change keeps of its start. */
export interface Started {
  readonly startedAt?: number;
  readonly startedBy?: string;
  /** The change id was typed: from here on the runbook may apply. */
  readonly confirmed?: boolean;
  /** What the start was confirmed for: the plan's change set, and how many runs there had been. */
  readonly agreed?: { readonly plan?: string; readonly runs: number };
}

/** What a start is confirmed for. */
export function agreed(
  { runs }: Change,
  { plan }: Extract<Fact, { type: 'changeStarted' }>,
): NonNullable<Started['agreed']> {
  return { runs: runs.length, ...(plan === undefined ? {} : { plan }) };
}

/** The change as it was before it was started; an emergency is under way from its first second, and waits for its Start again. */
export function takenBack({ confirmed: _confirmed, agreed: _agreed, ...change }: Change): Change {
  if (change.content.kind === 'emergency') return { ...change, confirmed: false };
  const { startedAt: _startedAt, startedBy: _startedBy, ...before } = change;
  return { ...before, status: 'ready' };
}
