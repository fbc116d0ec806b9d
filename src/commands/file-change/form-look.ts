import { z } from 'zod';

/** Of blocks, what people see apart from what they typed: which inputs, what is offered, what is said. */
const Look = z.array(
  z.object({
    type: z.string(),
    block_id: z.string().optional(),
    optional: z.boolean().prefault(false),
    element: z.object({ options: z.array(z.object({ value: z.string() })).optional() }).optional(),
    elements: z.array(z.object({ text: z.unknown() })).optional(),
  }),
);

/** Whether a form drawn anew would look as it does: then it is left alone, while somebody types in it. */
export function looksAlike(now: unknown, next: unknown): boolean {
  const [a, b] = [Look.safeParse(now), Look.safeParse(next)];
  return a.success && b.success && JSON.stringify(a.data) === JSON.stringify(b.data);
}
