import type { Measure } from '../../src/change/figures/measure.ts';
import { OPENS_AT } from './a-change.ts';
import { DAY, HOUR } from './a-policy.ts';

/** What a normal change of the service `web` contributes that went well within its window. */
export function aMeasure(overrides: Partial<Measure> = {}): Measure {
  return {
    change: 'CHG-1',
    result: 'implemented',
    endedAt: OPENS_AT + 2 * HOUR,
    kind: 'normal',
    risk: 'medium',
    services: ['web'],
    work: { leadMs: 29 * DAY, window: { plannedMs: 3 * HOUR, tookMs: 2 * HOUR, overranMs: 0 }, manualSteps: 2 },
    ...overrides,
  };
}
