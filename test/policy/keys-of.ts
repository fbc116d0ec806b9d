import { z } from 'zod';
import { expectation, oneOf } from '../../src/policy/explain.ts';

type Shape = z.core.$ZodType;

/** A key of a file. */
export interface Key {
  /** `backup.proof.file`; `NAME` stands for a name that people choose, `[]` for each entry of a list. */
  readonly path: string;
  /** The sentence of its shape. */
  readonly means: string | undefined;
  /** What is written there, in the words of an error message. */
  readonly expected: string;
  readonly isRequired: boolean;
  readonly byDefault: unknown;
}

/** Shapes that a page describes once, by what stands where one of them is expected. */
export type Described = ReadonlyMap<Shape, string>;

/** Every key that a shape reads, parents first, in the order of the shape. */
export function keysOf(shape: Shape, described: Described = new Map(), at = ''): readonly Key[] {
  const { inner } = unwrapped(shape, described);
  if (inner instanceof z.ZodObject)
    return Object.entries(inner.shape).flatMap(([key, field]) => keysOfField(field, described, under(at, key)));
  if (inner instanceof z.ZodArray) return keysOf(inner.element, described, `${at}[]`);
  if (inner instanceof z.ZodRecord) return keysOf(inner.valueType, described, under(at, 'NAME'));
  if (inner instanceof z.ZodUnion) return merged(inner.options.map((option: Shape) => keysOf(option, described, at)));
  return [];
}

function keysOfField(field: Shape, described: Described, path: string): readonly Key[] {
  const { inner, isRequired, byDefault } = unwrapped(field, described);
  const means = z.globalRegistry.get(field)?.description;
  return [
    { path, means, expected: wordsOf(inner, described), isRequired, byDefault },
    ...keysOf(field, described, path),
  ];
}

/** What is read, without what is said of its absence and what is made of it. */
function unwrapped(
  shape: Shape,
  described: Described,
): { readonly inner: Shape; readonly isRequired: boolean; readonly byDefault: unknown } {
  let inner = shape;
  let isRequired = true;
  let byDefault: unknown;
  for (;;) {
    if (described.has(inner)) return { inner, isRequired, byDefault };
    if (inner instanceof z.ZodPrefault) {
      byDefault = inner.def.defaultValue;
      isRequired = false;
      inner = inner.def.innerType;
    } else if (inner instanceof z.ZodExactOptional) {
      isRequired = false;
      inner = inner.def.innerType;
    } else if (inner instanceof z.ZodPipe) inner = inner.def.in;
    else return { inner, isRequired, byDefault };
  }
}

/** What is expected there, as whoever wrote something else would read it. */
function wordsOf(shape: Shape, described: Described): string {
  const { inner } = unwrapped(shape, described);
  const known = described.get(inner);
  if (known !== undefined) return known;
  if (inner instanceof z.ZodEnum) return oneOf(inner.options.map(code));
  if (inner instanceof z.ZodLiteral) return oneOf([...inner.values].map(code));
  if (inner instanceof z.ZodBoolean) return '`true` or `false`';
  if (inner instanceof z.ZodNull) return '`null`';
  if (inner instanceof z.ZodObject) return 'a map';
  if (inner instanceof z.ZodRecord) return `under each name ${wordsOf(inner.valueType, described)}`;
  if (inner instanceof z.ZodNumber) return numberWords(inner);
  // No text that a person would write: what refuses any text refuses this one, and says what it expects.
  if (inner instanceof z.ZodString) return messageOf(inner, '\0') ?? 'text';
  const own = messageOf(inner, undefined) ?? '';
  if (inner instanceof z.ZodArray) return own === 'a list' ? `a list, each ${wordsOf(inner.element, described)}` : own;
  if (inner instanceof z.ZodDiscriminatedUnion) return 'a map';
  if (inner instanceof z.ZodUnion && own === 'another value')
    return oneOf(inner.options.map((option: Shape) => wordsOf(option, described)));
  return own;
}

function numberWords({ minValue, maxValue, format }: z.ZodNumber): string {
  const bounds = [
    ...(minValue !== null && minValue > Number.MIN_SAFE_INTEGER ? [`from ${minValue}`] : []),
    ...(maxValue !== null && maxValue < Number.MAX_SAFE_INTEGER ? [`to ${maxValue}`] : []),
  ];
  return [format === 'safeint' ? 'a whole number' : 'a number', ...bounds].join(' ');
}

function messageOf(shape: Shape, value: unknown): string | undefined {
  return z.safeParse(shape, value, { error: expectation }).error?.issues[0]?.message;
}

/** The keys of shapes of which one is read: a key that several have stands once, with what each says of it. */
function merged(all: readonly (readonly Key[])[]): readonly Key[] {
  const maps = all.filter((keys) => keys.length > 0);
  const paths = [...new Set(maps.flat().map(({ path }) => path))];
  return paths.flatMap((path) => {
    const same = maps.flat().filter((key) => key.path === path);
    const [first] = same;
    const means = same.some((key) => key.means === undefined) ? undefined : distinct(same, 'means').join(' ');
    const isRequired = same.length === maps.length && same.every((key) => key.isRequired);
    return first ? [{ ...first, means, expected: oneOf(distinct(same, 'expected')), isRequired }] : [];
  });
}

function distinct(keys: readonly Key[], of: 'means' | 'expected'): readonly string[] {
  return [...new Set(keys.flatMap((key) => key[of] ?? []))];
}

function under(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function code(value: unknown): string {
  return `\`${String(value)}\``;
}
