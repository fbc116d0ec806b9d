import { approvalsNeeded, openBallot } from '../ballot.ts';
import { runbookOf, seenBy, type Circumstances } from '../circumstances.ts';
import { emergencyDebts } from '../debts.ts';
import type { Fact } from '../facts.ts';
import { isAnnounced } from '../announced.ts';
import { shutGates } from '../gates.ts';
import { latestRun, type Ballot, type Change } from '../model.ts';
import type { Policy } from '../policy.ts';
import type { GateName } from '../override.ts';
import { isOverridden } from '../overrides.ts';
import { lapsedAnswers, openCorrections, reviewOf, reviewsAsked, reviewsMissing } from '../review.ts';
import { isPlanRead, isUnlikeTheGo } from '../plan/agreed-plan.ts';
import { requestStep } from '../runbook-steps.ts';
import { goDeadlineAt, milestoneAt, needsGo } from '../timeline.ts';
import { openNextBallot } from './open-next-ballot.ts';

/** Review and approval: the plan for the reviewers, the ballot and the reviews, the agreement; an emergency starts at once. */
export function review(change: Change, circumstances: Circumstances): readonly Fact[] {
  const { policy, now } = circumstances;
  if (change.content.kind === 'emergency') {
    return [
      { type: 'changeStarted', implementer: change.requester, confirmed: false },
      { type: 'noticeOrdered', notice: 'start' },
      ...emergencyDebts(change, policy, now),
    ];
  }
  if (!change.runs.some((r) => r.step === 'plan' && r.occasion === 'filing' && r.revision === change.revision)) {
    const plan = requestStep(change, 'plan', 'filing', circumstances);
    if (plan) return [plan];
  }
  const requirements = approvalsNeeded(change, policy);
  const ballot = change.ballots.findLast((b) => b.question === 'approval' && b.revision === change.revision);
  const asked = ballot?.result === undefined ? ballot : undefined;
  const hasPassed = ballot?.result === 'passed';
  if (requirements.length > 0 && !asked && !hasPassed)
    return [openNextBallot(change, policy, { question: 'approval', requirements })];
  const more = reviewing(change, circumstances);
  if (more.length > 0) return more;
  const isReviewed = reviewsMissing(change, policy).length === 0 || isPassedOver(change, 'reviews', circumstances);
  if (!isReviewed || (asked && !isPassedOver(change, 'approval', circumstances))) return [];
  return [...(asked ? [superseded(asked)] : []), { type: 'changeApproved' }];
}

/** The reviews run beside the ballot. Who answered and then lost the role no longer counts, as soon as a person's saying shows it. */
function reviewing(change: Change, circumstances: Circumstances): readonly Fact[] {
  const { policy } = circumstances;
  const unopened = reviewsAsked(change, policy).filter((what) => !reviewOf(change, what));
  return [
    ...unopened.map((what, i): Fact => ({
      type: 'reviewOpened',
      review: change.reviews.length + 1 + i,
      what,
      role: policy.reviewers[what],
    })),
    ...lapsedAnswers(change, seenBy(circumstances)).map(({ review: number, criterion, reviewer }): Fact => ({
      type: 'criterionLapsed',
      review: number,
      criterion,
      reviewer,
    })),
  ];
}

/**
 * Agreed: the GO is asked when its time has come, neither the pre-check nor the checklist has anything open that it waits for, and there
 * is a plan of that day to say GO to;
 * what needs none is announced at its own.
 */
export function towardsReady(change: Change, circumstances: Circumstances): readonly Fact[] {
  const { policy, now } = circumstances;
  const runbook = runbookOf(change, policy);
  if (!needsGo(change)) {
    const announceAt = milestoneAt('announce', change, runbook, policy) ?? change.content.opensAt;
    return now >= announceAt ? [{ type: 'changeReadied' }, { type: 'noticeOrdered', notice: 'planned' }] : [];
  }
  if (now < (milestoneAt('goNogo', change, runbook, policy) ?? 0) || openCorrections(change).length > 0) return [];
  if (shutGates(change, seenBy(circumstances)).some(({ gate }) => gate === 'checklist')) return [];
  const plan = latestRun(change, 'plan', 'goNogo');
  if (isPlanRead(change, circumstances) && plan?.state !== 'ended' && now < goDeadlineAt(change, policy)) {
    const fact = plan ? undefined : requestStep(change, 'plan', 'goNogo', circumstances);
    return fact ? [fact] : [];
  }
  return [askForGo(change, goDeadlineAt(change, policy, now), policy)];
}

function askForGo(change: Change, deadline: number, policy: Policy): Fact {
  const requirements = [{ role: policy.goNogo.role, need: policy.goNogo.need }];
  return openNextBallot(change, policy, { question: 'goNogo', requirements, deadline });
}

/** A newer plan is not what the GO was given to: it is asked again, on that one, as long as the window is open (design §3 "What a vote binds to"). */
export function askAgain(change: Change, circumstances: Circumstances): readonly Fact[] {
  const { closesAt } = change.content;
  const isAsked = circumstances.now < closesAt && isUnlikeTheGo(change, seenBy(circumstances));
  return isAsked ? [askForGo(change, closesAt, circumstances.policy)] : [];
}

/** The GO was given, or a second person answers for it: the change is ready and the people affected are told. */
export function afterGo(change: Change, circumstances: Circumstances): readonly Fact[] {
  const asked = openBallot(change, 'goNogo');
  // Asked again within one window: the people affected know of it already.
  const isFirst = change.ballots.filter((b) => b.question === 'goNogo' && b.schedule === change.schedule).length < 2;
  const told: readonly Fact[] = isFirst || !isAnnounced(change) ? [{ type: 'noticeOrdered', notice: 'planned' }] : [];
  const ready: readonly Fact[] = [{ type: 'changeReadied' }, ...told];
  if (asked) return isPassedOver(change, 'goNogo', circumstances) ? [superseded(asked), ...ready] : [];
  const go = change.ballots.findLast((b) => b.question === 'goNogo' && b.schedule === change.schedule);
  return go?.result === 'passed' ? ready : [];
}

/** Only a person's saying shows who may still answer for a gate; the clock and a worker do not know the roster. */
function isPassedOver(change: Change, gate: GateName, circumstances: Circumstances): boolean {
  const seen = seenBy(circumstances);
  return seen.roster !== undefined && isOverridden(change, gate, seen);
}

/** Nobody need answer any more what was overridden. */
function superseded({ number }: Ballot): Fact {
  return { type: 'ballotClosed', ballot: number, result: 'superseded' };
}
