import { figuresOf } from '../../src/change/figures/figures.ts';
import type { Measure } from '../../src/change/figures/measure.ts';
import type { Report } from '../../src/change/figures/report.ts';
import { CLOSES_AT } from './a-change.ts';
import { aMeasure } from './a-measure.ts';
import { DAY, HOUR, MINUTE } from './a-policy.ts';

/** When the report of `aReport` is asked for. */
export const REPORTED_AT = CLOSES_AT + 30 * DAY;

/** The figures of these measures in the last 90 days, with nothing owed and no service known. */
export function aReport(measures: readonly Measure[] = [], overrides: Partial<Report> = {}): Report {
  const { days = 90 } = overrides;
  const [from, to] = [REPORTED_AT - days * DAY, REPORTED_AT];
  return {
    days,
    figures: figuresOf(measures, { from, to }, 'UTC'),
    before: figuresOf(measures, { from: from - (to - from), to: from }, 'UTC'),
    unread: 0,
    services: [],
    debts: { open: 0, overdue: 0, more: false, first: [] },
    ...overrides,
  };
}

const SEASON: readonly Partial<Measure>[] = [
  { kind: 'standard', risk: 'low', pattern: 'routine-maintenance' },
  { pattern: 'scheduled-update' },
  { kind: 'standard', risk: 'low', pattern: 'routine-maintenance' },
  { pattern: 'database-migration', risk: 'high', services: ['orders', 'orders-db'] },
  { result: 'withIssues', pattern: 'scheduled-update' },
  { kind: 'standard', risk: 'low', pattern: 'security-patch' },
  { result: 'rolledBack', pattern: 'scheduled-update' },
  { kind: 'standard', risk: 'low', pattern: 'security-patch' },
  { pattern: 'network-configuration', risk: 'high' },
  { kind: 'emergency', risk: 'high', pattern: 'service-restoration' },
  { result: 'cancelled', pattern: 'vm-migration' },
  { kind: 'standard', risk: 'low', pattern: 'routine-maintenance' },
  { result: 'failed', kind: 'emergency', risk: 'high', pattern: 'critical-bug-fix' },
];

/** Half a year of so many changes, more of them and better ones in its newer half. */
export function aSeason(many: number): readonly Measure[] {
  return Array.from({ length: many }, (_, i): Measure => {
    const change = SEASON[(i * 5) % SEASON.length] ?? {};
    const endedAt = REPORTED_AT - Math.round((i / many) ** 1.4 * 180 * DAY) - ((i * 7) % 11) * HOUR;
    const { work: _none, ...measure } = aMeasure({ change: `CHG-${many - i}`, endedAt, ...change });
    if (measure.result === 'cancelled') return measure;
    const isSlow = i % 6 === 0;
    const rollback = { tookMs: (3 + (i % 5) * 3) * MINUTE, ...(i % 4 === 3 ? {} : { promisedMs: 10 * MINUTE }) };
    return {
      ...measure,
      work: {
        leadMs: measure.kind === 'emergency' ? 4 * MINUTE : (2 + (i % 9) * 3) * DAY,
        window: {
          plannedMs: 2 * HOUR,
          tookMs: isSlow ? 150 * MINUTE : (40 + (i % 8) * 10) * MINUTE,
          overranMs: isSlow ? 20 * MINUTE : 0,
        },
        manualSteps: (i % 5) + Math.floor(i / 20),
        ...(measure.result === 'rolledBack' ? { rollback } : {}),
        ...(i % 3 === 0 ? { resources: 1 + (i % 7) } : {}),
      },
    };
  });
}
