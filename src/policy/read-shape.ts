import type { z } from 'zod';
import { expectation, explain } from './explain.ts';
import { sayPath, type Finding, type Path, type Problem } from './problem.ts';
import { readYaml } from './read-yaml.ts';

/** Where something beside the policy file is read from: the file as people call it, and which part of the policy it is. */
export interface ShapeSource {
  readonly file: string;
  readonly part: Path;
  /** What is expected there: `a pattern`. */
  readonly expected: string;
}

export type ShapeReading<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] };

/** The text of a file as what its shape makes of it, or everything that is wrong with it in the order of the text. */
export function readShape<T>(
  text: string,
  source: ShapeSource,
  shape: z.ZodType<T>,
  references: (written: unknown) => readonly Finding[] = () => [],
): ShapeReading<T> {
  try {
    return readBounded(text, source, shape, references);
  } catch (cause) {
    // As in `readPolicy`: a text built to exhaust the recursion of the parser ends here.
    if (!(cause instanceof RangeError || cause instanceof TypeError)) throw cause;
    const message = `the file is nested too deeply or refers to itself; expected ${source.expected}`;
    return { ok: false, problems: [wholeShape(source, message)] };
  }
}

/** A problem with a file as such, at its first line. */
export function wholeShape({ file, part }: ShapeSource, message: string): Problem {
  return { file, line: 1, column: 1, path: sayPath(part), message };
}

function readBounded<T>(
  text: string,
  source: ShapeSource,
  shape: z.ZodType<T>,
  references: (written: unknown) => readonly Finding[],
): ShapeReading<T> {
  const yaml = readYaml(text);
  const faults = yaml.faults.map((fault): Problem => ({ ...wholeShape(source, fault.message), ...fault }));
  if (!('value' in yaml)) return { ok: false, problems: faults };
  const read = shape.safeParse(yaml.value, { error: expectation });
  const found = [...explain(read.error?.issues ?? [], yaml.value), ...references(yaml.value)];
  const problems = [
    ...faults,
    ...found.map(({ path, at, message }): Problem => ({
      file: source.file,
      path: sayPath([...source.part, ...path]),
      message,
      ...yaml.locate(path, at),
    })),
  ].toSorted((a, b) => a.line - b.line || a.column - b.column);
  return read.success && problems.length === 0 ? { ok: true, value: read.data } : { ok: false, problems };
}
