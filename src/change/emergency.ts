import type { Actor } from './intents.ts';
import type { ChangeContent } from './model.ts';
import { named } from './named.ts';
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

/** Filing an emergency is its start, and whoever starts work holds the role for it. */
export function barredEmergency(content: ChangeContent, requester: string, actor: Actor): Refused | undefined {
  if (content.kind !== 'emergency' || actor.kind !== 'person') return undefined;
  const holds = named(actor.roster, 'implementer')?.includes(requester);
  return holds ? undefined : refuse({ code: 'emergencyNeedsImplementer' });
}
