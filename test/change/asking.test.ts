import { expect, test } from 'vitest';
import { answerBy, askedInPerson } from '../../src/change/asking.ts';
import { followUps } from '../../src/change/follow-ups.ts';
import type { Change } from '../../src/change/model.ts';
import { FILED_AT, GO_AT, OPENS_AT, THE_CLOCK, anActor, liveThrough, type Story } from '../support/a-change.ts';
import { aPolicy, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import { atGo, edit, inReview, moved, no, put, vote } from '../support/lives.ts';

const policy = aPolicy();
const AT = FILED_AT + MINUTE;

function ballotOf({ change }: Story, number = 1): Change['ballots'][number] {
  const ballot = change.ballots.find((b) => b.number === number);
  if (!ballot) throw new Error(`there is no ballot ${number}`);
  return ballot;
}

/** An asking with these people in the roles. */
function askOf(people: Readonly<Record<string, readonly string[]>>, ballot = 1, nth = 0) {
  return { type: 'askVoters', ballot, nth, people } as const;
}

test('a ballot that opens is put to people at once, and once', () => {
  const story = inReview();
  const opened = story.facts.find((f) => f.fact.type === 'ballotOpened');
  if (!opened) throw new Error('no ballot was opened');
  expect(followUps(story.change, opened, policy)).toEqual([
    { kind: 'ask', key: `CHG-1/${opened.seq}/ask`, dueAt: opened.at, ballot: 1, nth: 0 },
  ]);
  const asked = liveThrough(policy, [put(policy, 1)], story);
  given(asked)
    .when(askOf({ 'infrastructure-lead': ['U0BOB'] }), { by: THE_CLOCK, at: AT })
    .refuses('staleMilestone');
});

test('it is put to those who hold its roles, and not to those who may not vote on it', () => {
  const people = { 'infrastructure-lead': ['U0BOB', 'U0ADA', 'U0CYD'], management: ['U0MGR'] };
  given(inReview())
    .when(askOf(people), { by: THE_CLOCK, at: AT })
    .yields({ type: 'votersAsked', ballot: 1, nth: 0, people: { 'infrastructure-lead': ['U0BOB', 'U0CYD'] } })
    .becomes('inReview');
});

test('a policy that lets the requester vote has the requester asked', () => {
  const lenient = aPolicy({ voting: { ...policy.voting, requester: true, editor: true, implementer: true } });
  given(inReview())
    .when(askOf({ 'infrastructure-lead': ['U0ADA'] }), { by: THE_CLOCK, at: AT, policy: lenient })
    .yields({ type: 'votersAsked', people: { 'infrastructure-lead': ['U0ADA'] } });
});

test('people put no ballot to anybody, and a closed one is put to nobody', () => {
  const intent = askOf(anActor('U0BOB', policy).roster);
  given(inReview()).when(intent, { by: 'U0BOB', at: AT }).refuses('workerOnly');
  const decided = liveThrough(policy, [vote(policy, 'U0BOB', 1)], inReview());
  given(decided).when(intent, { by: THE_CLOCK, at: AT }).refuses('ballotClosed');
  const rejected = liveThrough(policy, [no(policy, 'U0BOB', 1)], inReview());
  given(rejected).when(intent, { by: THE_CLOCK, at: AT }).refuses('notInStatus');
  given(atGo()).when(intent, { by: THE_CLOCK, at: GO_AT }).refuses('ballotClosed', { ballot: 1 });
});

test('of 200 approvers all are recorded and the first 50 get a message of their own', () => {
  const leads = Array.from({ length: 200 }, (_, i) => `U0LEAD${i}`);
  const asked = given(inReview()).when(askOf({ 'infrastructure-lead': leads }), { by: THE_CLOCK, at: AT }).story;
  expect(ballotOf(asked).putTo?.people).toEqual({ 'infrastructure-lead': leads });
  expect(askedInPerson(ballotOf(asked))).toEqual(leads.slice(0, 50));
});

test('an approval is of use until the window opens, wherever that is moved; a GO until its own deadline', () => {
  const story = inReview();
  expect(answerBy(story.change, ballotOf(story))).toBe(OPENS_AT);
  const later = given(story).when(edit(moved(story.change.content, DAY)), { by: 'U0ADA', at: AT }).story;
  expect(answerBy(later.change, ballotOf(later))).toBe(OPENS_AT + DAY);
  const go = atGo();
  expect(answerBy(go.change, ballotOf(go, 2))).toBe(OPENS_AT - 5 * DAY - 11 * HOUR);
});
