import { resultOf, seatOf, voters, withVote } from '../ballot.ts';
import { agree, type Circumstances, type Decision } from '../circumstances.ts';
import type { Fact } from '../facts.ts';
import type { Intent } from '../intents.ts';
import { openBallots, type Ballot, type Change } from '../model.ts';
import { refuse } from '../refusals.ts';
import { standDown } from './stand-down.ts';

/** A vote for the ballot that is open now; a no needs its reason and ends the ballot (001-APR-02, 002-APR-05). */
export function castVote(
  change: Change,
  intent: Extract<Intent, { type: 'castVote' }>,
  { actor, policy, now }: Circumstances,
): Decision {
  const ballot = change.ballots.find((b) => b.number === intent.ballot);
  const isPast = ballot?.deadline !== undefined && ballot.deadline <= now;
  if (!ballot || ballot.result !== undefined || isPast) return refuse({ code: 'ballotClosed', ballot: intent.ballot });
  const seat = seatOf(change, ballot, actor, policy);
  if (!seat.ok) return seat;
  if (actor.kind !== 'person') return refuse({ code: 'outsider' });
  const reason = intent.reason?.trim();
  if (intent.answer === 'no' && !reason) return refuse({ code: 'reasonNeeded' });
  const cast = {
    type: 'voteCast',
    ballot: ballot.number,
    voter: actor.user,
    role: seat.role,
    answer: intent.answer,
    ...(reason ? { reason } : {}),
  } as const satisfies Fact;
  const vote = { by: actor.user, role: seat.role, answer: intent.answer, at: now };
  const result = resultOf(withVote(ballot, vote), voters(change, actor.roster, policy));
  return agree(
    cast,
    ...(result === undefined ? [] : [{ type: 'ballotClosed', ballot: ballot.number, result } as const]),
    ...(result === 'vetoed' ? [...leftOpen(change, ballot), ...standDown(change)] : []),
  );
}

/** What need not be answered any more after a no: nothing of a rejected change; the GO, which is asked anew, of a refused exception. */
function leftOpen(change: Change, { number, question }: Ballot): readonly Fact[] {
  return openBallots(change)
    .filter(
      (b) => b.number !== number && (question === 'approval' || (question === 'exception' && b.question === 'goNogo')),
    )
    .map((b): Fact => ({ type: 'ballotClosed', ballot: b.number, result: 'superseded' }));
}
