/** One thing wrong in the policy file: where it stands, and what was found and expected there. */
export interface Problem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** `approvals.normal[0].need`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
}

export type Path = readonly (string | number)[];

/** A problem before its place in the text is known: `at` says whether the key or the value is to be pointed at. */
export interface Finding {
  readonly path: Path;
  readonly at: 'key' | 'value';
  readonly message: string;
}

/** One line for a terminal or an alarm: `gonogo.yaml:12 approvals.normal[0].need: got "two"; expected a number from 1, all or any`. */
export function sayProblem({ file, line, path, message }: Problem): string {
  return `${file}:${line} ${path === '' ? '' : `${path}: `}${message}`;
}

/** `['approvals', 'normal', 0, 'need']` as `approvals.normal[0].need`. */
export function sayPath(path: Path): string {
  return path.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i === 0 ? '' : '.'}${part}`)).join('');
}

/**
 * Whether a broken edit touches a part of the policy, such as `runbooks.hannibal-release`: a problem in it, in what it belongs to, or in
 * the file as a whole. What is touched may not run until the file is mended, although the last good policy is still in force.
 */
export function isBroken(problems: readonly Problem[], part: string): boolean {
  return problems.some(({ path }) => path === '' || isWithin(path, part) || isWithin(part, path));
}

function isWithin(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
}
