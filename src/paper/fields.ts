import { JUSTIFICATIONS, KINDS, PRIORITIES, RISKS, type ChangeContent } from '../change/model.ts';
import { list, oneOf, optional, span, words, type Labelled } from './labelled.ts';

/** Fields with a place of their own in the template, or whose reading needs more than their own words; files are named and not read back. */
type Elsewhere =
  | 'description'
  | 'reason'
  | 'implementationPlan'
  | 'rollbackPlan'
  | 'testingPlan'
  | 'services'
  | 'params'
  | 'opensAt'
  | 'closesAt'
  | 'estimateMs'
  | 'attachments';
export type LabelledField = Exclude<keyof ChangeContent, Elsewhere>;

/** Every field that stands after a label; the compiler asks for new ones. */
export const LABELLED: { readonly [F in LabelledField]-?: Labelled } = {
  kind: oneOf(
    'Change Type',
    KINDS,
    ({ kind }) => kind,
    (kind) => ({ kind }),
  ),
  priority: oneOf(
    'Priority',
    PRIORITIES,
    ({ priority }) => priority,
    (priority) => ({ priority }),
  ),
  risk: oneOf(
    'Risk Level',
    RISKS,
    ({ risk }) => risk,
    (risk) => ({ risk }),
  ),
  potentialImpact: words(
    'Potential Impact',
    ({ potentialImpact }) => potentialImpact,
    (potentialImpact) => ({ potentialImpact }),
  ),
  mitigation: words(
    'Mitigation',
    ({ mitigation }) => mitigation,
    (mitigation) => ({ mitigation }),
  ),
  title: words(
    'Title',
    ({ title }) => title,
    (title) => ({ title }),
  ),
  impact: words(
    'Expected Impact',
    ({ impact }) => impact,
    (impact) => ({ impact }),
  ),
  maintenanceWindow: optional(
    words(
      'Maintenance Window',
      ({ maintenanceWindow }) => maintenanceWindow,
      (maintenanceWindow) => ({ maintenanceWindow }),
    ),
  ),
  runbook: optional(
    words(
      'Runbook',
      ({ runbook }) => runbook,
      (runbook) => ({ runbook }),
    ),
  ),
  pattern: optional(
    words(
      'Pattern',
      ({ pattern }) => pattern,
      (pattern) => ({ pattern }),
    ),
  ),
  patternVersion: optional(
    words(
      'Pattern Version',
      ({ patternVersion }) => patternVersion,
      (patternVersion) => ({ patternVersion }),
    ),
  ),
  justification: optional(
    oneOf(
      'Justification',
      JUSTIFICATIONS,
      ({ justification }) => justification,
      (justification) => ({ justification }),
    ),
  ),
  incident: optional(
    words(
      'Incident',
      ({ incident }) => incident,
      (incident) => ({ incident }),
    ),
  ),
  implementer: optional(
    words(
      'Implementer',
      ({ implementer }) => implementer,
      (implementer) => ({ implementer }),
    ),
  ),
  rollbackDecider: optional(
    words(
      'Rollback Decider',
      ({ rollbackDecider }) => rollbackDecider,
      (rollbackDecider) => ({ rollbackDecider }),
    ),
  ),
  commit: optional(
    words(
      'Commit',
      ({ commit }) => commit,
      (commit) => ({ commit }),
    ),
  ),
  testedIn: optional(
    words(
      'Tested In',
      ({ testedIn }) => testedIn,
      (testedIn) => ({ testedIn }),
    ),
  ),
  downtimeMs: optional(
    span(
      'Downtime',
      ({ downtimeMs }) => downtimeMs,
      (downtimeMs) => ({ downtimeMs }),
    ),
  ),
  rollbackTriggers: optional(
    words(
      'Rollback Triggers',
      ({ rollbackTriggers }) => rollbackTriggers,
      (rollbackTriggers) => ({ rollbackTriggers }),
    ),
  ),
  extraTimeMs: optional(
    span(
      'Acceptable Extra Time',
      ({ extraTimeMs }) => extraTimeMs,
      (extraTimeMs) => ({ extraTimeMs }),
    ),
  ),
  links: optional(
    list(
      'Links',
      ({ links }) => links,
      (links) => ({ links }),
    ),
  ),
};

/** Where those stand that the template names. */
export const PLACED = {
  'Change Information': ['kind', 'priority'],
  'Risk Assessment': ['risk', 'potentialImpact', 'mitigation'],
  Timeline: ['maintenanceWindow'],
} as const satisfies { readonly [heading: string]: readonly LabelledField[] };

const IN_TEMPLATE: readonly LabelledField[] = Object.values(PLACED).flat();

/** Those the template has no place for. */
export const BEYOND = (Object.keys(LABELLED) as LabelledField[]).filter((field) => !IN_TEMPLATE.includes(field));
