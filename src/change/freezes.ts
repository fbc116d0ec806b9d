import { holidaysWithin } from './holidays.ts';
import type { Ballot, Change, ChangeContent } from './model.ts';
import type { Policy } from './policy.ts';
import type { Freeze } from './holiday.ts';

/** A freeze of either kind with its instants, `[from, to)`. */
export interface FreezeSpan {
  readonly name: string;
  readonly hard: boolean;
  readonly from: number;
  readonly to: number;
  /** The services it binds; every one where it names none. */
  readonly services: readonly string[];
  /** Its number, where it was declared in Slack: a policy's has none. */
  readonly declared?: number;
}

/** Every freeze that somebody named: the policy's, then those declared. Holidays come in no such list: see `freezesTouching`. */
export function freezesOf(policy: Pick<Policy, 'calendar' | 'timezone'>): readonly FreezeSpan[] {
  const { freezes, declared = [] } = policy.calendar;
  return [...freezes.map((f) => ({ name: f.name, hard: f.hard, services: [], ...freezeSpan(f, policy) })), ...declared];
}

/** Every freeze that touches `[from, to)`, holidays that are one among them. */
export function freezesTouching(
  policy: Pick<Policy, 'calendar' | 'timezone'>,
  from: number,
  to: number,
): readonly FreezeSpan[] {
  const holidays = holidaysWithin(policy, from, to).filter(({ as }) => as === 'hard' || as === 'soft');
  return [
    ...freezesOf(policy).filter((f) => f.from < to && from < f.to),
    ...holidays.map(({ as, ...span }): FreezeSpan => ({ ...span, hard: as === 'hard', services: [] })),
  ];
}

/** The policy as it is in force: with the freezes that were declared and not lifted. */
export function withDeclared(policy: Policy, declared: readonly FreezeSpan[]): Policy {
  return declared.length === 0 ? policy : { ...policy, calendar: { ...policy.calendar, declared } };
}

/** The instants `[from, to)` of a freeze, whose dates are days in the policy's zone. */
function freezeSpan(freeze: Freeze, { timezone }: Pick<Policy, 'timezone'>): { from: number; to: number } {
  const instant = (date: string): number =>
    Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: timezone }).epochMilliseconds;
  return { from: instant(freeze.from), to: instant(freeze.to) };
}

/** Whether a freeze binds this work at all, whenever it is carried out: emergencies pass freezes (design §1). */
export function binds({ services }: FreezeSpan, content: Pick<ChangeContent, 'kind' | 'services'>): boolean {
  return content.kind !== 'emergency' && (services.length === 0 || content.services.some((s) => services.includes(s)));
}

/** Whether a freeze touches what is left of a window of work that it binds. */
export function isAhead(freeze: FreezeSpan, { content }: Pick<Change, 'content'>, now: number): boolean {
  const { opensAt, closesAt } = content;
  return binds(freeze, content) && freeze.from < closesAt && freeze.to > Math.max(opensAt, now);
}

/** The hard freezes that what is left of a window touches; they bind every change but an emergency (design §1). */
export function freezesAhead(change: Pick<Change, 'content'>, policy: Policy, now: number): readonly FreezeSpan[] {
  const { opensAt, closesAt } = change.content;
  return freezesTouching(policy, opensAt, closesAt).filter((freeze) => freeze.hard && isAhead(freeze, change, now));
}

/** The hard freezes in force at an instant, of those that bind the change. */
export function freezesNow(change: Pick<Change, 'content'>, policy: Policy, now: number): readonly FreezeSpan[] {
  return freezesTouching(policy, now, now + 1).filter((freeze) => freeze.hard && binds(freeze, change.content));
}

/** The freezes in force at an instant or beginning within `withinMs` of it, the earliest first. */
export function freezesWithin(policy: Policy, now: number, withinMs: number): readonly FreezeSpan[] {
  return freezesTouching(policy, now, now + withinMs).toSorted((a, b) => a.from - b.from);
}

/** Whether an exception was asked for this very freeze: of two declared under one name each has its own. */
export function isExceptionOf(ballot: Pick<Ballot, 'question' | 'freeze' | 'declared'>, freeze: FreezeSpan): boolean {
  const { question, freeze: name, declared } = ballot;
  return question === 'exception' && name === freeze.name && declared === freeze.declared;
}

/** The newest ballot on letting this revision, in this window, into a freeze. */
export function exceptionFor(change: Change, freeze: FreezeSpan): Ballot | undefined {
  return change.ballots.findLast(
    (b) => isExceptionOf(b, freeze) && b.revision === change.revision && b.schedule === change.schedule,
  );
}
