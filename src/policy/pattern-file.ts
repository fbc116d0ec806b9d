import { z } from 'zod';
import { TEXT_MAX, type LongText } from '../change/content.ts';
import { textFault } from '../change/text-fault.ts';
import { JUSTIFICATIONS, KINDS, PRIORITIES, RISKS } from '../change/model.ts';
import { PATTERN_STATUSES } from '../change/pattern.ts';
import { IsoDate, LongerThanNothing } from './durations.ts';
import { PHASES } from '../change/checklist.ts';
import { AppliesFile, ITEMS_MAX, PhaseFile, RiskFile, WebLink } from './checklist-file.ts';
import { Label, Name, Said, section, text, Version } from './shapes.ts';

const Tag = text(/^[a-z0-9][a-z0-9-]{0,39}$/, 'a tag of small letters, digits and dashes');
const LONG_TEXT = { error: `text that a form can hold, up to ${TEXT_MAX} characters` };
/** A block of YAML ends with a line break that nobody meant. */
const Long = z
  .string()
  .refine((written) => textFault(written, TEXT_MAX) === undefined, LONG_TEXT)
  .transform((written) => written.trim());

const Texts = section({
  description: Long.exactOptional().describe('What is changed.'),
  reason: Long.exactOptional().describe('Why.'),
  impact: Long.exactOptional().describe('What people notice.'),
  implementationPlan: Long.exactOptional().describe('How it is carried out.'),
  rollbackPlan: Long.exactOptional().describe('How it is taken back.'),
  potentialImpact: Long.exactOptional().describe('What may go wrong.'),
  mitigation: Long.exactOptional().describe('What is done against it; without it, what the risks below say.'),
  testingPlan: Long.exactOptional().describe('How it is tested.'),
} satisfies Record<LongText, z.ZodType>);

const Revision = section({
  version: Version.describe('The version.'),
  on: IsoDate.describe('The day it came.'),
  what: Said.describe('What is new in it.'),
});

const ToRead = section({ title: Label.describe('What it is called.'), link: WebLink.describe('Where it is.') });

/** A pattern as its file gives it; its name is the file's. What it says of the policy is judged by `readPatterns`. */
export const PatternFile = section({
  title: Label.describe('What people read.'),
  version: Version.describe('Its version; a change keeps which one it followed.'),
  status: z
    .enum(PATTERN_STATUSES)
    .prefault('active')
    .describe(
      'Whether it is agreed on; a draft or a retired one is found by its name alone, and followed by no standard change.',
    ),
  owner: Label.describe('The team that keeps it true.'),
  updated: IsoDate.describe('When it was last changed.'),
  tags: z.array(Tag).max(20).prefault([]).describe('Words it is found by.'),
  kind: z.enum(KINDS).describe('Which kind of change it is for.'),
  preApproved: z.boolean().prefault(false).describe('Whether a standard change may follow it without a vote.'),
  risk: z.enum(RISKS).describe('The risk that its requests begin with.'),
  priority: z.enum(PRIORITIES).prefault('medium').describe('The priority that they begin with.'),
  duration: LongerThanNothing.describe('How long the work is thought to take.'),
  justification: z.enum(JUSTIFICATIONS).exactOptional().describe('What justifies an emergency.'),
  texts: Texts.prefault({}).describe('What the long texts of a request are where they are left empty.'),
  runbook: Name.exactOptional().describe('The runbook of the policy that carries it out.'),
  history: z.array(Revision).max(100).prefault([]).describe('Its versions, the newest first.'),
  byDefault: AppliesFile.exactOptional().describe(
    'For which changes it is followed where nobody chose another; of those that fit, the one with the fewest items is.',
  ),
  phases: z
    .array(PhaseFile)
    .max(PHASES.length)
    .prefault([])
    .describe('What is to be done, phase by phase, in their order.'),
  acceptance: z
    .array(Said)
    .max(ITEMS_MAX)
    .prefault([])
    .describe('What is true when it is done; closing asks for each.'),
  risks: z.array(RiskFile).max(ITEMS_MAX).prefault([]).describe('What may go wrong, and what is done about it.'),
  documents: z
    .array(ToRead)
    .max(ITEMS_MAX)
    .prefault([])
    .describe('What there is to read, as links in the form and in Details.'),
  related: z.array(Name).max(ITEMS_MAX).prefault([]).describe('Other patterns to look at.'),
})
  .refine(({ kind, preApproved }) => !preApproved || kind === 'standard', {
    path: ['preApproved'],
    error: 'true only for the kind standard: others are voted on',
  })
  .refine(({ preApproved, risk }) => !preApproved || risk === 'low', {
    path: ['risk'],
    error: 'low: what is approved for good is of low risk',
  })
  .refine(({ status, byDefault }) => status === 'active' || byDefault === undefined, {
    path: ['status'],
    error: 'active, or no byDefault: what nobody chooses must be agreed on',
  })
  .refine(({ kind, justification }) => justification === undefined || kind === 'emergency', {
    path: ['justification'],
    error: 'none: only an emergency is justified',
  })
  .transform(({ duration, ...rest }) => ({ ...rest, durationMs: duration }));
