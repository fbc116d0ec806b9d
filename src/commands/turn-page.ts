import type { Button } from '@slack/types';
import { z } from 'zod';
import { plain } from '../slack/blocks.ts';

const beside = z.strictObject({ opensAt: z.number(), number: z.number().int().min(1) });

/** What a button below a list or the log carries, versioned: which part of it by the words as they were typed, and where to go on. */
const Turn = z.discriminatedUnion('show', [
  z.strictObject({ v: z.literal(1), show: z.literal('list'), typed: z.string(), beside }),
  z.strictObject({
    v: z.literal(1),
    show: z.literal('log'),
    typed: z.string(),
    turn: z.enum(['older', 'newer']),
    beside,
  }),
  z.strictObject({
    v: z.literal(1),
    show: z.literal('logFile'),
    typed: z.string(),
    format: z.enum(['markdown', 'csv']),
  }),
]);
export type Turn = z.infer<typeof Turn>;
type Drawn = Turn extends infer T ? (T extends Turn ? Omit<T, 'v'> : never) : never;

/** The action of these buttons, before a name that makes each distinct. */
export const TURN = 'turn-page';

/** The button's own name is its text, of which no two in a row are alike. */
export function turnButton(text: string, turn: Drawn): Button {
  return {
    type: 'button',
    text: plain(text, 75),
    action_id: `${TURN}:${text}`,
    value: JSON.stringify({ v: 1, ...turn }),
  };
}

/** Reads back what such a button carried; undefined for one this version did not draw. */
export function readTurn(value: string | undefined): Turn | undefined {
  try {
    return Turn.safeParse(JSON.parse(value ?? '')).data;
  } catch {
    return undefined;
  }
}
