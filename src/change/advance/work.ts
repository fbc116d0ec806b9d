import { runbookOf, seenBy, type Circumstances } from '../circumstances.ts';
import type { Fact } from '../facts.ts';
import { backupLost } from '../gates.ts';
import { isOverridden } from '../overrides.ts';
import { beyondAgreed } from '../plan/agreed-plan.ts';
import { openReopening } from '../long-watch.ts';
import { latestRun, verdictOf, type Change } from '../model.ts';
import type { Runbook } from '../policy.ts';
import { promised } from '../rollback-estimate.ts';
import { touchedTargets } from '../roll-out.ts';
import { doesWork, hasStep, requestStep } from '../runbook-steps.ts';
import { goBack } from './go-back.ts';
import { PREPARATION, nextOf, isBefore } from './preparation.ts';
import { returnToService, rollEachBack, rollOut } from './roll-out.ts';

/** The work itself: a fresh plan, apply, verification; a failed one waits for a person unless the runbook says otherwise. */
export function implement(change: Change, circumstances: Circumstances): readonly Fact[] {
  const runbook = runbookOf(change, circumstances.policy);
  if (change.appliedAt === undefined) {
    if (!change.confirmed) return nextOf(PREPARATION, 'window', change, circumstances);
    if (!runbook?.apply) return [];
    if (!runbook.targets && verdictOf(latestRun(change, 'apply', 'start')) === 'succeeded')
      return [{ type: 'workDone' }];
    const beyond = beyondAgreed(change);
    if (!beyond || isOverridden(change, 'changeSet', seenBy(circumstances)))
      return runbook.targets
        ? (unverified(change, runbook, circumstances) ??
            onlyWithBackup(change, rollOut(change, runbook, runbook.targets, circumstances), circumstances))
        : onlyWithBackup(change, nextOf(['plan', 'apply'], 'start', change, circumstances), circumstances);
    return beyond.hasBegun ? [] : [{ type: 'startTakenBack', run: beyond.run }];
  }
  const byHand = latestRun(change, 'verify', 'solved');
  if (byHand && verdictOf(byHand) !== 'succeeded') return [];
  if (byHand) return returnToService(change, 'solved', byHand, circumstances) ?? [{ type: 'watchBegun' }];
  // Of a roll-out each target has been verified by itself.
  if (runbook?.targets || !hasStep(runbook, 'verify', 'start')) return secondPlan(change, circumstances);
  const verify = latestRun(change, 'verify', 'start');
  if (!verify) return nextOf(['verify'], 'start', change, circumstances);
  return verdictOf(verify) === 'succeeded'
    ? secondPlan(change, circumstances)
    : (unverified(change, runbook, circumstances) ?? []);
}

/** A verification that ran and failed, where the runbook goes back by itself. */
function unverified(
  change: Change,
  runbook: Runbook | undefined,
  circumstances: Circumstances,
): readonly Fact[] | undefined {
  const verify = latestRun(change, 'verify', 'start');
  const hasFailed = verify?.outcome === 'failed' && verify.beganAt !== undefined;
  return hasFailed && runbook?.rollback.automatic ? automatic(change, circumstances) : undefined;
}

/** Work is not begun whose backup grew too old while its plan was made: the start is taken back. */
function onlyWithBackup(change: Change, next: readonly Fact[], circumstances: Circumstances): readonly Fact[] {
  const plan = latestRun(change, 'plan', 'start');
  const isFirst = touchedTargets(change).length === 0;
  const isWork = next.some((fact) => fact.type === 'stepRequested' && doesWork(fact.step));
  if (!plan || !isFirst || !isWork || !backupLost(change, seenBy(circumstances))) return next;
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
  const way = application ?? infrastructure;
  if (!way || change.rollback) return [];
  return [
    {
      type: 'rollbackDecided',
      scope: way === application ? 'application' : 'infrastructure',
      decider: 'policy',
      reason: 'The verification failed and the runbook rolls back by itself.',
      ...promised(way),
    },
  ];
}

/**
 * The rollback, planned first where its scope has a plan, then the checks that say whether the service is well. One that would lose
 * data waits for a second person (004-RBK-28). Of one by hand somebody says that it is done, and has it checked then.
 */
export function rollingBack(change: Change, circumstances: Circumstances): readonly Fact[] {
  const run = latestRun(change, 'rollback', 'rollback');
  const check = latestRun(change, 'verify', 'rollback');
  const ended: readonly Fact[] = [
    { type: 'changeEnded', ending: 'rolledBack' },
    { type: 'noticeOrdered', notice: 'endWithIssues' },
  ];
  if (check && !isBefore(change, check, run)) {
    if (verdictOf(check) !== 'succeeded') return [];
    return returnToService(change, 'rollback', check, circumstances) ?? ended;
  }
  if (change.rollback?.scope === 'byHand') return [];
  const goingBack = runbookOf(change, circumstances.policy)?.targets
    ? rollEachBack(change, circumstances)
    : goBack(change, circumstances);
  if (goingBack) return goingBack;
  const fact = requestStep(change, 'verify', 'rollback', circumstances);
  return fact ? [fact] : ended;
}

/** The end is said when the checks have passed and the short watch is over, whichever comes last (004-MON-06). */
export function watch(change: Change, circumstances: Circumstances): readonly Fact[] {
  const { policy, now } = circumstances;
  const reopening = openReopening(change);
  // Whoever works on it says when it is mended; what checks it then has run since.
  if (reopening) {
    const since = change.runs.slice(reopening.runs).findLast((r) => r.step === 'watch' && r.occasion !== 'long');
    return verdictOf(since) === 'succeeded' ? [{ type: 'watchBegun' }] : [];
  }
  const watched = change.runs.findLast(
    (r) => r.step === 'watch' && r.occasion !== 'long' && r.schedule === change.schedule,
  );
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
