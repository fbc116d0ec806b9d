import { openIncident } from './incident.ts';
import type { Change } from './model.ts';
import type { Status } from './statuses.ts';

/** While it is worked on, and from its end until it is closed. */
const LOGGED: readonly Status[] = ['implementing', 'rollingBack', 'watching', 'implemented', 'rolledBack'];

/**
 * Whether what people write in its thread is kept with it: its running log while it is worked on, whatever its kind (001-APL-01), what
 * users say while it is watched after its end (000-MON-02), the log of an incident until that is over, and what else is known of what
 * was recorded afterwards.
 */
export function keepsReplies(change: Pick<Change, 'incident' | 'status' | 'recorded'>): boolean {
  return LOGGED.includes(change.status) || change.recorded !== undefined || openIncident(change) !== undefined;
}
