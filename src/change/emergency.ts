import { readChangeId, shownId } from './change-id.ts';
import type { Actor } from './intents.ts';
import type { ChangeContent } from './model.ts';
import { named } from './named.ts';
import { openIncidents, stoppingIncidents } from './open-incidents.ts';
import type { Policy } from './policy.ts';
import { refuse, type Refused } from './refusals.ts';

/** How long an emergency is thought to take where nobody says. */
export const EMERGENCY_MS = 3_600_000;

/** An emergency begins as it is filed: its window opens now and ends after the estimate; every other kind stays as it is. */
export function openedNow(content: ChangeContent, now: number): ChangeContent {
  if (content.kind !== 'emergency') return content;
  const { maintenanceWindow: _none, ...rest } = content;
  const spanMs = content.estimateMs ?? content.closesAt - content.opensAt;
  const estimateMs = spanMs > 0 ? spanMs : EMERGENCY_MS;
  return { ...rest, opensAt: now, closesAt: now + estimateMs, estimateMs };
}

/** Filing an emergency is its start: whoever starts work holds the role for it, and an incident on its services is named. */
export function barredEmergency(
  content: ChangeContent,
  requester: string,
  actor: Actor,
  policy: Policy,
): Refused | undefined {
  if (content.kind !== 'emergency' || actor.kind !== 'person') return undefined;
  const holds = named(actor.roster, 'implementer')?.includes(requester);
  if (!holds) return refuse({ code: 'emergencyNeedsImplementer' });
  const problem = namingProblem(content, policy);
  return problem === undefined
    ? undefined
    : refuse({ code: 'invalidContent', problems: [{ field: 'incident', problem }] });
}

/** What is wrong with the incident that an emergency names, or does not; it names one that is open on a system of its own. */
function namingProblem(content: ChangeContent, policy: Policy): string | undefined {
  const { incident, services } = content;
  const said = incident === undefined ? undefined : openIncidents(policy).find((i) => i.change === incident);
  if (incident !== undefined && !said)
    return `${shown(incident)} has no open incident on these systems: choose one that has, or none.`;
  if (said && !said.services.some((s) => services.includes(s)))
    return `${shown(said.change)} is an incident of ${namesOf(said.services, policy)}: add that to the systems affected, or choose another incident.`;
  const [other] = stoppingIncidents(content, policy);
  if (!other) return undefined;
  const on = namesOf(
    other.services.filter((s) => services.includes(s)),
    policy,
  );
  return said
    ? `An emergency names one incident, and ${on} has another, ${shown(other.change)}: leave that system out, and file an emergency of its own for it.`
    : `${on} has an open incident, ${shown(other.change)}: name it here, and this emergency may start.`;
}

function shown(change: string): string {
  const id = readChangeId(change);
  return id === undefined ? change : shownId(id);
}

function namesOf(services: readonly string[], policy: Policy): string {
  return services.map((s) => named(policy.services, s)?.name ?? s).join(', ');
}
