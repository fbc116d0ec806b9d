import type { ChangeContent } from '../change/model.ts';
import { printSpan, readExact } from './moments.ts';

/** A field that stands after a label. */
export interface Labelled {
  readonly label: string;
  /** A field that may be left out is `none` then. */
  readonly optional: boolean;
  readonly print: (content: ChangeContent) => string | undefined;
  /** Undefined for what is none of its values. */
  readonly read: (written: string) => Partial<ChangeContent> | undefined;
  /** What would have been read, for the sentence when nothing could. */
  readonly expected: string;
}

type Get<T> = (content: ChangeContent) => T | undefined;

export function words(label: string, print: Get<string>, set: (text: string) => Partial<ChangeContent>): Labelled {
  return { label, optional: false, print, read: set, expected: 'text' };
}

export function oneOf<T extends string>(
  label: string,
  values: readonly T[],
  get: Get<T>,
  set: (value: T) => Partial<ChangeContent>,
): Labelled {
  return {
    label,
    optional: false,
    print: (content) => {
      const value = get(content);
      return value === undefined ? undefined : capital(value);
    },
    read: (written) => {
      const found = values.find((value) => value === written.trim().toLowerCase());
      return found === undefined ? undefined : set(found);
    },
    expected: `one of ${values.map(capital).join(', ')}`,
  };
}

export function span(label: string, get: Get<number>, set: (ms: number) => Partial<ChangeContent>): Labelled {
  return {
    label,
    optional: false,
    print: (content) => {
      const ms = get(content);
      return ms === undefined ? undefined : printSpan(ms);
    },
    read: (written) => {
      const ms = readExact(written);
      return ms === undefined ? undefined : set(ms);
    },
    expected: 'a duration such as 2h30m',
  };
}

/** Lines, each an item below the label. */
export function list(
  label: string,
  get: Get<readonly string[]>,
  set: (items: readonly string[]) => Partial<ChangeContent>,
): Labelled {
  return {
    label,
    optional: false,
    print: (content) =>
      get(content)
        ?.map((item) => `\n- ${item}`)
        .join(''),
    read: (written) => {
      const [first = '', ...rest] = written.split('\n');
      const lines = first.trim() === '' && rest.length > 0 ? rest : [first, ...rest];
      return set(lines.map((line) => line.replace(/^[-*•] /, '')));
    },
    expected: 'lines',
  };
}

export function optional(field: Labelled): Labelled {
  return { ...field, optional: true };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
