import { JUSTIFICATIONS, KINDS, PRIORITIES, RISKS, type ChangeContent } from '../change/model.ts';
import { DATA_FORMATS, WRITES } from '../change/strategy.ts';
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

type SpareText = {
  [F in LabelledField]: string extends NonNullable<ChangeContent[F]> ? F : never;
}[LabelledField];

/** Words that may be left out. */
function spare(label: string, field: SpareText): Labelled {
  const read = (text: string): Partial<ChangeContent> => ({ [field]: text });
  return optional(words(label, (content) => content[field], read));
}

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
  maintenanceWindow: spare('Maintenance Window', 'maintenanceWindow'),
  runbook: spare('Runbook', 'runbook'),
  pattern: spare('Pattern', 'pattern'),
  patternVersion: spare('Pattern Version', 'patternVersion'),
  justification: optional(
    oneOf(
      'Justification',
      JUSTIFICATIONS,
      ({ justification }) => justification,
      (justification) => ({ justification }),
    ),
  ),
  incident: spare('Incident', 'incident'),
  implementer: spare('Implementer', 'implementer'),
  rollbackDecider: spare('Rollback Decider', 'rollbackDecider'),
  commit: spare('Commit', 'commit'),
  testedIn: spare('Tested In', 'testedIn'),
  strategy: spare('Strategy', 'strategy'),
  stage: spare('Step of the Strategy', 'stage'),
  follows: spare('Comes After', 'follows'),
  partOf: spare('Part Of', 'partOf'),
  value: spare('Worth by Itself', 'value'),
  dataFormat: optional(
    oneOf(
      'Data Format',
      DATA_FORMATS,
      ({ dataFormat }) => dataFormat,
      (dataFormat) => ({ dataFormat }),
    ),
  ),
  writes: optional(
    oneOf(
      'Writes in Between',
      WRITES,
      ({ writes }) => writes,
      (writes) => ({ writes }),
    ),
  ),
  downtimeMs: optional(
    span(
      'Downtime',
      ({ downtimeMs }) => downtimeMs,
      (downtimeMs) => ({ downtimeMs }),
    ),
  ),
  riskReason: spare('Risk Reason', 'riskReason'),
  rollbackTriggers: spare('Rollback Triggers', 'rollbackTriggers'),
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
  documents: optional(
    list(
      'Documents to Update',
      ({ documents }) => documents,
      (documents) => ({ documents }),
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
