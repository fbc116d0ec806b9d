import type { Fact } from './facts.ts';
import type { Change } from './model.ts';

/** What a start is confirmed for. */
export function agreed(
  { runs }: Change,
  { plan }: Extract<Fact, { type: 'changeStarted' }>,
): NonNullable<Change['agreed']> {
  return { runs: runs.length, ...(plan === undefined ? {} : { plan }) };
}

/** The change as it was before it was started; an emergency is under way from its first second, and waits for its Start again. */
export function takenBack({ confirmed: _confirmed, agreed: _agreed, ...change }: Change): Change {
  if (change.content.kind === 'emergency') return { ...change, confirmed: false };
  const { startedAt: _startedAt, startedBy: _startedBy, ...before } = change;
  return { ...before, status: 'ready' };
}
