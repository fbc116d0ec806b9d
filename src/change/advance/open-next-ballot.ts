import { changeSetOf } from '../change-set.ts';
import type { Fact } from '../facts.ts';
import type { Change } from '../model.ts';
import type { Policy } from '../policy.ts';
import { knownPlan } from '../plan/known-plan.ts';

type Opened = Extract<Fact, { type: 'ballotOpened' }>;

/** The next ballot of a change, on what would be carried out as it is now. */
export function openNextBallot(
  change: Change,
  policy: Policy,
  asked: Pick<Opened, 'question' | 'requirements' | 'deadline' | 'freeze' | 'declared'>,
): Opened {
  const plan = knownPlan(change)?.digest;
  return {
    type: 'ballotOpened',
    ballot: change.ballots.length + 1,
    changeSet: changeSetOf(change, policy),
    ...(asked.question === 'goNogo' && plan !== undefined ? { plan } : {}),
    ...asked,
  };
}
