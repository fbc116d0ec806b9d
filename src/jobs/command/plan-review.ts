import { z } from 'zod';
import { PLAN_ACTIONS, type PlanReview as Review } from '../../change/plan/plan-review.ts';
import { maskText } from './masked-stream.ts';
import type { Secrets } from './secrets.ts';

const Text = z.string().max(2000);
const Flag = z.literal(true).exactOptional();
const Counts = z.partialRecord(z.enum(PLAN_ACTIONS), z.int().min(0));

/** A review as it stands in an outcome. */
export const PlanReview = z.object({
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  counts: Counts,
  units: z.array(z.object({ name: Text, counts: Counts, fault: Text.exactOptional() })),
  unitsOmitted: z.int().min(0),
  items: z.array(
    z.object({
      unit: Text.exactOptional(),
      address: Text,
      type: Text,
      action: z.enum(PLAN_ACTIONS),
      reason: Text.exactOptional(),
      forcedBy: z.array(Text).exactOptional(),
      createsFirst: Flag,
      createsAnew: Flag,
      deposed: Text.exactOptional(),
      from: Text.exactOptional(),
      removedOutside: Flag,
      unknown: z.array(Text).exactOptional(),
      holdsData: Flag,
      critical: Flag,
      unprotected: z.array(Text).exactOptional(),
    }),
  ),
  itemsOmitted: z.int().min(0),
  renames: z.array(z.object({ unit: Text.exactOptional(), from: Text, to: Text })),
}) satisfies z.ZodType<Review>;

export type PlanReview = z.infer<typeof PlanReview>;

/** A review in whose names no secret stands: a key of `for_each` may be one. */
export function maskReview(secrets: Secrets, review: PlanReview): PlanReview {
  const masked = (value: unknown): unknown => {
    if (typeof value === 'string') return maskText(secrets, value);
    if (Array.isArray(value)) return value.map(masked);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, masked(member)]));
  };
  return PlanReview.parse({ ...Object(masked(review)), digest: review.digest });
}
