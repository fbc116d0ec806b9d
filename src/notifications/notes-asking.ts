import { IN_PERSON_MAX } from '../change/asking.ts';
import { sayDuration } from '../change/duration.ts';
import type { Fact } from '../change/facts.ts';
import { named } from '../change/named.ts';
import type { Policy } from '../change/policy.ts';
import type { PutTo, StandIn } from '../change/put-to.ts';
import { linesOf, listOf, mention, quoted } from '../slack/blocks.ts';
import { BALLOT_WORDS, REVIEW_WORDS } from '../slack/question-words.ts';
import { roleName } from '../slack/words.ts';
import { deadlineWords } from './ballot-words.ts';
import { consequenceWords, openWords } from './review-words.ts';
import type { Line, Scene } from './scene.ts';

type Of<T extends Fact['type']> = Extract<Fact, { type: T }>;

/** Said only where it is not as everybody would expect: who is asked stands on the headline. */
export function putNote(fact: Of<'votersAsked'>, scene: Scene): Line | undefined {
  return putLine(fact, scene.before?.ballots.find((b) => b.number === fact.ballot)?.putTo, scene);
}

/** The same of a review. */
export function reviewPutNote(fact: Of<'reviewersAsked'>, scene: Scene): Line | undefined {
  return putLine(fact, scene.before?.reviews.find((r) => r.number === fact.review)?.putTo, scene);
}

function putLine(
  fact: Of<'votersAsked' | 'reviewersAsked'>,
  former: PutTo | undefined,
  { after, policy }: Scene,
): Line | undefined {
  const { people, standIns = [] } = fact;
  const fresh = standIns.filter((s) => !former?.standIns.some((f) => f.role === s.role && f.fallback === s.fallback));
  const empty = emptyRoles(fact).filter((role) => former?.people[role]?.length !== 0);
  const crowds = former ? [] : Object.entries(people).filter(([, ids]) => ids.length > IN_PERSON_MAX);
  const lines = [
    ...crowds.map(([role, ids]) => crowdWords(role, ids.length)),
    ...fresh.map(standInWords),
    ...(fact.unread ?? []).map(unreadWords),
    ...empty.map((role) => nobodyWords(role, after.requester, policy)),
  ];
  return lines.length === 0 ? undefined : { text: linesOf(lines, 2500) };
}

/** Roles for which nobody at all could be asked. */
export function emptyRoles({ people }: Pick<PutTo, 'people'>): readonly string[] {
  return Object.entries(people).flatMap(([role, ids]) => (ids.length === 0 ? [role] : []));
}

function crowdWords(role: string, count: number): string {
  return `${count} people may answer as ${roleName(role)}: the first ${IN_PERSON_MAX} have a message of their own, the others press the buttons on the message above.`;
}

function unreadWords(group: string): string {
  return `Who is in ${mention(group)} cannot be read, so nobody of it has been asked: ask the operator to let the bot read user groups (scope usergroups:read).`;
}

function standInWords({ role, fallback, why, people }: StandIn): string {
  const because =
    why === 'nobody' ? `nobody holds ${roleName(role)} who may answer for this` : `${roleName(role)} has not answered`;
  return `${listOf(people.map(mention), 6)} may answer too, as ${roleName(fallback)} for ${roleName(role)}, because ${because}.`;
}

function nobodyWords(role: string, requester: string, policy: Policy): string {
  const { members = [], delegates = [] } = named(policy.roles, role) ?? {};
  const held = [...members, ...delegates];
  const why =
    held.length === 0
      ? 'the policy names nobody for it'
      : `of ${listOf(held.map(mention), 6)} nobody may answer for this change (a user group may be empty, disabled or deleted)`;
  return `Nobody can be asked as ${roleName(role)}: ${why}. ${mention(requester)}, please ask the operator to put somebody into the role; they will be asked then.`;
}

/** Once for each ballot: later reminders are between the bot and whoever is asked. */
export function remindedNote(
  { ballot: number, nth, people }: Of<'votersReminded'>,
  { after, policy }: Scene,
): Line | undefined {
  const ballot = after.ballots.find((b) => b.number === number);
  const silent = [...new Set(Object.values(people).flat())];
  if (!ballot || nth !== 1 || silent.length === 0) return undefined;
  const name = BALLOT_WORDS[ballot.question].name;
  return { text: `${remindedWords(name, silent, policy)}${deadlineWords(after, ballot)}` };
}

/** Once for each review, likewise. */
export function reviewRemindedNote(
  { review: number, nth, people }: Of<'reviewersReminded'>,
  { after, policy }: Scene,
): Line | undefined {
  const review = after.reviews.find((r) => r.number === number);
  const reminded = Object.values(people).flat();
  if (!review || nth !== 1 || reminded.length === 0) return undefined;
  const words = remindedWords(REVIEW_WORDS[review.what], reminded, policy);
  return { text: `${words} ${openWords(review)} ${consequenceWords(after, review, policy)}` };
}

function remindedWords(name: string, people: readonly string[], { voting }: Policy): string {
  const { remindEveryMs, quietHours } = voting;
  return `${name}: ${listOf(people.map(mention), 6)} reminded, and again every ${sayDuration(remindEveryMs)} outside the quiet hours (${quoted(quietHours, 20)}).`;
}
