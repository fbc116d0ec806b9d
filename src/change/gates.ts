import { isRestoreUntested, unprovenBackup } from './backup-gate.ts';
import { openBallot } from './ballot.ts';
import { changeSetOf } from './change-set.ts';
import { checklistGate } from './checklist-gates.ts';
import { runbookOf, type Seen } from './circumstances.ts';
import { criticalGates } from './critical.ts';
import { stoppingIncidents, type OpenIncident } from './open-incidents.ts';
import { isOverridden } from './overrides.ts';
import type { GateName } from './override.ts';
import { watchEndsAt } from './long-watch.ts';
import { latestRun, verdictOf, type Change } from './model.ts';
import type { Runbook } from './policy.ts';
import type { Refusal } from './refusals.ts';
import type { ReviewName } from './criteria.ts';
import { lapsedAnswers, reviewsMissing } from './review.ts';
import { hasStep } from './runbook-steps.ts';
import { underWay } from './runs.ts';
import { beyondAgreed } from './plan/agreed-plan.ts';
import { losingRollback } from './plan/rollback-plan.ts';
import { votesLost } from './votes-lost.ts';
import { whyUntested, type Untested } from './tested.ts';
import { tooEarly } from './ties.ts';

/** A gate that is shut, and what whoever meets it is told. */
export interface Shut {
  readonly gate: GateName;
  readonly refusal: Refusal;
}

/** What keeps a change from going on at this moment and may be overridden: the start, the override and its button all ask here. */
export function shutGates(change: Change, seen: Seen): readonly Shut[] {
  const shut = [...shutIn(change, seen), ...checklistGate(change, seen)];
  return shut.filter(({ gate }) => !isOverridden(change, gate, seen));
}

function shutIn(change: Change, seen: Seen): readonly Shut[] {
  switch (change.status) {
    case 'inReview':
      return [...unanswered(change, 'approval'), ...unreviewed(reviewsMissing(change, seen.policy))];
    case 'goNogo':
      return [...unanswered(change, 'goNogo'), ...criticalGates(change, seen)];
    case 'ready':
      return [...workGates(change, seen), ...preparationGates(change, seen), ...restoreGate(change, seen)];
    case 'implementing':
      if (change.appliedAt !== undefined) return [];
      return [
        ...workGates(change, seen),
        ...(change.confirmed ? beyondGate(change) : [...preparationGates(change, seen), ...restoreGate(change, seen)]),
      ];
    case 'implemented':
    case 'rolledBack':
    case 'failed':
      return watched(change, seen);
    case 'rollingBack':
      return wayBackGate(change);
    default:
      return [];
  }
}

/** Before it can be closed (000-MON-05). */
function watched(change: Change, { now, policy }: Seen): readonly Shut[] {
  const until = watchEndsAt(change, policy) ?? now;
  return now < until ? [{ gate: 'watch', refusal: { code: 'watchNotOver', until } }] : [];
}

/** The way back was planned, would lose data, and is not on its way yet. */
function wayBackGate(change: Change): readonly Shut[] {
  const plan = latestRun(change, 'plan', 'rollback');
  const isAhead = change.runs.findLast((r) => r.occasion === 'rollback')?.run === plan?.run;
  return isAhead && losingRollback(change) ? [{ gate: 'rollbackPlan', refusal: { code: 'rollbackLosesData' } }] : [];
}

/** After an apply that did not end well a fresh plan wants more than was agreed to: only a second person lets it go on. */
function beyondGate(change: Change): readonly Shut[] {
  const beyond = beyondAgreed(change);
  return beyond?.hasBegun ? [{ gate: 'changeSet', refusal: { code: 'planDiffers' } }] : [];
}

function unanswered(change: Change, gate: 'approval' | 'goNogo'): readonly Shut[] {
  const roles = openBallot(change, gate)?.requirements.map((r) => r.role);
  return roles ? [{ gate, refusal: { code: 'votesMissing', roles } }] : [];
}

function unreviewed(missing: readonly { readonly what: ReviewName }[]): readonly Shut[] {
  const reviews = [...new Set(missing.map(({ what }) => what))];
  return reviews.length > 0 ? [{ gate: 'reviews', refusal: { code: 'reviewsMissing', reviews } }] : [];
}

/** Whenever the work may begin: no open incident, a test where one is asked for, what a critical service asks for, the runbook that was voted on, the votes themselves, and the reviews. */
function workGates(change: Change, seen: Seen): readonly Shut[] {
  const roles = votesLost(change, seen, ['approval', 'goNogo']);
  const incidents = incidentsAhead(change, seen);
  const untested = untestedGate(change, seen);
  const early = tooEarly(change.content, seen.policy, seen.now);
  return [
    ...(incidents.length > 0 ? [{ gate: 'incident', refusal: { code: 'incidentOnService', incidents } } as const] : []),
    ...(untested ? [{ gate: 'tested', refusal: untested } as const] : []),
    ...(early ? [{ gate: 'order', refusal: early } as const] : []),
    ...criticalGates(change, seen),
    ...(isUnlikeTheVote(change, seen)
      ? [{ gate: 'runbook', refusal: { code: 'runbookChanged', runbook: change.content.runbook ?? '' } } as const]
      : []),
    ...(roles.length > 0 ? [{ gate: 'votes', refusal: { code: 'votesMissing', roles } } as const] : []),
    ...unreviewed(lapsedAnswers(change, seen)),
  ];
}

/** What was not tested where it must be goes no further (004-PRE-28); an emergency owes it instead. */
export function untestedGate({ content }: Change, { policy }: Pick<Seen, 'policy'>): Untested | undefined {
  return content.kind === 'emergency' ? undefined : whyUntested(content, policy);
}

/** The open incidents that a change will meet before anything of it is changed: at its start, or at its apply. */
export function incidentsAhead(change: Change, { policy }: Pick<Seen, 'policy'>): readonly OpenIncident[] {
  const { status, confirmed } = change;
  const apply = latestRun(change, 'apply', 'start');
  const isAhead =
    status === 'ready' ||
    (status === 'implementing' &&
      change.appliedAt === undefined &&
      apply?.state !== 'running' &&
      (!confirmed || runbookOf(change, policy)?.apply !== undefined));
  return isAhead ? stoppingIncidents(change.content, policy) : [];
}

/** What runs is what was agreed to: the runbook as it is now against the GO's, and against that of the preparation and the plan. */
export function isUnlikeTheVote(change: Change, { policy }: Seen): boolean {
  const runbook = runbookOf(change, policy);
  if (!runbook) return false;
  const agreed = agreedSet(change);
  const prepared = [
    ...(['preflight', 'backup', 'plan'] as const).map((step) => latestRun(change, step, 'window')),
    latestRun(change, 'plan', 'start'),
  ];
  return (
    (agreed !== undefined && agreed !== changeSetOf(change, policy)) ||
    prepared.some((run) => run !== undefined && run.digest !== runbook.digest)
  );
}

/** What the newest agreement to this revision was given to: a ballot's, or an override's in its place. */
function agreedSet(change: Change): string | undefined {
  const passed = change.ballots.findLast(
    (b) =>
      b.result === 'passed' && b.revision === change.revision && (b.question === 'approval' || b.question === 'goNogo'),
  );
  const instead = change.overrides.findLast(
    (o) => o.revision === change.revision && (o.gate === 'approval' || o.gate === 'goNogo'),
  );
  return instead && (!passed || instead.at >= passed.openedAt) ? instead.changeSet : passed?.changeSet;
}

/**
 * The first of the preparation that has not succeeded: what comes after it waits for it. What only has not run yet is no gate
 * before the window opens, nor while a step runs.
 */
function preparationGates(change: Change, seen: Seen): readonly Shut[] {
  const runbook = runbookOf(change, seen.policy);
  if (!runbook || underWay(change)) return [];
  const unready = [
    failedPreflight(change, runbook),
    unprovenBackup(change, runbook, seen),
    unreadyPlan(change, runbook),
  ].find((refusal) => refusal && !isOverridden(change, GATE_OF[refusal.code], seen));
  if (!unready) return [];
  const isAhead = seen.now < change.content.opensAt && (unready.state === 'none' || unready.state === 'running');
  return isAhead ? [] : [{ gate: GATE_OF[unready.code], refusal: unready }];
}

const GATE_OF = { preflightNotPassed: 'preflight', backupNotProven: 'backup', planNotReady: 'plan' } as const;

/** Known as soon as the change is ready, so that nobody has to be woken for it; whoever answers for going on without a backup answers for this too. */
function restoreGate(change: Change, seen: Seen): readonly Shut[] {
  const runbook = runbookOf(change, seen.policy);
  if (!runbook || !isRestoreUntested(change, runbook, seen.policy) || isOverridden(change, 'backup', seen)) return [];
  return [{ gate: 'restoreTest', refusal: { code: 'restoreNotTested' } }];
}

/** What the backup lacks as an apply is about to begin, and nobody answers for. What an apply did that began is undone by the backup made before it, however old that is by then. */
export function backupLost(change: Change, seen: Seen): Refusal | undefined {
  const runbook = runbookOf(change, seen.policy);
  const hasBegun = change.runs.some(
    (r) => r.step === 'apply' && r.schedule === change.schedule && r.beganAt !== undefined,
  );
  if (!runbook || hasBegun || isOverridden(change, 'backup', seen)) return undefined;
  return unprovenBackup(change, runbook, seen);
}

type Unready = Extract<Refusal, { code: keyof typeof GATE_OF }>;

function failedPreflight(change: Change, runbook: Runbook): Unready | undefined {
  if (!hasStep(runbook, 'preflight', 'window')) return undefined;
  const preflight = latestRun(change, 'preflight', 'window');
  if (verdictOf(preflight) === 'succeeded') return undefined;
  return { code: 'preflightNotPassed', state: preflight ? 'failed' : 'none' };
}

function unreadyPlan(change: Change, runbook: Runbook): Unready | undefined {
  if (!runbook.plan) return undefined;
  const plan = latestRun(change, 'plan', 'window');
  if (!plan) return { code: 'planNotReady', state: 'running' };
  return verdictOf(plan) === 'succeeded' ? undefined : { code: 'planNotReady', state: 'failed' };
}
