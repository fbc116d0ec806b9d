import type { Playbook } from '../../src/change/playbook.ts';
import { STEPS } from '../../src/change/model.ts';

/** A playbook for whatever does not succeed, in two steps. */
export function aPlaybook(
  overrides: Partial<Omit<Playbook, 'opens'>> = {},
  opens: Partial<Playbook['opens']> = {},
): Playbook {
  return {
    id: 'anything',
    title: 'Something did not work',
    version: '1.0.0',
    owner: 'Web team',
    updated: '2026-09-01',
    rank: 10,
    opens: { steps: STEPS, outcomes: ['failed', 'timedOut', 'unknown'], says: [], criticalPlan: false, ...opens },
    meaning: 'The service may not be as planned.',
    steps: [
      { text: 'Look at the service.', command: 'systemctl status web' },
      { text: 'Get a second person.', asks: true },
    ],
    ...overrides,
  };
}
