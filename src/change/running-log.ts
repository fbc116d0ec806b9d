import { openIncident } from './incident.ts';
import type { Change } from './model.ts';

/** Whether the change keeps a running log: an emergency, begun before its paper was written, and whatever became an incident, until that is over. */
function isLogged(change: Pick<Change, 'content' | 'incident' | 'status'>): boolean {
  return change.status === 'failed' ? openIncident(change) !== undefined : change.content.kind === 'emergency';
}

/**
 * Whether what people write in its thread is kept with it: its running log, what users say while it is watched after its end
 * (000-MON-02), and what else is known of what was recorded afterwards.
 */
export function keepsReplies(change: Pick<Change, 'content' | 'incident' | 'status' | 'recorded'>): boolean {
  return change.status === 'implemented' || change.recorded !== undefined || isLogged(change);
}
