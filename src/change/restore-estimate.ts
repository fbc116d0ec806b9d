import type { Policy, Runbook } from './policy.ts';

/** How long the newest restore test of each runbook took, ms, by the digest of the runbook. */
export type MeasuredRestores = ReadonlyMap<string, number>;

/** The policy as it is in force: with what restore tests have measured. */
export function withMeasuredRestores(policy: Policy, measured: MeasuredRestores): Policy {
  if (measured.size === 0) return policy;
  const runbooks = Object.entries(policy.runbooks).map(
    ([name, runbook]) => [name, withMeasuredRestore(runbook, measured.get(runbook.digest))] as const,
  );
  return { ...policy, runbooks: Object.fromEntries(runbooks) };
}

export function withMeasuredRestore(runbook: Runbook, measuredMs: number | undefined): Runbook {
  const { backup } = runbook;
  if (!backup || measuredMs === undefined) return runbook;
  return { ...runbook, backup: { ...backup, restore: { ...backup.restore, measuredMs } } };
}

/**
 * How long bringing data back is reckoned to take, ms: as long as the runbook says, or as its newest restore test took where that was
 * longer (000-BKP-15). A test may bring back less than everything, and to a quieter place: a shorter one shortens nothing.
 */
export function restoreMsOf(runbook: Runbook | undefined): number {
  const { estimateMs = 0, measuredMs = 0 } = runbook?.backup?.restore ?? {};
  return Math.max(estimateMs, measuredMs);
}

/** Whether that is what a test took, and not what the runbook says. */
export function isRestoreMeasured(runbook: Runbook | undefined): boolean {
  const { estimateMs = 0, measuredMs = 0 } = runbook?.backup?.restore ?? {};
  return measuredMs > estimateMs;
}
