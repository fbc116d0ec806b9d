import { z } from 'zod';
import { TEXT_MAX, type LongText } from '../change/content.ts';
import { textFault } from '../change/text-fault.ts';
import { JUSTIFICATIONS, KINDS, PRIORITIES, RISKS } from '../change/model.ts';
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
  description: Long.exactOptional(),
  reason: Long.exactOptional(),
  impact: Long.exactOptional(),
  implementationPlan: Long.exactOptional(),
  rollbackPlan: Long.exactOptional(),
  potentialImpact: Long.exactOptional(),
  mitigation: Long.exactOptional(),
  testingPlan: Long.exactOptional(),
} satisfies Record<LongText, z.ZodType>);

/** A pattern as its file gives it; its name is the file's. What it says of the policy is judged by `readPatterns`. */
export const PatternFile = section({
  title: Label,
  version: Version,
  owner: Label,
  updated: IsoDate,
  tags: z.array(Tag).max(20).prefault([]),
  kind: z.enum(KINDS),
  preApproved: z.boolean().prefault(false),
  risk: z.enum(RISKS),
  priority: z.enum(PRIORITIES).prefault('medium'),
  duration: LongerThanNothing,
  justification: z.enum(JUSTIFICATIONS).exactOptional(),
  texts: Texts.prefault({}),
  runbook: Name.exactOptional(),
  history: z
    .array(section({ version: Version, on: IsoDate, what: Said }))
    .max(100)
    .prefault([]),
  byDefault: AppliesFile.exactOptional(),
  phases: z.array(PhaseFile).max(PHASES.length).prefault([]),
  acceptance: z.array(Said).max(ITEMS_MAX).prefault([]),
  risks: z.array(RiskFile).max(ITEMS_MAX).prefault([]),
  documents: z
    .array(section({ title: Label, link: WebLink }))
    .max(ITEMS_MAX)
    .prefault([]),
  related: z.array(Name).max(ITEMS_MAX).prefault([]),
})
  .refine(({ kind, preApproved }) => !preApproved || kind === 'standard', {
    path: ['preApproved'],
    error: 'true only for the kind standard: others are voted on',
  })
  .refine(({ preApproved, risk }) => !preApproved || risk === 'low', {
    path: ['risk'],
    error: 'low: what is approved for good is of low risk',
  })
  .refine(({ kind, justification }) => justification === undefined || kind === 'emergency', {
    path: ['justification'],
    error: 'none: only an emergency is justified',
  })
  .transform(({ duration, ...rest }) => ({ ...rest, durationMs: duration }));
