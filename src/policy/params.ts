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

const required = z.boolean().prefault(false);

const TextParam = section({
  type: z.literal('text').exactOptional(),
  required,
  pattern: Pattern.exactOptional(),
  maxLength: z.int().min(1).max(PARAM_MAX).prefault(PARAM_MAX),
}).transform((param) => ({ ...param, type: 'text' as const }));

const ChoiceParam = section({
  type: z.literal('choice'),
  required,
  options: z
    .array(Label)
    .min(1)
    .max(100)
    .refine((options) => new Set(options).size === options.length, { error: 'each option once' }),
});

const NumberParam = section({
  type: z.literal('number'),
  required,
  min: z.number().exactOptional(),
  max: z.number().exactOptional(),
}).refine(({ min, max }) => min === undefined || max === undefined || min <= max, {
  path: ['max'],
  error: 'a number not below `min`',
});

/** A value that the form asks for and a command gets as (part of) an argument. Without a type it is text. */
export const Param = z.discriminatedUnion('type', [TextParam, ChoiceParam, NumberParam]);
