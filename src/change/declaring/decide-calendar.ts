import type { Circumstances } from '../circumstances.ts';
import { textFault } from '../text-fault.ts';
import { freezesOf } from '../freezes.ts';
import { holds } from '../intents.ts';
import { named } from '../named.ts';
import { refuse, type FreezeProblem, type Refused } from '../refusals.ts';
import type { Calendar, CalendarFact } from './calendar-facts.ts';

export const FREEZE_NAME_MAX = 60;
export const FREEZE_REASON_MAX = 500;
/** More at once than this is a calendar that nobody reads. */
export const STANDING_MAX = 50;
/** A longer freeze, or one further ahead, is a typing error rather than a plan. */
const SPAN_MAX_MS = 366 * 24 * 3_600_000;
const AHEAD_MAX_MS = 2 * SPAN_MAX_MS;

/** What someone would like of the calendar. */
export type CalendarIntent =
  | {
      readonly type: 'declareFreeze';
      readonly name: string;
      readonly hard: boolean;
      /** NaN where nothing was picked. */
      readonly from: number;
      readonly to: number;
      readonly services: readonly string[];
      readonly reason: string;
    }
  | { readonly type: 'liftFreeze'; readonly freeze: number; readonly reason: string };

export type CalendarDecision = { readonly ok: true; readonly facts: readonly CalendarFact[] } | Refused;

/**
 * The one rule of the calendar. Whoever may let a change into a hard freeze (the role of `exceptions`) may declare a freeze and
 * lift it: nobody else could answer for what it stops. Fails closed where nobody holds that role.
 */
export function decideCalendar(
  calendar: Calendar,
  intent: CalendarIntent,
  circumstances: Circumstances,
): CalendarDecision {
  const { actor, policy, now } = circumstances;
  if (actor.kind !== 'person' || actor.outsider) return refuse({ code: 'outsider' });
  if (!holds(actor, policy.exceptions.role)) return refuse({ code: 'mayNotFreeze', role: policy.exceptions.role });
  switch (intent.type) {
    case 'declareFreeze':
      return declare(calendar, intent, circumstances);
    case 'liftFreeze': {
      const freeze = calendar.freezes.find((f) => f.declared === intent.freeze);
      if (!freeze || freeze.lifted || freeze.to <= now) return refuse({ code: 'freezeOver' });
      const reason = intent.reason.trim();
      if (textFault(reason, FREEZE_REASON_MAX) !== undefined) return refuse({ code: 'reasonNeeded' });
      return { ok: true, facts: [{ type: 'freezeLifted', freeze: freeze.declared, reason }] };
    }
  }
}

function declare(
  calendar: Calendar,
  { type: _type, ...typed }: Extract<CalendarIntent, { type: 'declareFreeze' }>,
  { policy, now }: Circumstances,
): CalendarDecision {
  const others = freezesOf(policy).filter((f) => f.to > now);
  if (others.filter((f) => f.declared !== undefined).length >= STANDING_MAX)
    return refuse({ code: 'tooManyFreezes', most: STANDING_MAX });
  const freeze = { ...typed, name: typed.name.trim(), reason: typed.reason.trim() };
  const taken = others.some((f) => f.name.toLowerCase() === freeze.name.toLowerCase());
  const unknown = freeze.services.find((s) => named(policy.services, s) === undefined);
  const problems = [
    problem('name', textFault(freeze.name, FREEZE_NAME_MAX)),
    problem('name', taken ? 'There is a freeze of this name already; please give it another.' : undefined),
    ...spanProblems(freeze, now),
    problem('services', unknown === undefined ? undefined : `The policy names no service ${unknown}.`),
    problem('reason', textFault(freeze.reason, FREEZE_REASON_MAX)),
  ].flat();
  return problems.length > 0
    ? refuse({ code: 'invalidFreeze', problems })
    : { ok: true, facts: [{ type: 'freezeDeclared', freeze: calendar.count + 1, ...freeze }] };
}

function spanProblems({ from, to }: { readonly from: number; readonly to: number }, now: number): FreezeProblem[] {
  if (!Number.isSafeInteger(from)) return problem('from', 'Please choose when it begins.');
  if (!Number.isSafeInteger(to)) return problem('to', 'Please choose when it ends.');
  if (from > now + AHEAD_MAX_MS) return problem('from', 'This is more than two years ahead.');
  if (to <= from) return problem('to', 'The end must come after the beginning.');
  if (to <= now) return problem('to', 'This has passed already.');
  return problem('to', to - from > SPAN_MAX_MS ? 'A freeze lasts a year at most.' : undefined);
}

function problem(field: FreezeProblem['field'], what: string | undefined): FreezeProblem[] {
  return what === undefined ? [] : [{ field, problem: what }];
}
