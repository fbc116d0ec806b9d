import { nudged } from './incident-after.ts';
import type { Change } from './model.ts';
import type { MilestoneName } from './timeline.ts';

/** Prompts that are asked for an answer, and when. */
export function prompted(change: Change, milestone: MilestoneName, at: number): Partial<Change> {
  if (milestone === 'decide') return { decisionAskedAt: at };
  if (milestone === 'checkIn') return { checkIns: [...change.checkIns, { at }] };
  if (milestone === 'longLook') return { longLooks: { asked: (change.longLooks?.asked ?? 0) + 1, at } };
  const incident = milestone === 'incidentUpdate' ? nudged(change.incident, at) : undefined;
  return incident ? { incident } : {};
}
