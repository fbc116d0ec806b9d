import { implementerOf, type Change } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import { readConflicts } from '../journal/read-conflicts.ts';
import type { Record } from '../journal/record.ts';
import { conflictLines } from '../slack/conflict-words.ts';

/** What speaks against a window, by the calendar as it is when this is said. Once GO is asked, or was given, nothing is late for it any more. */
export async function conflictsNow(
  record: Record,
  change: Change,
  policy: Policy,
  now: number,
): Promise<readonly string[]> {
  const plan = { ...change.content, implementer: implementerOf(change) };
  const isAsked = change.ballots.some((b) => b.question === 'goNogo' && b.schedule === change.schedule);
  const against = await readConflicts(record, plan, { policy, now, except: change.id });
  return conflictLines(
    against.filter(({ kind }) => kind !== 'filedLate' || !isAsked),
    policy,
  );
}
