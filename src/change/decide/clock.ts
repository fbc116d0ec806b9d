import { agree, runbookOf, type Circumstances, type Decision } from '../circumstances.ts';
import type { Fact } from '../facts.ts';
import type { Intent } from '../intents.ts';
import { openBallots, type Change } from '../model.ts';
import { GO_IS_DUE } from '../advance/pre-check.ts';
import { updateDueAt } from '../incident.ts';
import { keptUntil } from '../kept-backups.ts';
import { roundOf } from '../ladder.ts';
import { isAtWork, isOver } from '../statuses.ts';
import { lookAtIt, lookDueAt } from '../long-looks.ts';
import { checkInDueAt, watchEndsAt } from '../long-watch.ts';
import { milestoneAt, milestoneKey, type MilestoneName } from '../timeline.ts';
import { refuse } from '../refusals.ts';
import { standDown } from './stand-down.ts';

/**
 * A prompt of the clock, judged by the facts as they are when it wakes: one of a former window or already dealt with is
 * refused, one that is no longer true is skipped and says so (design §3, "a milestone missed"), and one that the policy has
 * moved since is put off.
 */
export function reachMilestone(
  change: Change,
  intent: Extract<Intent, { type: 'reachMilestone' }>,
  circumstances: Circumstances,
): Decision {
  const { actor, now } = circumstances;
  if (actor.kind !== 'clock') return refuse({ code: 'workerOnly' });
  const { milestone, schedule, round = 0 } = intent;
  const until = isAsleep(change, milestone) ? undefined : dueAt(change, milestone, circumstances);
  const isOld = schedule !== change.schedule || round !== roundOf(change, milestone);
  if (until === undefined || isOld || change.milestones[milestoneKey(schedule, milestone, round)]) {
    return refuse({ code: 'staleMilestone' });
  }
  const which = { milestone, schedule, ...(round === 0 ? {} : { round }) };
  const skip = (reason: string, more: { readonly until?: number } = {}): Decision =>
    agree({ type: 'milestoneSkipped', ...which, reason, ...more });
  if (now < until) return skip('the policy now puts it later', { until });
  const reached = { type: 'milestoneReached', ...which } as const satisfies Fact;
  switch (milestone) {
    case 'goDeadline':
    case 'opens':
      return agree(reached, ...expired(change, now));
    case 'preCheck':
      return now >= (dueAt(change, 'goNogo', circumstances) ?? Infinity) ? skip(GO_IS_DUE) : agree(reached);
    case 'remind':
      if (change.status !== 'ready') return skip('the audience has not been told of it yet');
      return now >= change.content.opensAt
        ? skip('the window has opened')
        : agree(reached, { type: 'noticeOrdered', notice: 'reminder' });
    case 'closes':
      return agree(reached, ...(change.startedAt === undefined ? missed(change) : overrun(change)));
    case 'prepare':
    case 'goNogo':
    case 'announce':
    case 'backup':
    case 'lastSafe':
    case 'decide':
    case 'unanswered':
    case 'watchOver':
    case 'mayClose':
    case 'incidentUpdate':
    case 'backupExpires':
      return agree(reached);
    case 'longLook':
      return now >= (watchEndsAt(change, circumstances.policy) ?? now)
        ? skip('the watch is over')
        : agree(reached, ...lookAtIt(change, circumstances));
    case 'checkIn':
      return now >= (watchEndsAt(change, circumstances.policy) ?? now) ? skip('the watch is over') : agree(reached);
  }
}

/** What is over, or waits for another window, is prompted for nothing but what it left behind. */
function isAsleep({ status }: Change, milestone: MilestoneName): boolean {
  return (isOver(status) || status === 'missed') && milestone !== 'backupExpires';
}

/** When a prompt is due by the policy as it is now; undefined where this change has no such prompt. */
function dueAt(change: Change, milestone: MilestoneName, { policy }: Circumstances): number | undefined {
  switch (milestone) {
    case 'watchOver':
      return change.watchingSince === undefined ? undefined : change.watchingSince + policy.watch.shortMs;
    case 'checkIn':
      return checkInDueAt(change, policy);
    case 'longLook':
      return lookDueAt(change, policy);
    case 'mayClose':
      return watchEndsAt(change, policy);
    case 'backupExpires':
      return keptUntil(change, policy);
    case 'incidentUpdate':
      return updateDueAt(change, policy);
    default:
      return milestoneAt(milestone, change, runbookOf(change, policy), policy);
  }
}

/** A GO or an exception that nobody gave in time; without a GO the change is a draft again. */
function expired(change: Change, now: number): readonly Fact[] {
  const late = openBallots(change).filter(
    (b) => (b.question === 'goNogo' || b.question === 'exception') && now >= (b.deadline ?? Infinity),
  );
  return [
    ...late.map((b): Fact => ({ type: 'ballotClosed', ballot: b.number, result: 'expired' })),
    ...(late.some((b) => b.question === 'goNogo') ? standDown(change, 'postponement') : []),
  ];
}

/** The window passed unstarted (design §3: `missed`); whoever was told hears that nothing happens. */
function missed(change: Change): readonly Fact[] {
  return [
    ...change.ballots
      .filter((b) => b.result === undefined)
      .map((b): Fact => ({ type: 'ballotClosed', ballot: b.number, result: 'superseded' })),
    { type: 'windowMissed' },
    ...standDown(change, 'postponement'),
  ];
}

/** Whoever was told of the end hears that it is not the end (002-NTF-06). */
function overrun({ status }: Change): readonly Fact[] {
  return isAtWork(status) ? [{ type: 'noticeOrdered', notice: 'delay' }] : [];
}
