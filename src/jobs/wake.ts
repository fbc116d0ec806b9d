import { z } from 'zod';
import { readChangeId } from '../change/change-id.ts';
import type { Intent, Spoken } from '../change/intents.ts';
import type { Policy } from '../change/policy.ts';
import { afterQuietHours } from '../change/quiet-hours.ts';
import { MILESTONES } from '../change/timeline.ts';
import { followUpDone, pendingFollowUp, putOffFollowUp, type OfferedFollowUp } from '../journal/follow-up-rows.ts';
import type { Hear } from '../journal/hear.ts';
import { now, type Record } from '../journal/record.ts';
import { keyOf } from './offered-id.ts';
import { heedFreeze } from './heed-freeze.ts';
import { heedIncident } from './heed-incident.ts';

const Wake = z.object({
  milestone: z.enum(MILESTONES),
  schedule: z.number().int(),
  round: z.number().int().exactOptional(),
});

const Chase = z.object({ debt: z.number().int(), at: z.enum(['half', 'due']) });

export interface WakeDeps {
  readonly record: Record;
  readonly hear: Hear;
  readonly policy: () => Policy;
}

/**
 * A milestone, a debt, a freeze or an incident is due: it arrives as an intent and is judged by the facts as they are now. Refused or agreed, the follow-up
 * is done; a crash in between repeats it under the same intent id, and the answer is the same.
 */
export function onWake({ record, hear, policy }: WakeDeps) {
  return async (id: string): Promise<void> => {
    const key = keyOf(id);
    const due = await pendingFollowUp(record, key);
    if (due?.kind === 'freeze') {
      await heedFreeze({ record, hear }, due);
      return followUpDone(record, key);
    }
    if (due?.kind === 'incident') {
      await heedIncident({ record, hear }, due);
      return followUpDone(record, key);
    }
    if (!due || (due.kind !== 'wake' && due.kind !== 'debt')) return;
    const change = readChangeId(due.change);
    const intent = intentOf(due);
    if (change && intent) {
      const until = await quietUntil(record, intent, policy());
      if (until !== undefined) return putOffFollowUp(record, key, until);
      await hear({ change, intent, actor: { kind: 'clock' }, id: `${due.kind}/${key}`, surface: 'clock' });
    }
    await followUpDone(record, key);
  };
}

function intentOf({ kind, data }: OfferedFollowUp): Spoken | undefined {
  if (kind === 'debt') {
    const chase = Chase.safeParse(data);
    return chase.success ? { type: 'chaseDebt', ...chase.data } : undefined;
  }
  const wake = Wake.safeParse(data);
  return wake.success ? { type: 'reachMilestone', ...wake.data } : undefined;
}

/** Nobody is reminded during the quiet hours, however late a reminder comes. */
async function quietUntil(record: Record, intent: Intent, policy: Policy): Promise<number | undefined> {
  if (intent.type !== 'chaseDebt' || intent.at !== 'half') return undefined;
  const at = await now(record.db);
  const until = afterQuietHours(at, policy);
  return until > at ? until : undefined;
}
