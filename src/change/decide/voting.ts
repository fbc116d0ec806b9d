import { resultOf, withVote } from '../ballot.ts';
import { agree, seenBy, type Circumstances, type Decision } from '../circumstances.ts';
import { criticalGates } from '../critical.ts';
import type { Fact } from '../facts.ts';
import type { Intent } from '../intents.ts';
import { openBallots, type Ballot, type Change } from '../model.ts';
import { isOverridden } from '../overrides.ts';
import { refuse, type NotADelegate, type Refused } from '../refusals.ts';
import { ownChange, seatFor, standing, voters, withStandIns, type Seat } from '../seats.ts';
import { standDown } from './stand-down.ts';

type Of<T extends Intent['type']> = Extract<Intent, { type: T }>;

/** A vote for the ballot that is open now; a no needs its reason and ends the ballot (001-APR-02, 002-APR-05). */
export function castVote(change: Change, intent: Of<'castVote'>, circumstances: Circumstances): Decision {
  const { actor, policy, now } = circumstances;
  const seated = seatAt(change, intent.ballot, circumstances);
  if (!seated.ok) return seated;
  const { ballot, seat, user } = seated;
  const reason = intent.reason?.trim();
  if (intent.answer === 'no' && !reason) return refuse({ code: 'reasonNeeded' });
  const barred = ballot.question === 'goNogo' && intent.answer === 'yes' ? notReady(change, circumstances) : undefined;
  if (barred) return barred;
  const cast = {
    type: 'voteCast',
    ballot: ballot.number,
    voter: user,
    ...seat,
    answer: intent.answer,
    ...(reason ? { reason } : {}),
  } as const satisfies Fact;
  const roster = actor.kind === 'person' ? actor.roster : {};
  const voted = withVote(ballot, { by: user, ...seat, answer: intent.answer, at: now });
  const result = resultOf(
    standing(change, voted, roster, policy),
    voters(change, withStandIns(ballot, roster), policy),
  );
  return agree(
    cast,
    ...(result === undefined ? [] : [{ type: 'ballotClosed', ballot: ballot.number, result } as const]),
    ...(result === 'vetoed'
      ? [
          ...leftOpen(change, ballot),
          ...standDown(change, ballot.question === 'approval' ? 'cancellation' : 'postponement'),
        ]
      : []),
  );
}

/** What a critical service asks for before its GO, and nobody answers for (000-CRIT-03, 000-APL-10). */
function notReady(change: Change, circumstances: Circumstances): Refused | undefined {
  const seen = seenBy(circumstances);
  const [shut] = criticalGates(change, seen).filter(({ gate }) => !isOverridden(change, gate, seen));
  return shut && refuse(shut.refusal);
}

/** What need not be answered any more after a no: nothing of a rejected change; the GO, which is asked anew, of a refused exception. */
function leftOpen(change: Change, { number, question }: Ballot): readonly Fact[] {
  return openBallots(change)
    .filter(
      (b) => b.number !== number && (question === 'approval' || (question === 'exception' && b.question === 'goNogo')),
    )
    .map((b): Fact => ({ type: 'ballotClosed', ballot: b.number, result: 'superseded' }));
}

/** A question before the answer, by whoever has a seat; the ballot stays open and no vote changes (design §3, "Ask"). */
export function askAbout(change: Change, intent: Of<'askAbout'>, circumstances: Circumstances): Decision {
  const seated = seatAt(change, intent.ballot, circumstances);
  if (!seated.ok) return seated;
  const question = intent.question.trim();
  if (question === '') return refuse({ code: 'questionNeeded' });
  return agree({ type: 'questionAsked', ballot: seated.ballot.number, asker: seated.user, question });
}

/** A voter's seat passes to another person for this ballot; voting themselves takes it back (design §3, "Delegate"). */
export function delegateVote(change: Change, intent: Of<'delegateVote'>, circumstances: Circumstances): Decision {
  const seated = seatAt(change, intent.ballot, circumstances);
  if (!seated.ok) return seated;
  const { ballot, seat, user } = seated;
  if (seat.seatOf !== undefined) return refuse({ code: 'seatNotYours', from: seat.seatOf });
  const because = notADelegate(change, ballot, { from: user, to: intent.to }, circumstances);
  if (because !== undefined) return refuse({ code: 'cannotDelegateTo', because });
  return agree({ type: 'voteDelegated', ballot: ballot.number, from: user, to: intent.to, role: seat.role });
}

/** Whether they are a guest or a bot is seen when they vote. */
function notADelegate(
  change: Change,
  ballot: Ballot,
  { from, to }: { readonly from: string; readonly to: string },
  { actor, policy }: Circumstances,
): NotADelegate | undefined {
  if (!/^[UW][A-Z0-9]+$/.test(to)) return 'nobody';
  if (to === from) return 'self';
  const own = ownChange(change, to, policy);
  if (own !== undefined) return own;
  const roster = new Map(Object.entries(actor.kind === 'person' ? withStandIns(ballot, actor.roster) : {}));
  if (ballot.requirements.some((r) => roster.get(r.role)?.includes(to))) return 'seated';
  return ballot.delegated.some((d) => d.to === to && d.from !== from) ? 'delegate' : undefined;
}

/** The ballot while answers count, and the seat that whoever speaks has in it. */
function seatAt(
  change: Change,
  number: number,
  { actor, policy, now }: Circumstances,
): { readonly ok: true; readonly ballot: Ballot; readonly seat: Seat; readonly user: string } | Refused {
  const ballot = change.ballots.find((b) => b.number === number);
  const isPast = ballot?.deadline !== undefined && ballot.deadline <= now;
  if (!ballot || ballot.result !== undefined || isPast) return refuse({ code: 'ballotClosed', ballot: number });
  const seated = seatFor(change, ballot, actor, policy);
  if (!seated.ok) return seated;
  return actor.kind === 'person' ? { ...seated, ballot, user: actor.user } : refuse({ code: 'outsider' });
}
