import { withOpenIncidents, type OpenIncident } from '../../src/change/open-incidents.ts';
import type { Policy } from '../../src/change/policy.ts';
import { OPENS_AT } from './a-change.ts';
import { DAY } from './a-policy.ts';

/** What CHG-9 became a day before the window of `aContent`: an incident on the service `web`, held by U0DAN. */
export function anOpenIncident(overrides: Partial<OpenIncident> = {}): OpenIncident {
  return { change: 'CHG-9', services: ['web'], since: OPENS_AT - DAY, holder: 'U0DAN', ...overrides };
}

/** The policy as it is in force while these are open. */
export function stoppedBy(policy: Policy, ...open: readonly OpenIncident[]): Policy {
  return withOpenIncidents(policy, open);
}
