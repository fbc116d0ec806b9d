import type { Fact } from './facts.ts';
import type { Change } from './model.ts';

/**
 * A reject ends the change; a NOGO, a GO nobody gave in time and a refused exception return it to draft. What was done already
 * is not undone by its retrospective; agreement is acted upon by `advance`.
 */
export function statusAfterBallot(
  { ballots }: Change,
  { ballot, result }: Extract<Fact, { type: 'ballotClosed' }>,
): Partial<Pick<Change, 'status'>> {
  if (result === 'passed' || result === 'superseded') return {};
  switch (ballots.find((b) => b.number === ballot)?.question) {
    case 'approval':
      return result === 'vetoed' ? { status: 'rejected' } : {};
    case 'goNogo':
      return { status: 'draft' };
    case 'exception':
      return result === 'vetoed' ? { status: 'draft' } : {};
    case 'retrospective':
    case undefined:
      return {};
  }
}
