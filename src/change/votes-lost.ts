import type { Seen } from './circumstances.ts';
import { freezesNow, isExceptionOf, type FreezeSpan } from './freezes.ts';
import type { Ballot, Change } from './model.ts';
import { rolesLost } from './seats.ts';

/** The roles whose votes on these questions no longer count, because who gave them lost the role or carries the change out (promise 6). */
export function votesLost(
  change: Change,
  { policy, roster, now }: Seen,
  questions: readonly Ballot['question'][],
): readonly string[] {
  if (!roster) return [];
  const freezes = freezesNow(change, policy, now);
  const passed = change.ballots.filter(
    (b) =>
      b.result === 'passed' &&
      b.revision === change.revision &&
      questions.includes(b.question) &&
      isLeantOn(b, change.schedule, freezes),
  );
  return [...new Set(passed.flatMap((b) => rolesLost(change, b, roster, policy)))];
}

/** An approval holds for its revision, a GO for its window too, an exception while its freeze is in force. */
function isLeantOn(ballot: Ballot, current: number, freezes: readonly FreezeSpan[]): boolean {
  const { question, schedule } = ballot;
  switch (question) {
    case 'approval':
      return true;
    case 'goNogo':
      return schedule === current;
    case 'exception':
      return schedule === current && freezes.some((f) => isExceptionOf(ballot, f));
    case 'retrospective':
      return false;
  }
}
