import { z } from 'zod';

const values = z.record(z.string(), z.record(z.string(), z.unknown()));
const press = { block_id: z.string(), action_id: z.string(), value: z.unknown().optional(), values: values.optional() };
const as = z.string();

/**
 * What a person does in the sandbox, as POST /act takes it. `value` is what the control holds after the act, in Slack's shape and
 * absent for a button; `values` is what else stands in the surface's inputs.
 */
export const Action = z.discriminatedUnion('kind', [
  z.object({ as, kind: z.literal('command'), channel: z.string(), text: z.string().startsWith('/') }),
  z.object({
    as,
    kind: z.literal('message'),
    channel: z.string(),
    text: z.string().min(1),
    thread_ts: z.string().optional(),
  }),
  z.object({ as, kind: z.literal('click'), channel: z.string(), ts: z.string(), ...press }),
  z.object({ as, kind: z.literal('viewAction'), view_id: z.string(), ...press }),
  z.object({ as, kind: z.literal('viewSubmit'), view_id: z.string(), values: values.default({}) }),
  z.object({ as, kind: z.literal('viewClose'), view_id: z.string(), all: z.boolean().optional() }),
  z.object({ as, kind: z.literal('homeOpen') }),
  z.object({ as, kind: z.literal('homeClick'), ...press }),
  z.object({ as, kind: z.literal('shortcut'), callback_id: z.string() }),
  z.object({ as, kind: z.literal('messageShortcut'), callback_id: z.string(), channel: z.string(), ts: z.string() }),
]);
export type Action = z.input<typeof Action>;

/** One kind of action, read. */
export type Act<K extends Action['kind']> = Extract<z.output<typeof Action>, { kind: K }>;

/** Whether the act went through; `error` is one sentence for the person. */
export type Outcome = { ok: true } | { ok: false; error: string };
