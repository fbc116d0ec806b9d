import { z } from 'zod';
import { wavesOf, type Wave } from '../change/targets.ts';
import { Command } from './commands.ts';
import { Span } from './durations.ts';
import { section, text } from './shapes.ts';

const TARGETS_MAX = 50;

const TargetName = text(
  /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38}[A-Za-z0-9])?$/,
  'a name of letters, digits and dashes, up to 40',
);

const Value = text(
  /^[A-Za-z0-9](?:[A-Za-z0-9._:-]{0,126}[A-Za-z0-9])?$/,
  'a value of letters, digits, dots, dashes, colons and underscores such as 10.0.0.11',
);

const Described = z
  .object({
    name: TargetName.describe('What it is called.'),
    criticality: z
      .int()
      .min(0)
      .exactOptional()
      .describe('Its place in the order, the least first; for each target, or for none.'),
  })
  .catchall(Value);

/** A name, or a name with values of its own: `{ name: web-1, host: 10.0.0.11 }`. */
const Entry = z
  .union([TargetName, Described], {
    error: 'a name such as web-1, or a map with a name and values such as { name: web-1, host: 10.0.0.11 }',
  })
  .transform((entry) => {
    if (typeof entry === 'string') return { name: entry, values: {} };
    const { name, criticality, ...values } = entry;
    return { name, values, ...(criticality === undefined ? {} : { criticality }) };
  });

const SIZE = 'a number of targets, a share of them such as 25%, or rest';

const Size = z
  .union([z.int().min(1), text(/^(?:[1-9]\d?|100)%$/, SIZE), z.literal('rest')], { error: SIZE })
  .transform((size): Wave => (typeof size === 'number' || size === 'rest' ? size : { percent: Number.parseInt(size) }));

export const Targets = section({
  list: z
    .array(Entry)
    .min(1)
    .max(TARGETS_MAX)
    .describe('The targets; commands name `{{target}}` and values such as `{{target.host}}`.'),
  waves: z
    .array(Size)
    .min(1)
    .exactOptional()
    .describe('How many are changed at once, wave by wave; without it, one by one.'),
  soak: Span.prefault('0s').describe('How long the checks of the watch keep passing between two waves.'),
  drain: Command.exactOptional().describe('Takes a target out of service before its apply.'),
  undrain: Command.exactOptional().describe('Puts it back once it is verified.'),
}).transform(({ list, waves: asked, soak, ...rest }, context) => {
  const refuse = (path: readonly (string | number)[], message: string): void => {
    context.issues.push({ code: 'custom', input: context.value, path: [...path], message });
  };
  const seen = new Set<string>();
  for (const [i, { name }] of list.entries()) {
    if (seen.has(name.toLowerCase())) refuse(['list', i], 'each target once');
    seen.add(name.toLowerCase());
  }
  const ranked = list.filter(({ criticality }) => criticality !== undefined);
  if (ranked.length > 0 && ranked.length < list.length) refuse(['list'], 'a criticality for each target, or for none');
  const waves = asked === undefined ? list.map(() => 1) : wavesOf(list.length, asked);
  if (!waves) refuse(['waves'], `waves that together take ${list.length} targets, the last perhaps rest`);
  if ((rest.drain === undefined) !== (rest.undrain === undefined))
    refuse([], 'both drain and undrain, or neither: what is taken out of service is put back');
  return {
    ...rest,
    list: list
      .toSorted((a, b) => (a.criticality ?? 0) - (b.criticality ?? 0))
      .map(({ name, values }) => ({ name, values })),
    waves: waves ?? [],
    soakMs: soak,
  };
});
