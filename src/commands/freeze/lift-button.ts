import type { Button } from '@slack/types';
import { z } from 'zod';
import { plain } from '../../slack/blocks.ts';

/** Its `action_id` is followed by the freeze's number, for several stand in one message. */
export const LIFT = 'freeze-lift';

const Lifting = z.strictObject({ v: z.literal(1), freeze: z.number().int() });

/** The button that lifts a declared freeze. */
export function liftButton(freeze: number): Button {
  return { type: 'button', text: plain('Lift'), action_id: `${LIFT}:${freeze}`, value: drawFreezeNumber(freeze) };
}

/** Which freeze a control is about, versioned: drawn and read back here and nowhere else. */
export function drawFreezeNumber(freeze: number): string {
  return JSON.stringify({ v: 1, freeze } satisfies z.input<typeof Lifting>);
}

export function readFreezeNumber(value: string | undefined): number | undefined {
  try {
    return Lifting.safeParse(JSON.parse(value ?? '')).data?.freeze;
  } catch {
    return undefined;
  }
}
