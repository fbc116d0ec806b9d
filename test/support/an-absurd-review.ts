import type { PlanReview } from '../../src/change/plan/plan-review.ts';
import { aPlanJson, aResource, reviewOf } from './a-plan.ts';

/** A review of everything that a plan can hold, far too much of it, under names made of what would do harm where it is shown. */
export function anAbsurdReview(harm: string): PlanReview {
  const name = (n: number) => `aws_db_instance.${n}["${harm}\`*_~${'x'.repeat(n * 20)}"]`;
  const each = [
    ['delete'],
    ['delete', 'create'],
    ['create', 'delete'],
    [harm.slice(0, 90)],
    ['forget'],
    ['create', 'forget'],
    ['no-op'],
    ['update'],
  ];
  const resources = Array.from({ length: 90 }, (_, n) =>
    aResource(
      name(n),
      each[n % each.length] ?? [],
      {
        type: 'aws_db_instance',
        previous_address: name(n + 1),
        action_reason: n % 2 === 0 ? 'replace_because_tainted' : harm.slice(0, 90),
      },
      {
        replace_paths: [[harm, 1, 'x']],
        before: { deletion_protection: true, a: 1 },
        after: { deletion_protection: false, a: 1 },
        ...(n % 7 === 0 ? { importing: { id: harm } } : {}),
      },
    ),
  );
  const created = Array.from({ length: 40 }, (_, n) =>
    aResource(`${name(n)}.new`, ['create'], { type: 'aws_db_instance' }, { after: { a: 1 } }),
  );
  const units = Array.from({ length: 50 }, (_, n) => ({
    unit: `${n} ${harm}`.slice(0, 190),
    plan: n % 3 === 0 ? null : aPlanJson(resources.slice(n, n + 2)),
  }));
  const more = { resource_drift: resources.slice(0, 30), action_invocations: [{ address: harm, type: 'x' }] };
  return reviewOf({ unit: 'all', plan: aPlanJson([...resources, ...created], more) }, ...units);
}
