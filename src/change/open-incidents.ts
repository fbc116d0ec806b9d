import type { ChangeId } from './change-id.ts';
import { openIncident } from './incident.ts';
import { implementerOf, type Change, type ChangeContent } from './model.ts';
import type { Policy } from './policy.ts';

/** An incident that is worked on, as other changes see it; `change` is the one that became it. */
export interface OpenIncident {
  readonly change: ChangeId;
  readonly services: readonly string[];
  readonly since: number;
  /** A Slack user id: who answers for the change that became it. */
  readonly holder: string;
  /** Where its message stands; not before it was posted. */
  readonly link?: string;
}

/** The incident of a change as others see it, while it is worked on. */
export function seenByOthers(change: Change): OpenIncident | undefined {
  const open = openIncident(change);
  const { id, content } = change;
  return open && { change: id, services: content.services, since: open.declaredAt, holder: implementerOf(change) };
}

/** The policy as it is in force: with these incidents open and no others. */
export function withOpenIncidents(policy: Policy, open: readonly OpenIncident[]): Policy {
  return open.length === 0 && policy.incidents.open === undefined
    ? policy
    : { ...policy, incidents: { ...policy.incidents, open } };
}

/** The incidents that are open, as far as whoever read the policy asked for them. */
export function openIncidents({ incidents }: Pick<Policy, 'incidents'>): readonly OpenIncident[] {
  return incidents.open ?? [];
}

/**
 * The incidents that stop work: those on its services. An emergency that names one passes on every service which that one is on, and
 * on no other (design §1, 001-INC-07).
 */
export function stoppingIncidents(
  { services, incident }: Pick<ChangeContent, 'services' | 'incident'>,
  policy: Pick<Policy, 'incidents'>,
): readonly OpenIncident[] {
  const open = openIncidents(policy);
  const named = open.find((i) => i.change === incident);
  const barred = services.filter((s) => !named?.services.includes(s));
  return open.filter((i) => i.services.some((s) => barred.includes(s)));
}
