import { approvalsNeeded } from './ballot.ts';
import { changeSetOf } from './change-set.ts';
import { runbookOf, type Circumstances } from './circumstances.ts';
import type { Fact } from './facts.ts';
import { latestRun, openBallot, verdictOf, type Change, type Occasion, type Step, type StepRun } from './model.ts';
import { hasStep, requestStep } from './runbook-steps.ts';
import { goDeadlineAt, milestoneAt, milestoneKey, needsGo } from './timeline.ts';

/**
 * What follows by itself from the state a change is in: a ballot to open, a step whose turn it is, an end reached. Asked
 * again after every fact until it has nothing to add, so that an intent arriving late, early or alone ends the same.
 */
export function advance(change: Change, circumstances: Circumstances): readonly Fact[] {
  const isRunbookGone = change.content.runbook !== undefined && !runbookOf(change, circumstances.policy);
  switch (change.status) {
    case 'inReview':
      return review(change, circumstances);
    case 'approved':
      return towardsReady(change, circumstances);
    case 'goNogo':
      return afterGo(change);
    case 'ready':
      return prepare(change, circumstances);
    // A runbook taken out of the policy has no steps left to wait for; that does not mean that all went well.
    case 'implementing':
      return isRunbookGone ? [] : implement(change, circumstances);
    case 'rollingBack':
      return isRunbookGone ? [] : rollingBack(change, circumstances);
    case 'watching':
      return isRunbookGone ? [] : watch(change, circumstances);
    case 'draft':
    case 'missed':
    case 'implemented':
    case 'rolledBack':
    case 'failed':
    case 'closed':
    case 'rejected':
    case 'withdrawn':
      return [];
  }
}

function review(change: Change, circumstances: Circumstances): readonly Fact[] {
  const { policy } = circumstances;
  if (change.content.kind === 'emergency') {
    return [
      { type: 'changeStarted', implementer: change.requester, confirmed: false },
      { type: 'noticeOrdered', notice: 'start' },
    ];
  }
  if (!change.runs.some((r) => r.occasion === 'filing' && r.revision === change.revision)) {
    const plan = requestStep(change, 'plan', 'filing', circumstances);
    if (plan) return [plan];
  }
  const requirements = approvalsNeeded(change, policy);
  const ballot = change.ballots.findLast((b) => b.question === 'approval' && b.revision === change.revision);
  if (ballot && ballot.result === undefined) return [];
  if (requirements.length === 0 || ballot?.result === 'passed') return [{ type: 'changeApproved' }];
  return [
    {
      type: 'ballotOpened',
      ballot: change.ballots.length + 1,
      question: 'approval',
      requirements,
      changeSet: changeSetOf(change, policy),
    },
  ];
}

function towardsReady(change: Change, { policy, now }: Circumstances): readonly Fact[] {
  const runbook = runbookOf(change, policy);
  if (!needsGo(change)) {
    const announceAt = milestoneAt('announce', change, runbook, policy) ?? change.content.opensAt;
    return now >= announceAt ? [{ type: 'changeReadied' }, { type: 'noticeOrdered', notice: 'planned' }] : [];
  }
  if (now < (milestoneAt('goNogo', change, runbook, policy) ?? 0)) return [];
  return [
    {
      type: 'ballotOpened',
      ballot: change.ballots.length + 1,
      question: 'goNogo',
      requirements: [{ role: policy.goNogo.role, need: policy.goNogo.need }],
      changeSet: changeSetOf(change, policy),
      deadline: goDeadlineAt(change, policy, now),
    },
  ];
}

function afterGo(change: Change): readonly Fact[] {
  const go = change.ballots.findLast((b) => b.question === 'goNogo' && b.schedule === change.schedule);
  return go?.result === 'passed' && !openBallot(change)
    ? [{ type: 'changeReadied' }, { type: 'noticeOrdered', notice: 'planned' }]
    : [];
}

const PREPARATION = ['preflight', 'backup', 'plan'] as const satisfies readonly Step[];

/** Preflight, backup and the read-only plan start by the clock, one after the other. */
function prepare(change: Change, circumstances: Circumstances): readonly Fact[] {
  const { policy, now } = circumstances;
  const runbook = runbookOf(change, policy);
  const skipped = skipReminder(change, circumstances);
  if (skipped) return [skipped];
  const from = milestoneAt('backup', change, runbook, policy) ?? change.content.opensAt - policy.leads.backupMarginMs;
  return now < from || now >= change.content.closesAt ? [] : nextOf(PREPARATION, 'window', change, circumstances);
}

/** Announced so late that the reminder would follow on its heels: it is left out, and the thread says so. */
function skipReminder(change: Change, { policy, now }: Circumstances): Fact | undefined {
  const remindAt = milestoneAt('remind', change, runbookOf(change, policy), policy) ?? 0;
  const planned = change.told.findLast((t) => t.notice === 'planned');
  const late = planned !== undefined && planned.at >= remindAt && now >= remindAt;
  return late && !change.milestones[milestoneKey(change.schedule, 'remind')]
    ? {
        type: 'milestoneSkipped',
        milestone: 'remind',
        schedule: change.schedule,
        reason: 'the planned-maintenance notice has only just gone out',
      }
    : undefined;
}

/**
 * The next step of a sequence: each waits for the one before to have succeeded, and is asked for anew when that one ran again;
 * a failure stops it there.
 */
function nextOf(
  steps: readonly Step[],
  occasion: Occasion,
  change: Change,
  circumstances: Circumstances,
): readonly Fact[] {
  const runbook = runbookOf(change, circumstances.policy);
  let former: StepRun | undefined;
  for (const step of steps) {
    if (!hasStep(runbook, step, occasion)) continue;
    const run = latestRun(change, step, occasion);
    if (!run || isBefore(change, run, former)) {
      const fact = requestStep(change, step, occasion, circumstances);
      return fact ? [fact] : [];
    }
    if (verdictOf(run) !== 'succeeded') return [];
    former = run;
  }
  return [];
}

function isBefore(change: Change, run: StepRun, other: StepRun | undefined): boolean {
  return other !== undefined && change.runs.indexOf(run) < change.runs.indexOf(other);
}

function implement(change: Change, circumstances: Circumstances): readonly Fact[] {
  const runbook = runbookOf(change, circumstances.policy);
  if (change.appliedAt === undefined) {
    if (!change.confirmed) return nextOf(PREPARATION, 'window', change, circumstances);
    if (runbook?.apply && verdictOf(latestRun(change, 'apply', 'start')) === 'succeeded') return [{ type: 'workDone' }];
    return runbook?.apply ? nextOf(['plan', 'apply'], 'start', change, circumstances) : [];
  }
  const byHand = latestRun(change, 'verify', 'solved');
  if (byHand) return verdictOf(byHand) === 'succeeded' ? [{ type: 'watchBegun' }] : [];
  if (!hasStep(runbook, 'verify', 'start')) return [{ type: 'watchBegun' }];
  const verify = latestRun(change, 'verify', 'start');
  if (!verify) return nextOf(['verify'], 'start', change, circumstances);
  if (verdictOf(verify) === 'succeeded') return [{ type: 'watchBegun' }];
  const hasFailed = verify.outcome === 'failed' && verify.beganAt !== undefined;
  return hasFailed && runbook?.rollback.automatic ? automatic(change, circumstances) : [];
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

function rollingBack(change: Change, circumstances: Circumstances): readonly Fact[] {
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
function watch(change: Change, circumstances: Circumstances): readonly Fact[] {
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
