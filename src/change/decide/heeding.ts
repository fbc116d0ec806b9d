import { agree, type Circumstances, type Decision } from '../circumstances.ts';
import { freezesOf, isAhead } from '../freezes.ts';
import type { Intent } from '../intents.ts';
import type { Change } from '../model.ts';
import { refuse } from '../refusals.ts';

/**
 * A freeze was declared or lifted, judged by the calendar as it is now: what was lifted meanwhile is not told as declared. The
 * exception it needs, or needs no longer, follows by itself; work that has begun goes on.
 */
export function heedFreeze(
  change: Change,
  { freeze }: Extract<Intent, { type: 'heedFreeze' }>,
  { actor, policy, now }: Circumstances,
): Decision {
  if (actor.kind !== 'clock') return refuse({ code: 'workerOnly' });
  const { declared, name, hard, from, to, lifted } = freeze;
  const isStanding = freezesOf(policy).some((f) => f.declared === declared);
  if (isStanding !== (lifted === undefined) || !isAhead(freeze, change, now))
    return refuse({ code: 'freezeElsewhere' });
  const { by: person, reason } = lifted ?? freeze;
  return agree({
    type: 'freezeHeeded',
    declared,
    became: lifted ? 'lifted' : 'declared',
    name,
    hard,
    from,
    to,
    person,
    reason,
  });
}
