import { runbookOf, type Circumstances } from './circumstances.ts';
import type { Fact } from './facts.ts';
import { looksOf, watchEndsAt } from './long-watch.ts';
import type { Change, StepRun } from './model.ts';
import type { Policy } from './policy.ts';
import { requestStep } from './runbook-steps.ts';
import { isWanted } from './runs.ts';
import type { StepReport } from './step-report.ts';

/** What a look of the long watch says: whether the service passes its checks, or nothing. */
export type Look = 'well' | 'failing' | 'untold';

/**
 * When the checks of the watch are to run next (000-VER-15, 000-MON-01): so long after they were asked for last as the runbook says.
 * Whoever slept through some asks once. Undefined where the runbook does not say, or the watch is over by then.
 */
export function lookDueAt(change: Change, policy: Policy): number | undefined {
  const { endedAt, longLooks, status } = change;
  const everyMs = runbookOf(change, policy)?.watch?.long?.everyMs;
  const end = watchEndsAt(change, policy);
  if (status !== 'implemented' || endedAt === undefined || end === undefined || everyMs === undefined) return undefined;
  const due = Math.max(longLooks?.at ?? endedAt, endedAt) + everyMs;
  return due < end ? due : undefined;
}

/** The run that is due; none while the one before it waits for its worker or goes on. */
export function lookAtIt(change: Change, circumstances: Circumstances): readonly Fact[] {
  const goesOn = looksOf(change).some((run) => run.state === 'running' || isWanted(change, run));
  const fact = goesOn ? undefined : requestStep(change, 'watch', 'long', circumstances);
  return fact ? [fact] : [];
}

/** Only a look that was taken says that the service is not well. */
function lookOf({ outcome, beganAt }: Pick<StepRun, 'outcome' | 'beganAt'>): Look | undefined {
  if (outcome === undefined) return undefined;
  if (outcome === 'succeeded') return 'well';
  return outcome === 'failed' && beganAt !== undefined ? 'failing' : 'untold';
}

/**
 * What the end of a look is to people, each where it was not so before: the service fails its checks, passes them again, or nobody can
 * tell. Undefined for what is no news, and for any other run.
 */
export function newsOf(change: Change, run: StepRun): Look | undefined {
  const looks = looksOf(change);
  const at = looks.findIndex((r) => r.run === run.run);
  if (change.status !== 'implemented' || at < 0) return undefined;
  const former = looks.slice(0, at).flatMap((r) => lookOf(r) ?? []);
  const now = lookOf(run);
  if (now === 'untold') return former.at(-1) === 'untold' ? undefined : now;
  const before = former.findLast((look) => look !== 'untold') ?? 'well';
  return now === before ? undefined : now;
}

/** The issue that a look makes which fails after all was well: the change is then a success with issues (000-MON-03). */
export function issueOfLook(change: Change, run: StepRun, { outcome, reason }: StepReport): readonly Fact[] {
  if (newsOf(change, { ...run, outcome }) !== 'failing') return [];
  return [{ type: 'issueFound', text: reason ?? 'The checks of the watch do not pass.', run: run.run }];
}

/** Whether a fact is a step of the long watch that nobody needs to read: a look asked for, begun, or ended well. */
export function isUnread(fact: Fact, { runs }: Partial<Pick<Change, 'runs'>> = {}): boolean {
  if (fact.type === 'milestoneReached' || fact.type === 'milestoneSkipped') return fact.milestone === 'longLook';
  if (fact.type === 'stepRequested') return fact.occasion === 'long';
  if (fact.type !== 'stepBegun' && fact.type !== 'stepEnded') return false;
  const isLook = runs?.find((r) => r.run === fact.run)?.occasion === 'long';
  return isLook && (fact.type === 'stepBegun' || fact.outcome === 'succeeded');
}
