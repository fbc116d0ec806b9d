import { z } from 'zod';
import { PARAM_MAX } from '../change/content.ts';
import { patternFault } from './safe-pattern.ts';
import { Label, section, text } from './shapes.ts';

const PARAM_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,62}$/;

export const ParamName = text(
  PARAM_NAME,
  'a name of letters, digits, dashes and underscores that begins with a letter',
);

const Pattern = z.string().superRefine((pattern, context) => {
  const fault = patternFault(pattern);
  if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
});

const required = z.boolean().prefault(false).describe('Whether the form asks for it until it is given.');

const TextParam = section({
  type: z.literal('text').exactOptional().describe('Text, which is the default.'),
  required,
  pattern: Pattern.exactOptional().describe('A regular expression that the whole value matches.'),
  maxLength: z.int().min(1).max(PARAM_MAX).prefault(PARAM_MAX).describe('How long it may be.'),
}).transform((param) => ({ ...param, type: 'text' as const }));

const ChoiceParam = section({
  type: z.literal('choice').describe('One of its options.'),
  required,
  options: z
    .array(Label)
    .min(1)
    .max(100)
    .refine((options) => new Set(options).size === options.length, { error: 'each option once' })
    .describe('What there is to choose from.'),
});

const NumberParam = section({
  type: z.literal('number').describe('A number.'),
  required,
  min: z.number().exactOptional().describe('The least it may be.'),
  max: z.number().exactOptional().describe('The most it may be.'),
}).refine(({ min, max }) => min === undefined || max === undefined || min <= max, {
  path: ['max'],
  error: 'a number not below `min`',
});

/** A value that the form asks for and a command gets as (part of) an argument. Without a type it is text. */
export const Param = z.discriminatedUnion('type', [TextParam, ChoiceParam, NumberParam]);
