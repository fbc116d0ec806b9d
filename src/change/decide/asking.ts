import { answerBy, isSame, nextReminderAt, peopleAsked, waitedFor } from '../asking.ts';
import { tally } from '../ballot.ts';
import { agree, type Circumstances, type Decision } from '../circumstances.ts';
import type { Fact } from '../facts.ts';
import type { Intent } from '../intents.ts';
import type { Ballot, Change } from '../model.ts';
import { refuse } from '../refusals.ts';

/**
 * Puts an open ballot to those who hold its roles at this moment; who they are becomes the record of who was asked. Later those of whom
 * an answer is missing are reminded, whoever came into the role since is asked, and whoever left it no longer is.
 */
export function askVoters(
  change: Change,
  intent: Extract<Intent, { type: 'askVoters' }>,
  { actor, policy, now }: Circumstances,
): Decision {
  if (actor.kind === 'person') return refuse({ code: 'workerOnly' });
  const { ballot: number, nth } = intent;
  const ballot = change.ballots.find((b) => b.number === number);
  if (!ballot || ballot.result !== undefined) return refuse({ code: 'ballotClosed', ballot: number });
  const former = ballot.putTo;
  if (nth !== (former ? former.reminders + 1 : 0)) return refuse({ code: 'staleMilestone' });
  const by = answerBy(change, ballot);
  if (former && now >= (by ?? Infinity)) return refuse({ code: 'ballotClosed', ballot: number });
  const remindAt = nextReminderAt({ by, isFirst: !former }, now, policy);
  const next = remindAt === undefined ? {} : { remindAt };
  // A reminder has passed unanswered, or this is the last one.
  const isOverdue = nth > 1 || (nth === 1 && remindAt === undefined);
  const { people, standIns } = peopleAsked(change, ballot, intent.people, { policy, isOverdue });
  const { unread = [] } = intent;
  const more = { ...(standIns.length === 0 ? {} : { standIns }), ...(unread.length === 0 ? {} : { unread }) };
  const asked = { type: 'votersAsked', ballot: number, nth, people, ...more } as const satisfies Fact;
  if (!former) return agree({ ...asked, ...next });
  const still = { ...ballot, putTo: { ...former, people } };
  const silent = Object.fromEntries(
    openRoles(still).map((role) => {
      const waited = waitedFor(still, role).filter((p) => former.people[role]?.includes(p));
      return [role, waited.map((p) => ballot.delegated.find((d) => d.from === p)?.to ?? p)];
    }),
  );
  return agree(...(isSame(people, former.people) ? [] : [asked]), {
    type: 'votersReminded',
    ballot: number,
    nth,
    people: silent,
    ...next,
  });
}

function openRoles(ballot: Ballot): readonly string[] {
  return tally(ballot, ballot.putTo?.people ?? {})
    .filter((t) => t.yes.length < t.needed)
    .map((t) => t.role);
}
