import { latestRun, type Change } from '../change/model.ts';

/**
 * Whether the latest check of the work (of the rollback, where there was one) ran and passed by itself: a person's word or a
 * runbook without checks is no proof, so nothing may claim it (design §1, notices cannot lie).
 */
export function checksPassed(change: Change): boolean {
  return latestRun(change, 'verify', change.rollback ? 'rollback' : undefined)?.outcome === 'succeeded';
}
