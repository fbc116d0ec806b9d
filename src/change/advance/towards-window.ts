import { approvalsNeeded } from '../ballot.ts';
import { changeSetOf } from '../change-set.ts';
import { runbookOf, seenBy, type Circumstances } from '../circumstances.ts';
import { emergencyDebts } from '../debts.ts';
import type { Fact } from '../facts.ts';
import { openBallot, type Ballot, type Change } from '../model.ts';
import { isOverridden } from '../overrides.ts';
import { requestStep } from '../runbook-steps.ts';
import { goDeadlineAt, milestoneAt, needsGo } from '../timeline.ts';

/** Review and approval: the plan for the reviewers, the ballot, the agreement; an emergency starts at once. */
export function review(change: Change, circumstances: Circumstances): readonly Fact[] {
  const { policy, now } = circumstances;
  if (change.content.kind === 'emergency') {
    return [
      { type: 'changeStarted', implementer: change.requester, confirmed: false },
      { type: 'noticeOrdered', notice: 'start' },
      ...emergencyDebts(change, policy, now),
    ];
  }
  if (!change.runs.some((r) => r.occasion === 'filing' && r.revision === change.revision)) {
    const plan = requestStep(change, 'plan', 'filing', circumstances);
    if (plan) return [plan];
  }
  const requirements = approvalsNeeded(change, policy);
  const ballot = change.ballots.findLast((b) => b.question === 'approval' && b.revision === change.revision);
  if (ballot && ballot.result === undefined)
    return isOverridden(change, 'approval', seenBy(circumstances))
      ? [superseded(ballot), { type: 'changeApproved' }]
      : [];
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

/** Agreed: the GO is asked when its time has come; what needs none is announced at its own. */
export function towardsReady(change: Change, { policy, now }: Circumstances): readonly Fact[] {
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

/** The GO was given, or a second person answers for it: the change is ready and the people affected are told. */
export function afterGo(change: Change, circumstances: Circumstances): readonly Fact[] {
  const asked = openBallot(change, 'goNogo');
  const ready = [{ type: 'changeReadied' }, { type: 'noticeOrdered', notice: 'planned' }] as const;
  if (asked) return isOverridden(change, 'goNogo', seenBy(circumstances)) ? [superseded(asked), ...ready] : [];
  const go = change.ballots.findLast((b) => b.question === 'goNogo' && b.schedule === change.schedule);
  return go?.result === 'passed' ? ready : [];
}

/** Nobody need answer any more what was overridden. */
function superseded({ number }: Ballot): Fact {
  return { type: 'ballotClosed', ballot: number, result: 'superseded' };
}
