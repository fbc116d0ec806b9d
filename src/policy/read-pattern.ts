import type { Pattern } from '../change/pattern.ts';
import type { Policy } from '../change/policy.ts';
import { named } from '../change/named.ts';
import { expectation, explain } from './explain.ts';
import { member } from './loose.ts';
import { PatternFile } from './pattern-file.ts';
import { sayPath, type Finding, type Problem } from './problem.ts';
import { readYaml } from './read-yaml.ts';
import { undefinedName } from './role-references.ts';

export type PatternReading =
  { readonly ok: true; readonly pattern: Pattern } | { readonly ok: false; readonly problems: readonly Problem[] };

/** Where a pattern is read from: its name, and its file as people call it. */
export interface PatternSource {
  readonly name: string;
  readonly file: string;
}

/** The text of a pattern, or everything that is wrong with it in the order of the text; runbooks it names are those of the policy. */
export function readPattern(text: string, source: PatternSource, runbooks: Policy['runbooks']): PatternReading {
  try {
    return readBounded(text, source, runbooks);
  } catch (cause) {
    // As in `readPolicy`: a text built to exhaust the recursion of the parser ends here.
    if (!(cause instanceof RangeError || cause instanceof TypeError)) throw cause;
    const message = 'the file is nested too deeply or refers to itself; expected a pattern';
    return { ok: false, problems: [wholePattern(source, message)] };
  }
}

/** A problem with a pattern's file as such, at its first line. */
export function wholePattern({ name, file }: PatternSource, message: string): Problem {
  return { file, line: 1, column: 1, path: `patterns.${name}`, message };
}

function readBounded(text: string, source: PatternSource, runbooks: Policy['runbooks']): PatternReading {
  const yaml = readYaml(text);
  const faults = yaml.faults.map((fault): Problem => ({ ...wholePattern(source, fault.message), ...fault }));
  if (!('value' in yaml)) return { ok: false, problems: faults };
  const read = PatternFile.safeParse(yaml.value, { error: expectation });
  const found = [...explain(read.error?.issues ?? [], yaml.value), ...runbookFindings(yaml.value, runbooks)];
  const problems = [
    ...faults,
    ...found.map(({ path, at, message }): Problem => ({
      file: source.file,
      path: sayPath(['patterns', source.name, ...path]),
      message,
      ...yaml.locate(path, at),
    })),
  ].toSorted((a, b) => a.line - b.line || a.column - b.column);
  return read.success && problems.length === 0 ? { ok: true, pattern: read.data } : { ok: false, problems };
}

function runbookFindings(written: unknown, runbooks: Policy['runbooks']): Finding[] {
  const runbook = member(written, 'runbook');
  return typeof runbook !== 'string' || named(runbooks, runbook)
    ? []
    : [undefinedName(runbook, ['runbook'], 'runbook', 'runbooks of the policy', Object.keys(runbooks))];
}
