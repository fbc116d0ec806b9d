import type { Change, Ending, StepRun } from './model.ts';
import type { Pir } from './pir.ts';
import type { Policy } from './policy.ts';
import { reminderFrom } from './quiet-hours.ts';
import { watchMs } from './timeline.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A time at which whoever carried a change out was asked whether all is well; from 0. */
export interface CheckIn {
  readonly at: number;
  readonly well?: { readonly by: string; readonly at: number };
}

/** Something that showed itself after the end was told (000-MON-02). */
export interface DelayedIssue {
  readonly by: string;
  readonly at: number;
  readonly text: string;
  /** The look of the long watch that found it. */
  readonly run?: string;
}

/** What somebody wrote while it was watched (000-MON-02), or below a notice from its start on (000-MON-03). */
export interface Feedback {
  readonly by: string;
  readonly at: number;
  readonly text: string;
  /** The message in the thread. */
  readonly ts?: string;
  /** Where the notice stands that it was written below. */
  readonly channel?: string;
}

export function feedbackOf(
  { text, ts, channel }: Pick<Feedback, 'text' | 'ts' | 'channel'>,
  said: { readonly by: string; readonly at: number },
): Feedback {
  return { ...said, text, ...(ts === undefined ? {} : { ts }), ...(channel === undefined ? {} : { channel }) };
}

export function issueOf(
  { text, run }: Pick<DelayedIssue, 'text' | 'run'>,
  said: { readonly by: string; readonly at: number },
): DelayedIssue {
  return { ...said, text, ...(run === undefined ? {} : { run }) };
}

/** Once that a change which had ended was worked on again; `isOver` once it is watched anew. */
export interface Reopening {
  readonly by: string;
  readonly at: number;
  /** How many runs there had been. */
  readonly runs: number;
  /** When it had ended. */
  readonly endedAt: number;
  readonly isOver: boolean;
}

/** What a change keeps of its end, and of the time after it, in which it is watched before it can be closed. */
export interface LongWatch {
  readonly endedAt?: number;
  readonly ending?: Ending;
  readonly checkIns: readonly CheckIn[];
  /** How often the checks of its watch were asked for since its end, and when last. */
  readonly longLooks?: { readonly asked: number; readonly at: number };
  readonly issues: readonly DelayedIssue[];
  readonly feedback: readonly Feedback[];
  readonly reopenings: readonly Reopening[];
  /** The newest review, where one was written. */
  readonly pir?: Pir;
}

/** The work on it since it was reopened, until it is watched anew. */
export function openReopening({ reopenings, status }: Pick<Change, 'reopenings' | 'status'>): Reopening | undefined {
  const last = reopenings.at(-1);
  return status === 'watching' && last && !last.isOver ? last : undefined;
}

/** The change as it was before its end, with what was found since. */
export function reopened({ endedAt = 0, ending: _ending, ...change }: Change, { by, at, text }: DelayedIssue): Change {
  const reopening = { by, at, runs: change.runs.length, endedAt, isOver: false };
  return {
    ...change,
    status: 'watching',
    reopenings: [...change.reopenings, reopening],
    issues: [...change.issues, { by, at, text }],
  };
}

/** What becomes of a change whose work is done: whatever it was reopened for is over. */
export function watchedAnew(
  { reopenings }: Pick<Change, 'reopenings'>,
  at: number,
): Pick<Change, 'status' | 'watchingSince' | 'reopenings'> {
  return { status: 'watching', watchingSince: at, reopenings: reopenings.map((r) => ({ ...r, isOver: true })) };
}

/** Until when a change that has ended is watched (000-MON-01, 000-MON-04); undefined before its end. */
export function watchEndsAt(change: Pick<Change, 'content' | 'endedAt'>, policy: Policy): number | undefined {
  return change.endedAt === undefined ? undefined : change.endedAt + watchMs(change, policy);
}

/**
 * When the next check-in is due: a day after the one before, or after half of a watch that lasts no longer than two days, out of the
 * quiet hours and on a working day where that is still within the watch. Undefined where none is left.
 */
export function checkInDueAt(change: Change, policy: Policy): number | undefined {
  const { endedAt, checkIns, ending } = change;
  const end = watchEndsAt(change, policy);
  if (endedAt === undefined || end === undefined || ending !== 'implemented') return undefined;
  const due = Math.max(checkIns.at(-1)?.at ?? endedAt, endedAt) + Math.min(DAY_MS, (end - endedAt) / 2);
  if (due >= end) return undefined;
  const asked = reminderFrom(due, policy, end);
  return asked < end ? asked : due;
}

/** The number of the check-in that waits for an answer; an issue answers it too. */
export function openCheckIn({ checkIns, issues }: LongWatch): number | undefined {
  const last = checkIns.at(-1);
  const isAnswered = !last || last.well !== undefined || issues.some((i) => i.at >= last.at);
  return isAnswered ? undefined : checkIns.length - 1;
}

/** The looks that the clock asked for since the change ended as it stands now, oldest first: none from before it was reopened. */
export function looksOf({ runs, reopenings }: Pick<Change, 'runs' | 'reopenings'>): readonly StepRun[] {
  return runs.slice(reopenings.at(-1)?.runs ?? 0).filter((r) => r.occasion === 'long');
}

/** How a change ended, with what came to light since: a success may be one with issues. */
export type Outcome = Ending | 'withIssues';

export function outcomeOf({ ending, issues }: Pick<Change, 'ending' | 'issues'>): Outcome | undefined {
  return ending === 'implemented' && issues.length > 0 ? 'withIssues' : ending;
}
