import { peopleAsked } from '../asking.ts';
import { agree, type Circumstances, type Decision } from '../circumstances.ts';
import type { Intent } from '../intents.ts';
import type { Change } from '../model.ts';
import { refuse } from '../refusals.ts';

/** Puts an open ballot to those who hold its roles at this moment; who they are becomes the record of who was asked. */
export function askVoters(
  change: Change,
  intent: Extract<Intent, { type: 'askVoters' }>,
  { actor, policy }: Circumstances,
): Decision {
  if (actor.kind === 'person') return refuse({ code: 'workerOnly' });
  const ballot = change.ballots.find((b) => b.number === intent.ballot);
  if (ballot?.result !== undefined || !ballot) return refuse({ code: 'ballotClosed', ballot: intent.ballot });
  if (ballot.putTo || intent.nth !== 0) return refuse({ code: 'staleMilestone' });
  const people = peopleAsked(change, ballot, intent.people, policy);
  return agree({ type: 'votersAsked', ballot: ballot.number, nth: intent.nth, people });
}
