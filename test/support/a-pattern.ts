import type { Pattern } from '../../src/change/pattern.ts';
import { HOUR } from './a-policy.ts';

/** A pre-approved pattern that says all a template asks for. */
export function aPattern(overrides: Partial<Pattern> = {}): Pattern {
  return {
    title: 'Release of the website',
    version: '1.2.0',
    status: 'active',
    owner: 'Web team',
    updated: '2026-09-01',
    tags: ['release'],
    kind: 'standard',
    preApproved: true,
    risk: 'low',
    priority: 'low',
    durationMs: HOUR,
    history: [],
    phases: [],
    acceptance: [],
    risks: [],
    documents: [],
    related: [],
    texts: {
      description: 'A release as every week.',
      reason: 'New features.',
      impact: 'One restart.',
      implementationPlan: '1. Run the runbook.',
      rollbackPlan: 'The former release.',
      potentialImpact: 'The website stays away.',
      mitigation: 'Tested in staging.',
      testingPlan: 'The health page.',
    },
    ...overrides,
  };
}
