import { z } from 'zod';
import type { PlanDocument, PlannedOutput, PlannedResource, PlannedValues } from '../../change/plan/document.ts';

/** One line that can be shown and kept: no control characters, no half characters. */
const Line = z
  .string()
  .min(1)
  .max(2000)
  .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text));
const Word = Line.max(100);

/** What the tool may leave out, or write as null. */
const orNone = <Shape extends z.ZodType>(shape: Shape) => shape.nullish().transform((value) => value ?? undefined);

const Path = z.array(z.union([Line, z.number()])).max(100);

const Values = z.object({
  actions: z.array(Word).max(10),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  after_unknown: z.unknown().optional(),
  before_sensitive: z.unknown().optional(),
  after_sensitive: z.unknown().optional(),
});

const Resource = z
  .object({
    address: Line,
    previous_address: orNone(Line),
    type: Word,
    provider_name: Line.prefault('unknown'),
    deposed: orNone(Word),
    action_reason: orNone(Word),
    change: Values.extend({
      replace_paths: z.array(Path).max(1000).nullish(),
      importing: orNone(z.object({ id: z.string().exactOptional() })),
    }),
  })
  .transform((resource): PlannedResource => {
    const { change, previous_address: from, deposed, action_reason: reason } = resource;
    return {
      address: resource.address,
      type: resource.type,
      provider: resource.provider_name,
      ...valuesOf(change),
      ...(from === undefined ? {} : { previousAddress: from }),
      ...(deposed === undefined ? {} : { deposed }),
      ...(reason === undefined ? {} : { reason }),
      replacePaths: change.replace_paths ?? [],
      ...(change.importing === undefined ? {} : { importing: change.importing.id ?? '' }),
    };
  });

const Invocation = z.object({ address: Line, type: Word });

/**
 * The JSON of a plan (`tofu show -json`, https://developer.hashicorp.com/terraform/internals/json-format), of which this is all
 * that a review needs; it looks like no state and no error. Values of attributes are taken as they are.
 */
export const PlanJson = z
  .object({
    format_version: Word,
    errored: z.boolean().prefault(false),
    complete: z.boolean().exactOptional(),
    variables: z.record(z.string(), z.object({ value: z.unknown().optional() })).nullish(),
    planned_values: z.object({}),
    resource_changes: z.array(Resource).nullish(),
    resource_drift: z.array(Resource).nullish(),
    deferred_changes: z.array(z.unknown()).nullish(),
    output_changes: z.record(Line, Values).nullish(),
    action_invocations: z.array(Invocation).nullish(),
  })
  .transform((plan): PlanDocument => ({
    formatVersion: plan.format_version,
    errored: plan.errored,
    ...(plan.complete === undefined ? {} : { complete: plan.complete }),
    deferred: plan.deferred_changes?.length ?? 0,
    resources: plan.resource_changes ?? [],
    drift: plan.resource_drift ?? [],
    outputs: Object.entries(plan.output_changes ?? {}).map(([name, output]): PlannedOutput => ({
      name,
      ...valuesOf(output),
    })),
    invocations: plan.action_invocations ?? [],
    inputs: Object.entries(plan.variables ?? {}).map(([name, { value }]) => [name, value] as const),
  }));

function valuesOf(values: z.infer<typeof Values>): PlannedValues {
  return {
    actions: values.actions,
    before: values.before,
    after: values.after,
    afterUnknown: values.after_unknown,
    beforeSensitive: values.before_sensitive,
    afterSensitive: values.after_sensitive,
  };
}
