import type { z } from 'zod';
import { stringify } from 'yaml';
import { keysOf, type Described, type Key } from './keys-of.ts';

/** A shape that several keys have, described once under a heading. */
export interface Shared {
  /** `A check`; where one is expected stands `a check`, which leads there. */
  readonly heading: string;
  readonly says: string;
  readonly shape: z.core.$ZodType;
}

export interface Reference {
  readonly title: string;
  readonly says: string;
  readonly file: z.core.$ZodType;
  readonly shared: readonly Shared[];
}

/** A page with every key of a file: what it means, what is written there and what holds without it. */
export function referencePage({ title, says, file, shared }: Reference): string {
  const described = describedBy(shared);
  const keys = keysOf(file, described);
  const top = keys.filter(({ path }) => !/[.[]/.test(path));
  return [
    `# ${title}`,
    says,
    'Made from the shapes that read the file, so that it says what they take. `NAME` is a name of your own; `[]` is each entry of a list.',
    table(top, keys),
    ...top.flatMap(({ path, means }) => {
      const inside = keys.filter((key) => isInside(key.path, path));
      return inside.length === 0 ? [] : [`## ${path}`, means ?? '', table(inside)];
    }),
    ...shared.flatMap((part) => [`## ${part.heading}`, part.says, table(keysOf(part.shape, besides(described, part)))]),
  ].join('\n\n');
}

/** What stands where a shared shape is expected. */
export function describedBy(shared: readonly Shared[]): Described {
  return new Map(
    shared.map(({ heading, shape }) => {
      const name = heading.charAt(0).toLowerCase() + heading.slice(1);
      return [shape, `[${name}](#${name.replaceAll(' ', '-')})`] as const;
    }),
  );
}

/** A shape that is described itself is read, and leads nowhere. */
export function besides(described: Described, { shape }: Shared): Described {
  return new Map([...described].filter(([other]) => other !== shape));
}

/** `all` are the keys of the page, some of which are told under a heading of their own. */
function table(keys: readonly Key[], all: readonly Key[] = []): string {
  const rows = keys.map((key) => {
    const name = `\`${key.path}\``;
    const isTold = all.some(({ path }) => isInside(path, key.path));
    const cells = [
      isTold ? `[${name}](#${key.path.toLowerCase()})` : name,
      key.means ?? '',
      key.expected,
      defaultOf(key),
    ];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return ['| key | what it says | written as | without it |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function defaultOf({ isRequired, byDefault }: Key): string {
  if (isRequired) return 'required';
  // A map that is left out has the defaults of its keys, which stand below.
  if (byDefault === undefined || isEmptyMap(byDefault)) return '';
  const written = stringify(byDefault, { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 });
  return `\`${written.trim()}\``;
}

function isEmptyMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}

function isInside(path: string, other: string): boolean {
  return path.startsWith(`${other}.`) || path.startsWith(`${other}[`);
}
