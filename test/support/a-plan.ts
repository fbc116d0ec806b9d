import type { PlanUnit } from '../../src/change/plan/document.ts';
import type { PlanReview } from '../../src/change/plan/plan-review.ts';
import { reviewPlan } from '../../src/change/plan/review-plan.ts';
import { planSet } from '../../src/jobs/plan/plan-set.ts';
import { readUnits } from '../../src/jobs/plan/read-units.ts';

export const WATCH = { holdsData: ['aws_db_*'], critical: ['aws_vpc'], mocks: ['mock-*'] };

export type Json = Readonly<Record<string, unknown>>;

/** A resource as `show -json` prints it. */
export function aResource(address: string, actions: readonly string[], more: Json = {}, change: Json = {}): Json {
  return {
    address,
    mode: 'managed',
    type: address.replace(/^(?:module\.[^.]+\.)*/, '').split('.')[0],
    name: 'this',
    provider_name: 'registry.opentofu.org/hashicorp/aws',
    ...more,
    change: {
      actions,
      before: null,
      after: null,
      after_unknown: {},
      before_sensitive: {},
      after_sensitive: {},
      ...change,
    },
  };
}

/** A plan as `show -json` prints it. */
export function aPlanJson(resources: readonly Json[] = [], more: Json = {}): Json {
  return {
    format_version: '1.2',
    terraform_version: '1.6.2',
    variables: { release: { value: 'v1' } },
    planned_values: { root_module: {} },
    resource_changes: resources,
    prior_state: { format_version: '1.0', values: { root_module: {} } },
    configuration: { root_module: {} },
    timestamp: '2026-11-28T12:00:00Z',
    errored: false,
    ...more,
  };
}

/** The units that an output holds; why it holds none is thrown. */
export function unitsOf(...documents: readonly unknown[]): readonly PlanUnit[] {
  const read = readUnits(Buffer.from(documents.map((document) => JSON.stringify(document)).join('\n')));
  if (!read.ok) throw new Error(read.sentence);
  return read.units;
}

export function reviewOf(...documents: readonly unknown[]): PlanReview {
  const units = unitsOf(...documents);
  return reviewPlan(units, WATCH, planSet(units));
}
