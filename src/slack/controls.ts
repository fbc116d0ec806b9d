import { z } from 'zod';
import { readChangeId, type ChangeId } from '../change/change-id.ts';
import { CRITERIA } from '../change/criteria.ts';

/** A change's name as the record has it; another way of writing the same number is not what we drew. */
export const DrawnChange = z.custom<ChangeId>((value) => typeof value === 'string' && readChangeId(value) === value);
const change = DrawnChange;
const criterion = z.enum(Object.values(CRITERIA).flat());

/** What a button carries, versioned: drawn and read back here and nowhere else. */
const Control = z.discriminatedUnion('do', [
  z.strictObject({
    v: z.literal(1),
    do: z.literal('vote'),
    change,
    ballot: z.number().int(),
    answer: z.enum(['yes', 'no']),
  }),
  z.strictObject({ v: z.literal(1), do: z.literal('ask'), change, ballot: z.number().int() }),
  z.strictObject({ v: z.literal(1), do: z.literal('delegate'), change, ballot: z.number().int() }),
  z.strictObject({
    v: z.literal(1),
    do: z.literal('review'),
    change,
    review: z.number().int(),
    criterion,
    answer: z.enum(['ok', 'concern']),
  }),
  z.strictObject({ v: z.literal(1), do: z.literal('corrected'), change, review: z.number().int(), criterion }),
  /** `plan` is the digest of what the modal showed; a button has none. */
  z.strictObject({
    v: z.literal(1),
    do: z.literal('start'),
    change,
    revision: z.number().int(),
    plan: z.string().max(64).exactOptional(),
  }),
  z.strictObject({
    v: z.literal(1),
    do: z.literal('override'),
    change,
    revision: z.number().int(),
    schedule: z.number().int(),
  }),
  z.strictObject({ v: z.literal(1), do: z.literal('edit'), change, revision: z.number().int() }),
  z.strictObject({ v: z.literal(1), do: z.literal('reschedule'), change, revision: z.number().int() }),
  z.strictObject({ v: z.literal(1), do: z.literal('submit'), change }),
  z.strictObject({ v: z.literal(1), do: z.literal('withdraw'), change }),
  z.strictObject({ v: z.literal(1), do: z.literal('details'), change }),
  z.strictObject({ v: z.literal(1), do: z.literal('previewNotices'), change }),
  z.strictObject({ v: z.literal(1), do: z.literal('timeline'), change }),
  z.strictObject({ v: z.literal(1), do: z.literal('like'), change }),
  z.strictObject({ v: z.literal(1), do: z.literal('rehearse'), change }),
  z.strictObject({ v: z.literal(1), do: z.literal('solved'), change }),
  z.strictObject({ v: z.literal(1), do: z.literal('keepWorking'), change }),
  z.strictObject({ v: z.literal(1), do: z.literal('moreTime'), change }),
  z.strictObject({ v: z.literal(1), do: z.literal('tell'), change }),
  z.strictObject({ v: z.literal(1), do: z.literal('rollBack'), change }),
  z.strictObject({ v: z.literal(1), do: z.literal('incident'), change }),
  z.strictObject({ v: z.literal(1), do: z.literal('incidentUpdate'), change }),
  z.strictObject({ v: z.literal(1), do: z.literal('resolved'), change }),
  z.strictObject({ v: z.literal(1), do: z.literal('emergency'), change }),
  z.strictObject({ v: z.literal(1), do: z.literal('lookAgain'), change, run: z.string() }),
  z.strictObject({ v: z.literal(1), do: z.literal('tryAgain'), change, run: z.string() }),
  z.strictObject({ v: z.literal(1), do: z.literal('settle'), change, run: z.string() }),
  z.strictObject({ v: z.literal(1), do: z.literal('stop'), change, run: z.string() }),
  z.strictObject({ v: z.literal(1), do: z.literal('kill'), change, run: z.string() }),
  z.strictObject({ v: z.literal(1), do: z.literal('tick'), change, run: z.string(), step: z.number().int() }),
  /** `asks` where a tick carries what shows it. */
  z.strictObject({
    v: z.literal(1),
    do: z.literal('tickItem'),
    change,
    item: z.string().max(40),
    asks: z.literal(true).exactOptional(),
  }),
  z.strictObject({ v: z.literal(1), do: z.literal('anyItem'), change, act: z.enum(['tick', 'skip', 'reopen']) }),
  z.strictObject({ v: z.literal(1), do: z.literal('log'), change }),
  /** `debt` is the one that is meant, where the button stands beside it. */
  z.strictObject({ v: z.literal(1), do: z.literal('paid'), change, debt: z.number().int().exactOptional() }),
  /**
   * Of the form alone: `former` is the number of the review that it began with, `draftFrom` when what was brought back in it was typed
   * (epoch ms), `fresh` how often it was begun afresh.
   */
  z.strictObject({
    v: z.literal(1),
    do: z.literal('pir'),
    change,
    former: z.number().int().exactOptional(),
    draftFrom: z.number().exactOptional(),
    fresh: z.number().int().exactOptional(),
  }),
  /** `shown` is the digest of what stood when the form was opened; a button has none. */
  z.strictObject({
    v: z.literal(1),
    do: z.literal('fullRequest'),
    change,
    shown: z.string().max(64).exactOptional(),
  }),
  z.strictObject({ v: z.literal(1), do: z.literal('allWell'), change, checkIn: z.number().int() }),
  /** `reply` is the message in the thread that says it. */
  z.strictObject({ v: z.literal(1), do: z.literal('issue'), change, reply: z.string().max(32).exactOptional() }),
  z.strictObject({ v: z.literal(1), do: z.literal('reopen'), change }),
  z.strictObject({ v: z.literal(1), do: z.literal('close'), change }),
]);
export type Control = z.infer<typeof Control>;
export type ControlName = Control['do'];

/** A control without its version, as views write it. */
export type Drawn = Control extends infer C ? (C extends Control ? Omit<C, 'v'> : never) : never;

/** The names of all controls: each is an `action_id` prefix with one listener. */
export const CONTROL_NAMES = Control.options.map((option) => option.shape.do.value);

/** The text a button carries as its value (2000 characters at most, docs.slack.dev button element). */
export function drawControl(control: Drawn): string {
  return JSON.stringify({ v: 1, ...control });
}

/** Reads back what a button carried; undefined for one this version did not draw. */
export function readControl(value: string | undefined): Control | undefined {
  if (value === undefined) return undefined;
  try {
    return Control.safeParse(JSON.parse(value)).data;
  } catch {
    return undefined;
  }
}
