import { PERIODS } from '../../change/figures/report.ts';
import type { Policy } from '../../change/policy.ts';
import { readOperations } from '../../journal/read-operations.ts';
import { readReport } from '../../journal/read-report.ts';
import type { Record } from '../../journal/record.ts';
import { exposition, type Family } from './exposition.ts';
import { figureMetrics } from './figure-metrics.ts';
import { operationMetrics, standingMetrics, type Standing } from './operation-metrics.ts';
import { processMetrics } from './process-metrics.ts';

/** For so long an answer is given again: whoever asks more often loads nothing. */
const FRESH_MS = 5_000;

export interface MetricsDeps {
  readonly record: Record;
  readonly policy: () => Policy;
  readonly standing: () => Promise<Standing>;
}

/**
 * `GET /metrics` as text. The record is looked at once in `FRESH_MS` however many ask, and at the same time once; while it cannot be read
 * only what this process knows of itself is told, with `gonogo_ready` 0.
 */
export function openMetrics(deps: MetricsDeps, clock: () => number = () => performance.now()): () => Promise<string> {
  let kept: { readonly at: number; readonly families: Promise<readonly Family[]> } | undefined;
  const ofRecord = (): Promise<readonly Family[]> => {
    if (!kept || clock() - kept.at >= FRESH_MS) kept = { at: clock(), families: recorded(deps).catch(() => []) };
    return kept.families;
  };
  return async () => {
    const [standing, families] = await Promise.all([deps.standing(), ofRecord()]);
    return exposition([...families, ...standingMetrics(standing), ...processMetrics()]);
  };
}

async function recorded({ record, policy }: MetricsDeps): Promise<readonly Family[]> {
  const inForce = policy();
  const [report, operations] = await Promise.all([
    readReport(record, inForce, { days: PERIODS[0] }),
    readOperations(record),
  ]);
  return [...figureMetrics(report, Object.keys(inForce.knownPatterns ?? {})), ...operationMetrics(operations)];
}
