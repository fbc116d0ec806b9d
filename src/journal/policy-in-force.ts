import { standing } from '../change/declaring/evolve-calendar.ts';
import { withDeclared } from '../change/freezes.ts';
import { withOpenIncidents } from '../change/open-incidents.ts';
import type { Change } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import { askedOf, withEnvironments } from '../change/tested.ts';
import { withTies } from '../change/ties.ts';
import { readDeclared } from './calendar-row.ts';
import { readEnvironments } from './environment-rows.ts';
import { withMeasuredTimes } from './measured-times.ts';
import { readOpenIncidents } from './open-incident-rows.ts';
import type { Record } from './record.ts';
import { readTies } from './tie-rows.ts';

/** The policy as it is in force now: with the freezes that were declared and not lifted, the incidents that are open, and what restore tests and rollbacks took. */
export async function policyInForce(record: Record, policy: Policy): Promise<Policy> {
  const [declared, open, measured] = await Promise.all([
    readDeclared(record),
    readOpenIncidents(record),
    withMeasuredTimes(record, record.db, policy),
  ]);
  return withOpenIncidents(withDeclared(measured, standing(declared)), open);
}

/** The same for one change: with the versions on the way of its services, the test it names, and the changes it is tied to. */
export async function policyInForceFor(
  record: Record,
  change: Pick<Change, 'id' | 'content'>,
  inForce: Policy,
): Promise<Policy> {
  const [environments, ties] = await Promise.all([
    readEnvironments(record, askedOf([change.content], inForce)),
    readTies(record, change),
  ]);
  return withTies(withEnvironments(inForce, environments), ties);
}
