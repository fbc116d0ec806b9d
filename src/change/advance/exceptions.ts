import type { Circumstances } from '../circumstances.ts';
import type { Fact } from '../facts.ts';
import { exceptionFor, freezesAhead, isExceptionOf } from '../freezes.ts';
import { openBallots, type Ballot, type Change } from '../model.ts';
import { openNextBallot } from './open-next-ballot.ts';

/**
 * A ballot for each hard freeze that the window touches, also one declared after the approval; one whose freeze was called off
 * is closed. A refused one is asked again when the change is submitted again, one that nobody answered in time only for another
 * window.
 */
export function exceptions(change: Change, { policy, now }: Circumstances): readonly Fact[] {
  const { opensAt, closesAt } = change.content;
  if (now >= closesAt) return [];
  const ahead = freezesAhead(change, policy, now);
  const idle = openBallots(change).find((b) => b.question === 'exception' && !ahead.some((f) => isExceptionOf(b, f)));
  if (idle) return [{ type: 'ballotClosed', ballot: idle.number, result: 'superseded' }];
  const freeze = ahead.find((f) => mustAsk(exceptionFor(change, f)));
  if (freeze === undefined) return [];
  const requirements = [{ role: policy.exceptions.role, need: policy.exceptions.need }];
  const deadline = now < opensAt ? opensAt : closesAt;
  const { name, declared } = freeze;
  const which = { freeze: name, ...(declared === undefined ? {} : { declared }) };
  return [openNextBallot(change, policy, { question: 'exception', requirements, deadline, ...which })];
}

/** A refusal leads to a draft: elsewhere it is a former one. */
function mustAsk(asked: Ballot | undefined): boolean {
  return asked === undefined || asked.result === 'vetoed' || asked.result === 'superseded';
}
