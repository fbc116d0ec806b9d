import type { ChecklistItem, Phase } from '../../src/change/checklist.ts';
import type { Intent } from '../../src/change/intents.ts';
import type { Pattern } from '../../src/change/pattern.ts';
import type { Policy } from '../../src/change/policy.ts';
import { aPattern } from './a-pattern.ts';

/** What a change says that follows `aChecklist`. */
export const LISTED = { pattern: 'web-move' } as const;

export function anItem(overrides: Partial<ChecklistItem> = {}): ChecklistItem {
  return { id: 'inventory', text: 'List the services that are touched.', ...overrides };
}

/** A few phases with something of every kind: what holds back the next phase, the GO, the start and the closing, and what facts tick. */
export const PHASES_OF_A_MOVE: readonly Phase[] = [
  {
    name: 'assessment',
    owner: 'infrastructure',
    items: [anItem({ gate: 'nextPhase' }), anItem({ id: 'baseline', text: 'Measure the load.', evidence: true })],
  },
  {
    name: 'planning',
    owner: 'infrastructure',
    items: [
      anItem({ id: 'authorised', text: 'The change authority has agreed.', shownBy: 'approved' }),
      anItem({ id: 'compare', text: 'Say what load is too much.', after: ['baseline'] }),
    ],
  },
  {
    name: 'rollbackPreparation',
    owner: 'infrastructure',
    items: [anItem({ id: 'way-back', text: 'Walk through the way back.', gate: 'goNogo' })],
  },
  {
    name: 'implementation',
    owner: 'documentation',
    items: [
      anItem({ id: 'on-call', text: 'Somebody is on call.', gate: 'start' }),
      anItem({ id: 'told', text: 'The team is notified.', shownBy: 'startTold' }),
    ],
  },
  {
    name: 'verification',
    owner: 'testing',
    items: [
      anItem({ id: 'smoke', text: 'Search for something.', gate: 'close' }),
      anItem({ id: 'peak', text: 'Look at the evening peak.', when: { critical: true } }),
    ],
  },
];

export function aChecklist(phases: readonly Phase[] = PHASES_OF_A_MOVE, overrides: Partial<Pattern> = {}): Pattern {
  return aPattern({ title: 'Move of the website', kind: 'normal', preApproved: false, phases, ...overrides });
}

/** The policy with this checklist known; what is tested is the validator's, and documentation has no role. */
export function listing(policy: Policy, pattern: Pattern = aChecklist()): Policy {
  return {
    ...policy,
    knownPatterns: { ...policy.knownPatterns, [LISTED.pattern]: pattern },
    owners: { infrastructure: 'implementer', testing: 'validator', documentation: 'documentation' },
  };
}

export function tick(item: string, evidence?: string): Extract<Intent, { type: 'tickItem' }> {
  return { type: 'tickItem', item, ...(evidence === undefined ? {} : { evidence }) };
}

export function skip(item: string, reason = 'Nothing of it is moved.'): Extract<Intent, { type: 'skipItem' }> {
  return { type: 'skipItem', item, reason };
}

export function reopen(item: string): Extract<Intent, { type: 'reopenItem' }> {
  return { type: 'reopenItem', item };
}
