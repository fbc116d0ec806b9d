import type { Kysely } from 'kysely';
import type { Policy } from '../change/policy.ts';
import { withMeasuredRestores } from '../change/restore-estimate.ts';
import { withMeasuredRollbacks } from '../change/rollback-estimate.ts';
import type { Record } from './record.ts';
import { restoreTimes, type WhichTimes } from './restore-times.ts';
import { rollbackTimes } from './rollback-times.ts';
import type { Tables } from './tables.ts';

/** The policy with what its runbooks have been seen to take: their restore tests, and where a service is critical their rollbacks. */
export async function withMeasuredTimes(
  record: Pick<Record, 'team'>,
  db: Kysely<Tables>,
  policy: Policy,
  which: WhichTimes = {},
): Promise<Policy> {
  const restores = await restoreTimes(record, db, policy, which);
  return withMeasuredRollbacks(withMeasuredRestores(policy, restores), await rollbackTimes(record, db, policy, which));
}
