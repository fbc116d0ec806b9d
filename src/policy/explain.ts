import type { z } from 'zod';
import { nearest } from './nearest.ts';
import type { Finding, Path } from './problem.ts';

const SHOWN_MAX = 60;

/** What was written, short enough for one line. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'object' && JSON.stringify(value).length > SHOWN_MAX)
    return Array.isArray(value) ? 'a list' : 'a map';
  const text = JSON.stringify(value);
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
}

/** The words for every issue that a zod object of ours does not word itself. All messages are clauses that follow "expected". */
export function expectation(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return KINDS[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return oneOf(issue.values.map(String));
    case 'invalid_union':
      return Array.isArray(issue['options'])
        ? oneOf(issue['options'].filter((option) => typeof option === 'string'))
        : 'another value';
    case 'too_small':
      return `at least ${issue.minimum}${unitOf(issue.origin)}`;
    case 'too_big':
      return `at most ${issue.maximum}${unitOf(issue.origin)}`;
    default:
      return 'another value';
  }
}

/**
 * A zod error's issues with what was found, the first for each place; an unknown key gets a finding of its own and the known key nearest
 * to it.
 */
export function explain(issues: readonly z.core.$ZodIssue[], input: unknown): Finding[] {
  const findings = findingsOf(issues, input);
  return findings.filter(({ path }, i) => findings.findIndex((other) => isSame(other.path, path)) === i);
}

function isSame(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((part, i) => part === b[i]);
}

function findingsOf(issues: readonly z.core.$ZodIssue[], input: unknown): Finding[] {
  return issues.flatMap((issue): Finding[] => {
    const path = issue.path.filter((part) => typeof part !== 'symbol');
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey([...path, key], issue.message));
    if (issue.code === 'invalid_key') {
      const clause = issue.issues[0]?.message ?? issue.message;
      return [{ path, at: 'key', message: `got ${show(path.at(-1))}; expected ${clause}` }];
    }
    const found = valueAt(input, path);
    if (found === undefined) return [{ path, at: 'value', message: `is missing; expected ${issue.message}` }];
    return [{ path, at: 'value', message: `got ${show(found)}; expected ${issue.message}` }];
  });
}

/** `a`, `a or b`, `a, b or c`. */
export function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** A map of ours words its unknown keys as the known ones, joined by a comma. */
function unknownKey(path: Path, known: string): Finding {
  const names = known.split(', ');
  const meant = nearest(String(path.at(-1)), names);
  const message = `unknown key; expected ${meant === undefined ? `one of ${known}` : `${meant}, perhaps`}`;
  return { path, at: 'key', message };
}

function valueAt(input: unknown, path: Path): unknown {
  let value = input;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters';
  if (origin === 'array' || origin === 'set') return ' in the list';
  return '';
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text (in quotes if it looks like a number)',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a map of keys and values',
  record: 'a map of names and values',
};
