import { z } from 'zod';
import { readChangeId } from '../change/change-id.ts';
import { MILESTONES } from '../change/timeline.ts';
import { followUpDone, pendingFollowUp } from '../journal/follow-up-rows.ts';
import type { Hear } from '../journal/hear.ts';
import type { Record } from '../journal/record.ts';
import { keyOf } from './offered-id.ts';

const Wake = z.object({ milestone: z.enum(MILESTONES), schedule: z.number().int() });

/**
 * A milestone is due: it arrives as an intent and is judged by the facts as they are now. Refused or agreed, the follow-up is
 * done; a crash in between repeats it under the same intent id, and the answer is the same.
 */
export function onWake({ record, hear }: { readonly record: Record; readonly hear: Hear }) {
  return async (id: string): Promise<void> => {
    const key = keyOf(id);
    const due = await pendingFollowUp(record, key);
    if (!due || due.kind !== 'wake') return;
    const change = readChangeId(due.change);
    const wake = Wake.safeParse(due.data);
    if (change && wake.success) {
      const { milestone, schedule } = wake.data;
      await hear({
        change,
        intent: { type: 'reachMilestone', milestone, schedule },
        actor: { kind: 'clock' },
        id: `wake/${key}`,
        surface: 'clock',
      });
    }
    await followUpDone(record, key);
  };
}
