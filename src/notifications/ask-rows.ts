import { askedInPerson, inPerson } from '../change/asking.ts';
import type { RecordedFact } from '../change/facts.ts';
import { openBallots, type Ballot, type Change } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import type { NewDelivery } from '../journal/delivery-rows.ts';
import { emptyRoles } from './notes-asking.ts';

/** Where more were asked, somebody's answer is shown to the others when all is decided: Slack updates about 50 messages a minute. */
export const FOLLOWED_MAX = 10;

/** The question as a message to each person asked, and its updates: when they or others answer, when there is a plan, a backup or a preflight to weigh, and when it is closed. */
export function askRows(
  before: Change | undefined,
  after: Change,
  { fact, seq }: RecordedFact,
): readonly NewDelivery[] {
  const rows = (number: number, people: (ballot: Ballot, former: Ballot | undefined) => readonly string[]) => {
    const ballot = after.ballots.find((b) => b.number === number);
    const former = before?.ballots.find((b) => b.number === number);
    return ballot ? people(ballot, former).map((person, i) => row(after, ballot, person, i)) : [];
  };
  switch (fact.type) {
    case 'votersAsked':
      return rows(fact.ballot, differing);
    case 'votersReminded':
      return rows(fact.ballot, () => inPerson(fact.people)).map((question) => ({
        ...question,
        key: `${after.id}/${seq}/reminded/${question.channel}`,
        kind: 'note',
        view: 'reminded',
      }));
    case 'questionAsked':
      return rows(fact.ballot, followed);
    case 'voteDelegated':
      return rows(fact.ballot, (ballot, former) => touched(ballot, former, fact.from));
    case 'voteCast':
      return rows(fact.ballot, (ballot, former) => touched(ballot, former, fact.voter));
    case 'ballotClosed':
      return rows(fact.ballot, askedInPerson);
    case 'stepEnded':
      if (!isEvidence(after, fact.run)) return [];
      return openBallots(after).flatMap((ballot) => rows(ballot.number, askedInPerson));
    case 'changeEdited':
      return openBallots(after).flatMap((ballot) => rows(ballot.number, askedInPerson));
    default:
      return [];
  }
}

/** A plan, a backup or a look at what is missing that ended is weighed by whoever has not answered yet. */
function isEvidence({ runs }: Change, run: string): boolean {
  const step = runs.find((r) => r.run === run)?.step;
  return step === 'plan' || step === 'backup' || step === 'preflight';
}

/** Where nobody at all could be asked the operator hears of it, once for each ballot and review. */
export function nobodyRows(change: Change, { fact }: RecordedFact, policy: Policy): readonly NewDelivery[] {
  if ((fact.type !== 'votersAsked' && fact.type !== 'reviewersAsked') || emptyRoles(fact).length === 0) return [];
  const { operator } = policy.channels;
  return [
    {
      key: `${change.id}/nobody/${fact.type === 'votersAsked' ? fact.ballot : `review/${fact.review}`}`,
      kind: 'note',
      channel: operator,
      lane: `operator/${change.id}`,
      position: 8,
      view: 'nobodyAlarm',
      data: { roles: emptyRoles(fact) },
    },
  ];
}

function row(change: Change, { number }: Ballot, person: string, i: number): NewDelivery {
  return {
    key: `${change.id}/asked/${number}/${person}`,
    kind: 'live',
    channel: person,
    lane: `${person}/${change.id}`,
    position: 10 + i,
    view: 'asked',
    data: { ballot: number, person },
  };
}

function differing(ballot: Ballot, former: Ballot | undefined): readonly string[] {
  return eitherAlone(askedInPerson(ballot), former ? askedInPerson(former) : []);
}

/** Those asked now and not before, and those who no longer are. */
export function eitherAlone(now: readonly string[], then: readonly string[]): readonly string[] {
  return [...now.filter((person) => !then.includes(person)), ...then.filter((person) => !now.includes(person))];
}

function followed(ballot: Ballot): readonly string[] {
  const people = askedInPerson(ballot);
  return people.length > FOLLOWED_MAX ? [] : people;
}

/** Whose message an answer or a delegation touches: that of whoever gave it, and of the others where they are few. */
function touched(ballot: Ballot, former: Ballot | undefined, giver: string): readonly string[] {
  const own = askedInPerson(ballot).filter((person) => person === giver);
  return [...new Set([...differing(ballot, former), ...followed(ballot), ...own])];
}
