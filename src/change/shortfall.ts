import type { ChangeContent } from './model.ts';
import { named } from './named.ts';
import type { Policy, Runbook } from './policy.ts';
import { restoreMsOf } from './restore-estimate.ts';
import { hasStep } from './runbook-steps.ts';
import { workEstimate } from './step-estimate.ts';

/** By how much the work, its checks and the way back are longer than the time there is for them; spans in ms. */
export interface Shortfall {
  readonly thereIsMs: number;
  readonly workMs: number;
  readonly verifyMs: number;
  readonly restoreMs: number;
  readonly neededMs: number;
  readonly missingMs: number;
}

export type Timed = Pick<ChangeContent, 'kind' | 'opensAt' | 'closesAt' | 'estimateMs' | 'runbook'>;

/**
 * What a window lacks for the work to be done, checked and still undone inside it, begun at `from` or when it opens (002-TML-11,
 * 002-TML-12, 003-TML-23). Undefined where it holds all that, where nobody has said how long it takes, and of an emergency.
 */
export function shortfallOf(content: Timed, policy: Policy, from = content.opensAt): Shortfall | undefined {
  const runbook = content.runbook === undefined ? undefined : named(policy.runbooks, content.runbook);
  const workMs = workOf(content, runbook);
  if (content.kind === 'emergency' || !runbook || workMs === undefined) return undefined;
  const thereIsMs = Math.max(0, content.closesAt - Math.max(from, content.opensAt));
  const verifyMs = hasStep(runbook, 'verify', 'window') ? runbook.verifyEstimateMs : 0;
  const restoreMs = restoreMsOf(runbook);
  const neededMs = workMs + verifyMs + restoreMs;
  const missingMs = neededMs - thereIsMs;
  return missingMs > 0 ? { thereIsMs, workMs, verifyMs, restoreMs, neededMs, missingMs } : undefined;
}

/** A duration as long as the whole window says how long the window is; what the work takes of it the runbook may know. */
function workOf({ opensAt, closesAt, estimateMs }: Timed, runbook: Runbook | undefined): number | undefined {
  const isPart = estimateMs !== undefined && estimateMs < closesAt - opensAt;
  if (isPart) return estimateMs;
  return runbook?.apply?.estimateMs === undefined ? estimateMs : workEstimate(runbook.apply.estimateMs, runbook);
}
