import type { DeclaredFreeze } from '../../src/change/declaring/calendar-facts.ts';
import type { CalendarIntent } from '../../src/change/declaring/decide-calendar.ts';
import { withDeclared } from '../../src/change/freezes.ts';
import type { Policy } from '../../src/change/policy.ts';
import { FILED_AT, OPENS_AT } from './a-change.ts';
import { DAY } from './a-policy.ts';

/** What management declares: a hard freeze of every service, from the day before the window of `aContent` until the day after. */
export function declaring(
  overrides: Partial<Extract<CalendarIntent, { type: 'declareFreeze' }>> = {},
): Extract<CalendarIntent, { type: 'declareFreeze' }> {
  return {
    type: 'declareFreeze',
    name: 'Audit week',
    hard: true,
    from: OPENS_AT - DAY,
    to: OPENS_AT + DAY,
    services: [],
    reason: 'The auditors are here.',
    ...overrides,
  };
}

/** The same as the calendar holds it, with the number 1. */
export function aDeclared(overrides: Partial<DeclaredFreeze> = {}): DeclaredFreeze {
  const { type: _type, ...freeze } = declaring();
  return { ...freeze, declared: 1, by: 'U0MGR', at: FILED_AT, ...overrides };
}

/** The policy as it is in force with these. */
export function frozenBy(policy: Policy, ...declared: readonly DeclaredFreeze[]): Policy {
  return withDeclared(policy, declared);
}
