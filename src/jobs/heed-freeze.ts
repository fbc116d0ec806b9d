import { z } from 'zod';
import { readDeclared } from '../journal/calendar-row.ts';
import type { OfferedFollowUp } from '../journal/follow-up-rows.ts';
import type { Hear } from '../journal/hear.ts';
import { changesInside } from '../journal/overlaps.ts';
import type { Record } from '../journal/record.ts';

const Told = z.object({ freeze: z.number().int() });

/**
 * Tells every change that a freeze touches that it was declared, or lifted, as the calendar stands now. Each hears it as an intent of
 * its own under an id that cannot repeat, so that a crash half-way tells nobody twice.
 */
export async function heedFreeze(
  { record, hear }: { readonly record: Record; readonly hear: Hear },
  { key, data }: OfferedFollowUp,
): Promise<void> {
  const told = Told.safeParse(data).data;
  const freeze = told && (await readDeclared(record)).find((f) => f.declared === told.freeze);
  if (!freeze) return;
  for (const change of await changesInside(record, freeze)) {
    const intent = { type: 'heedFreeze', freeze } as const;
    await hear({ change, intent, actor: { kind: 'clock' }, id: `freeze/${key}/${change}`, surface: 'clock' });
  }
}
