import { z } from 'zod';

/** The longest id a job may carry, in UTF-16 units. */
export const ID_MAX = 300;

/** All that a job carries: the id of a row. The row in PostgreSQL says what is to be done, and whether. */
const WakeUp = z.strictObject({
  id: z
    .string()
    .min(1)
    .max(ID_MAX)
    .refine((id) => id.isWellFormed()),
});
export type WakeUp = z.infer<typeof WakeUp>;

/** The id in a job's payload, or undefined when the payload is anything but `{id}`: whoever reaches Redis can plant jobs. */
export function readWakeUp(payload: unknown): string | undefined {
  const read = WakeUp.safeParse(payload);
  return read.success ? read.data.id : undefined;
}

export interface WakeUpJob {
  name: 'wake';
  data: WakeUp;
  opts: { jobId: string };
}

/**
 * The job for an id. Its BullMQ id is made from ours, one to one; BullMQ refuses colons, whole numbers and `0` there.
 * Throws a RangeError for an id that is empty, longer than `ID_MAX` or not well-formed text.
 */
export function wakeUpJob(id: string): WakeUpJob {
  const data = WakeUp.safeParse({ id });
  if (!data.success) throw new RangeError(`A job's id is 1 to ${ID_MAX} characters of well-formed text.`);
  return { name: 'wake', data: data.data, opts: { jobId: `j-${encodeURIComponent(id)}` } };
}
