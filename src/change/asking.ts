import { holderOf } from './ballot.ts';
import { named } from './named.ts';
import type { Ballot, Change } from './model.ts';
import type { Policy } from './policy.ts';
import { reminderFrom } from './quiet-hours.ts';
import type { StandIn } from './put-to.ts';
import { voters } from './seats.ts';
import { fallbacksOf, standInsOf } from './stand-ins.ts';

/** Of each role only so many get a message of their own; the others are recorded, and see the question in the channel. */
export const IN_PERSON_MAX = 50;
/** Of each role so many are recorded at most: a group of everybody must not become a fact of megabytes. */
const RECORDED_MAX = 1000;

type People = Readonly<Record<string, readonly string[]>>;

/** The roles that must be looked up before a question can be put to anybody, with those that may have to stand in for them. */
export function rolesAsked({ requirements }: Pick<Ballot, 'requirements'>, policy: Policy): readonly string[] {
  return [...new Set(requirements.flatMap((r) => [r.role, ...fallbacksOf(r.role, policy)]))];
}

/** Whom a question is put to, by the role each answers for: its holders without those who may not answer for this change, and stand-ins. */
export function peopleAsked(
  change: Change,
  question: Pick<Ballot, 'requirements' | 'votes' | 'putTo'>,
  holders: People,
  { policy, isOverdue }: { readonly policy: Policy; readonly isOverdue: boolean },
): { readonly people: People; readonly standIns: readonly StandIn[] } {
  const able = voters(change, holders, policy);
  const standIns = standInsOf(question, able, policy, isOverdue);
  const people = question.requirements.map(({ role }) => {
    const others = standIns.find((s) => s.role === role)?.people ?? [];
    return [role, [...(named(able, role) ?? []), ...others].slice(0, RECORDED_MAX)] as const;
  });
  return { people: Object.fromEntries(people), standIns };
}

/** Those who get the question as a message of their own: of those it was put to, and those to whom a seat was delegated. */
export function askedInPerson({ putTo, delegated }: Pick<Ballot, 'putTo' | 'delegated'>): readonly string[] {
  return putTo ? [...new Set([...inPerson(putTo.people), ...delegated.map((d) => d.to)])] : [];
}

/** The first of each role, each person once. */
export function inPerson(people: People): readonly string[] {
  return [...new Set(Object.values(people).flatMap((ids) => ids.slice(0, IN_PERSON_MAX)))];
}

/** Whether as many as before, and the same, were asked. */
export function isSame(some: People, others: People): boolean {
  const sorted = (people: People): string =>
    JSON.stringify(Object.entries(people).map(([role, ids]) => [role, ids.toSorted()]));
  return sorted(some) === sorted(others);
}

/** The roles for which somebody was asked. */
export function rolesOf({ putTo }: Pick<Ballot, 'putTo'>, person: string): readonly string[] {
  return Object.entries(putTo?.people ?? {}).flatMap(([role, people]) => (people.includes(person) ? [role] : []));
}

/** Those a ballot was put to for a role whose seat has no answer yet. */
export function waitedFor({ putTo, votes }: Ballot, role: string): readonly string[] {
  return (putTo?.people[role] ?? []).filter((p) => !votes.some((v) => v.by === p || holderOf(v) === p));
}

/**
 * Until when an answer is of use, epoch ms: a ballot's own deadline, else the opening of the window, or its end for one opened later.
 * Undefined for what is asked after the work.
 */
export function answerBy({ content }: Pick<Change, 'content'>, ballot: Ballot): number | undefined {
  if (ballot.deadline !== undefined) return ballot.deadline;
  if (ballot.question === 'retrospective') return undefined;
  return ballot.openedAt < content.opensAt ? content.opensAt : content.closesAt;
}

/**
 * When those who have not answered are reminded next, never in the quiet hours, and on a day off only where no working day is left; where the policy's interval is longer than what is left
 * after the asking, half-way. Undefined where no reminder comes before `by`, after which an answer would be of no use.
 */
export function nextReminderAt(
  { by, isFirst }: { readonly by: number | undefined; readonly isFirst: boolean },
  now: number,
  policy: Policy,
): number | undefined {
  const regular = reminderFrom(now + policy.voting.remindEveryMs, policy, by);
  if (by === undefined || regular < by) return regular;
  if (!isFirst || now >= by) return undefined;
  const halfWay = reminderFrom(Math.round((now + by) / 2), policy, by);
  return halfWay < by ? halfWay : undefined;
}
