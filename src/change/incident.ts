import type { ChangeId } from './change-id.ts';
import type { Change } from './model.ts';
import type { Policy } from './policy.ts';

/** What a change became when its own means did not suffice; it is told and worked on until it is resolved (design §3, "Decision ladder"). */
export interface Incident {
  readonly declaredAt: number;
  readonly by: string;
  readonly reason: string;
  readonly updates: readonly { readonly by: string; readonly at: number; readonly text: string }[];
  /** When a missing update was asked for, since the last one came. */
  readonly nudges: readonly number[];
  /** How many were asked for in all. */
  readonly nudged: number;
  /** The emergencies that name it, oldest first; `by` filed it. */
  readonly emergencies: readonly { readonly change: ChangeId; readonly title: string; readonly by: string }[];
  readonly resolved?: { readonly by: string; readonly at: number; readonly text: string };
}

/** How often the wait for an update doubles while nobody gives one, so that a forgotten incident does not ask for ever at its first pace. */
const DOUBLINGS_MAX = 5;

/** The incident that is still worked on. */
export function openIncident({ incident, status }: Pick<Change, 'incident' | 'status'>): Incident | undefined {
  return status === 'failed' && incident?.resolved === undefined ? incident : undefined;
}

/** When the next update is due; undefined where no incident is open. */
export function updateDueAt(change: Pick<Change, 'incident' | 'status'>, policy: Policy): number | undefined {
  const incident = openIncident(change);
  if (!incident) return undefined;
  const since = incident.nudges.at(-1) ?? incident.updates.at(-1)?.at ?? incident.declaredAt;
  return since + policy.incidents.updateEveryMs * 2 ** Math.min(incident.nudges.length, DOUBLINGS_MAX);
}

/** Which asking for an update counts: each update and each nudge begins another. */
export function updateRound({ incident }: Pick<Change, 'incident'>): number {
  return incident ? incident.updates.length + incident.nudged : 0;
}
