import { seenBy, type Circumstances } from '../circumstances.ts';
import type { Fact } from '../facts.ts';
import { latestRun, verdictOf, type Change } from '../model.ts';
import { isOverridden } from '../overrides.ts';
import { losingRollback } from '../plan/rollback-plan.ts';
import { requestStep } from '../runbook-steps.ts';
import { isBefore } from './preparation.ts';

/**
 * What comes next of going back, on one target where one is named: the plan where its scope has one, then what carries it out. One
 * that would lose data waits for a second person (004-RBK-28). Undefined once it is done.
 */
export function goBack(change: Change, circumstances: Circumstances, target?: string): readonly Fact[] | undefined {
  const scope = change.rollback?.scope;
  if (scope === 'byHand') return [];
  const where = { scope, target };
  const run = latestRun(change, 'rollback', 'rollback', target);
  const plan = latestRun(change, 'plan', 'rollback', target);
  if (run && !isBefore(change, run, plan)) return verdictOf(run) === 'succeeded' ? undefined : [];
  const planned = plan ? undefined : requestStep(change, 'plan', 'rollback', circumstances, where);
  if (planned) return [planned];
  if (plan && verdictOf(plan) !== 'succeeded') return [];
  if (losingRollback(change) && !isOverridden(change, 'rollbackPlan', seenBy(circumstances))) return [];
  const fact = requestStep(change, 'rollback', 'rollback', circumstances, where);
  return fact ? [fact] : [];
}
