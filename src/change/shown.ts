import { isAnnounced } from './announced.ts';
import type { Shown } from './checklist.ts';
import { debtsBeforeClose } from './debts.ts';
import { latestRun, verdictOf, type Change, type StepRun } from './model.ts';
import type { NoticeName } from './notice.ts';
import { knownPlan } from './plan/known-plan.ts';
import type { Policy } from './policy.ts';
import { criteriaOf, isCurrent, isComplete, reviewOf } from './review.ts';
import { milestoneKey } from './timeline.ts';
import { whyUntested } from './tested.ts';

/** Whether the facts of a change show, for its revision and window, what an item asks for; a notice counts once it was ordered. */
export function isShown(what: Shown, change: Change, policy: Policy): boolean {
  const { ballots, revision, schedule, runs, milestones } = change;
  switch (what) {
    case 'reviewed': {
      const reviews = change.reviews.filter((r) => r.what !== 'preCheck' && isCurrent(change, r));
      return reviews.length > 0 && reviews.every(isComplete);
    }
    case 'approved':
      return ballots.some((b) => b.question === 'approval' && b.result === 'passed' && b.revision === revision);
    case 'preChecked': {
      const preCheck = reviewOf(change, 'preCheck');
      return preCheck !== undefined && criteriaOf(preCheck).every(([, a]) => a && (a.answer === 'ok' || a.corrected));
    }
    case 'goGiven': {
      const go = ballots.findLast((b) => b.question === 'goNogo');
      return go?.result === 'passed' && go.schedule === schedule && go.revision === revision;
    }
    case 'announced':
      return isAnnounced(change);
    case 'reminded':
      return isTold(change, 'reminder');
    case 'startTold':
      return isTold(change, 'start');
    case 'endTold':
      return isTold(change, 'end') || isTold(change, 'endWithIssues');
    case 'preflightPassed':
      return isWell(latestRun(change, 'preflight'));
    case 'testedBefore':
      return change.content.testedIn !== undefined && whyUntested(change.content, policy) === undefined;
    case 'backupProven': {
      const backup = latestRun(change, 'backup');
      return isWell(backup) && backup?.proof !== undefined;
    }
    case 'restoreTested': {
      const backup = latestRun(change, 'backup');
      return isWell(backup) && backup?.restoreMs !== undefined;
    }
    case 'planRead':
      return knownPlan(change) !== undefined;
    case 'handleStored':
      return runs.some(
        ({ handle, ...r }) =>
          r.revision === revision &&
          r.schedule === schedule &&
          (handle?.backup !== undefined || hasMembers(handle?.previous)),
      );
    case 'applied':
      return change.appliedAt !== undefined;
    case 'verified':
      return isWell(runs.findLast((r) => r.step === 'verify' && r.occasion !== 'rollback'));
    case 'watchClear':
      return (
        change.ending === 'implemented' && isWell(runs.findLast((r) => r.step === 'watch' && r.occasion !== 'long'))
      );
    case 'longWatchOver':
      return milestones[milestoneKey(schedule, 'mayClose')] === 'reached';
    case 'debtsPaid':
      return change.endedAt !== undefined && debtsBeforeClose(change).length === 0;
  }
}

function hasMembers(list: readonly unknown[] = []): boolean {
  return list.length > 0;
}

function isWell(run: StepRun | undefined): boolean {
  return verdictOf(run) === 'succeeded';
}

/** Since the window stands as it does now. */
function isTold({ told, scheduledAt }: Change, notice: NoticeName): boolean {
  return told.some((t) => t.notice === notice && t.at >= scheduledAt);
}
