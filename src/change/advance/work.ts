import { runbookOf, seenBy, type Circumstances } from '../circumstances.ts';
import type { Fact } from '../facts.ts';
import { backupLost } from '../gates.ts';
import { isOverridden } from '../overrides.ts';
import { beyondAgreed } from '../plan/agreed-plan.ts';
import { latestRun, verdictOf, type Change } from '../model.ts';
import { hasStep, requestStep } from '../runbook-steps.ts';
import { PREPARATION, nextOf, isBefore } from './preparation.ts';

/** The work itself: a fresh plan, apply, verification; a failed one waits for a person unless the runbook says otherwise. */
export function implement(change: Change, circumstances: Circumstances): readonly Fact[] {
  const runbook = runbookOf(change, circumstances.policy);
  if (change.appliedAt === undefined) {
    if (!change.confirmed) return nextOf(PREPARATION, 'window', change, circumstances);
    if (runbook?.apply && verdictOf(latestRun(change, 'apply', 'start')) === 'succeeded') return [{ type: 'workDone' }];
    if (!runbook?.apply) return [];
    const beyond = beyondAgreed(change);
    if (!beyond || isOverridden(change, 'changeSet', seenBy(circumstances))) return planAndApply(change, circumstances);
    return beyond.hasBegun ? [] : [{ type: 'startTakenBack', run: beyond.run }];
  }
  const byHand = latestRun(change, 'verify', 'solved');
  if (byHand) return verdictOf(byHand) === 'succeeded' ? [{ type: 'watchBegun' }] : [];
  if (!hasStep(runbook, 'verify', 'start')) return secondPlan(change, circumstances);
  const verify = latestRun(change, 'verify', 'start');
  if (!verify) return nextOf(['verify'], 'start', change, circumstances);
  if (verdictOf(verify) === 'succeeded') return secondPlan(change, circumstances);
  const hasFailed = verify.outcome === 'failed' && verify.beganAt !== undefined;
  return hasFailed && runbook?.rollback.automatic ? automatic(change, circumstances) : [];
}

/** The apply of a start whose backup grew too old while its plan was made is not asked for: the start is taken back. */
function planAndApply(change: Change, circumstances: Circumstances): readonly Fact[] {
  const next = nextOf(['plan', 'apply'], 'start', change, circumstances);
  const plan = latestRun(change, 'plan', 'start');
  const isApply = next.some((fact) => fact.type === 'stepRequested' && fact.step === 'apply');
  if (!plan || !isApply || !backupLost(change, seenBy(circumstances))) return next;
  return [{ type: 'startTakenBack', run: plan.run, because: 'backup' }];
}

/**
 * What was applied is all of it when a second plan is empty (003-APL-25); what is left a person decides on. Work that was done by hand
 * is what a person said it is.
 */
function secondPlan(change: Change, circumstances: Circumstances): readonly Fact[] {
  const isApplied = verdictOf(latestRun(change, 'apply', 'start')) === 'succeeded';
  const isAsked = isApplied && hasStep(runbookOf(change, circumstances.policy), 'plan', 'after');
  const isOver = !isAsked || verdictOf(latestRun(change, 'plan', 'after')) === 'succeeded';
  return isOver ? [{ type: 'watchBegun' }] : nextOf(['plan'], 'after', change, circumstances);
}

/** Only on a verification that ran and failed, only where the runbook says so, only once. */
function automatic(change: Change, { policy }: Circumstances): readonly Fact[] {
  const { application, infrastructure } = runbookOf(change, policy)?.rollback ?? {};
  const scope = application ? 'application' : infrastructure ? 'infrastructure' : undefined;
  if (scope === undefined || change.rollback) return [];
  return [
    {
      type: 'rollbackDecided',
      scope,
      decider: 'policy',
      reason: 'The verification failed and the runbook rolls back by itself.',
    },
  ];
}

/** The rollback, then the checks that say whether the service is well. */
export function rollingBack(change: Change, circumstances: Circumstances): readonly Fact[] {
  const run = latestRun(change, 'rollback', 'rollback');
  const check = latestRun(change, 'verify', 'rollback');
  const ended: readonly Fact[] = [
    { type: 'changeEnded', ending: 'rolledBack' },
    { type: 'noticeOrdered', notice: 'endWithIssues' },
  ];
  if (check && !isBefore(change, check, run)) return verdictOf(check) === 'succeeded' ? ended : [];
  if (!run) {
    const fact = requestStep(change, 'rollback', 'rollback', circumstances, change.rollback?.scope);
    return fact ? [fact] : [];
  }
  if (verdictOf(run) !== 'succeeded') return [];
  const fact = requestStep(change, 'verify', 'rollback', circumstances);
  return fact ? [fact] : ended;
}

/** The end is said when the checks have passed and the short watch is over, whichever comes last (004-MON-06). */
export function watch(change: Change, circumstances: Circumstances): readonly Fact[] {
  const { policy, now } = circumstances;
  const watched = change.runs.findLast((r) => r.step === 'watch' && r.schedule === change.schedule);
  if (!watched) {
    const fact = requestStep(change, 'watch', 'start', circumstances);
    if (fact) return [fact];
  }
  const clear = !watched || verdictOf(watched) === 'succeeded';
  const over = now >= (change.watchingSince ?? now) + policy.watch.shortMs;
  return clear && over
    ? [
        { type: 'changeEnded', ending: 'implemented' },
        { type: 'noticeOrdered', notice: 'end' },
      ]
    : [];
}
