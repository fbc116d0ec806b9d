import { setTimeout as delay } from 'node:timers/promises';
import type { WatchTask } from './spec.ts';
import type { CheckVerdict } from './verdict.ts';

/** Rounds that told nothing which a watch puts up with, beyond as many as it wants passes. */
const INCONCLUSIVE_MAX = 10;

export interface WatchVerdict extends CheckVerdict {
  readonly rounds: number;
  readonly passes: number;
  readonly inconclusive: number;
}

/**
 * Repeats the checks until every one of them passed in `passes` rounds in a row. One failed check fails the watch at once; an
 * inconclusive one starts the count again, and too many of those leave the watch itself inconclusive.
 */
export async function runWatch(
  task: WatchTask,
  check: (check: WatchTask['checks'][number]) => Promise<CheckVerdict>,
  signal: AbortSignal,
): Promise<WatchVerdict> {
  let rounds = 0;
  let passes = 0;
  let inconclusive = 0;
  for (;;) {
    if (signal.aborted)
      return { result: 'inconclusive', sentence: 'The watch was interrupted.', rounds, passes, inconclusive };
    const round = await runRound(task.checks, check);
    rounds += 1;
    if (round.result === 'fail') return { ...round, rounds, passes, inconclusive };
    passes = round.result === 'pass' ? passes + 1 : 0;
    if (round.result === 'inconclusive') inconclusive += 1;
    if (passes >= task.passes)
      return { result: 'pass', sentence: `All checks passed ${passes} times in a row.`, rounds, passes, inconclusive };
    if (inconclusive > INCONCLUSIVE_MAX + task.passes) {
      const sentence = `The watch could not tell in ${inconclusive} of ${rounds} rounds. The last time: ${round.sentence}`;
      return { result: 'inconclusive', sentence, rounds, passes, inconclusive };
    }
    await delay(task.everyMs, undefined, { signal }).catch(() => undefined);
  }
}

/** The first check that does not pass speaks for the round. */
async function runRound(
  checks: WatchTask['checks'],
  check: (check: WatchTask['checks'][number]) => Promise<CheckVerdict>,
): Promise<CheckVerdict> {
  let last: CheckVerdict = { result: 'inconclusive', sentence: 'Nothing was checked.' };
  for (const one of checks) {
    last = await check(one);
    if (last.result !== 'pass') return last;
  }
  return last;
}
