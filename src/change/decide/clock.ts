import { agree, type Circumstances, type Decision } from '../circumstances.ts';
import type { Fact } from '../facts.ts';
import type { Intent } from '../intents.ts';
import { openBallot, type Change } from '../model.ts';
import { milestoneKey } from '../timeline.ts';
import { refuse } from '../refusals.ts';

/**
 * A prompt of the clock, judged by the facts as they are when it wakes: one of a former window or already dealt with is
 * refused, one that is no longer true is skipped and says so (design §3, "a milestone missed").
 */
export function reachMilestone(
  change: Change,
  intent: Extract<Intent, { type: 'reachMilestone' }>,
  { now }: Circumstances,
): Decision {
  const { milestone, schedule } = intent;
  if (schedule !== change.schedule || change.milestones[milestoneKey(schedule, milestone)]) {
    return refuse({ code: 'staleMilestone' });
  }
  const reached = { type: 'milestoneReached', milestone, schedule } as const satisfies Fact;
  switch (milestone) {
    case 'goDeadline':
    case 'opens': {
      const ballot = openBallot(change);
      return ballot?.question === 'goNogo' && ballot.deadline !== undefined && ballot.deadline <= now
        ? agree(reached, { type: 'ballotClosed', ballot: ballot.number, result: 'expired' })
        : agree(reached);
    }
    case 'remind':
      return remind(change, schedule, now, reached);
    case 'closes':
      return change.startedAt === undefined ? missed(change, reached) : agree(reached);
    case 'goNogo':
    case 'announce':
    case 'backup':
    case 'decide':
    case 'watchOver':
    case 'mayClose':
      return agree(reached);
  }
}

/** A reminder reminds those already told, and only before the start. */
function remind(change: Change, schedule: number, now: number, reached: Fact): Decision {
  const skip = (reason: string): Decision => agree({ type: 'milestoneSkipped', milestone: 'remind', schedule, reason });
  if (change.status !== 'ready') return skip('the audience has not been told of it yet');
  return now >= change.content.opensAt
    ? skip('the window has opened')
    : agree(reached, { type: 'noticeOrdered', notice: 'reminder' });
}

/** The window passed unstarted (design §3: `missed`); whoever was told hears that nothing happens. */
function missed(change: Change, reached: Fact): Decision {
  const told = change.told.some((t) => t.notice === 'planned');
  return agree(
    reached,
    ...change.ballots
      .filter((b) => b.result === undefined)
      .map((b): Fact => ({ type: 'ballotClosed', ballot: b.number, result: 'superseded' })),
    { type: 'windowMissed' },
    ...(told ? [{ type: 'noticeOrdered', notice: 'cancellation' } as const] : []),
  );
}
