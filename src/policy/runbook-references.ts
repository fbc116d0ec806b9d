import { PREVIOUS } from '../change/rollback-handle.ts';
import { checkFindings } from './check-references.ts';
import { show } from './explain.ts';
import { member, membersOf, textsOf } from './loose.ts';
import { hasSpacedPlaceholder, placeholdersIn } from './placeholders.ts';
import type { Finding, Path } from './problem.ts';
import { undefinedName } from './role-references.ts';
import { isOfTarget, targetFault, targetFindings } from './target-references.ts';

/**
 * What a runbook says of itself: placeholders name declared parameters and stand only where they are expanded, which is in the
 * arguments of a command (never the program) and after the host of an address; a rollback's may name what ran before besides; secrets
 * are among the names let through.
 */
export function runbookFindings(file: unknown): Finding[] {
  return membersOf(member(file, 'runbooks')).flatMap(([name, runbook]) => {
    const path = ['runbooks', name];
    const declared = membersOf(member(runbook, 'params')).map(([param]) => param);
    const { params: _params, ...rest } = Object.fromEntries(membersOf(runbook));
    return [
      ...textsIn(rest, path).flatMap((found) => placeholderFindings(found, name, runbook, declared)),
      ...targetFindings(runbook, path),
      ...secretFindings(runbook, path),
      ...checkFindings(runbook, path),
    ];
  });
}

/** The declared parameters that no command and no address uses. */
export function unusedParams(runbook: unknown): string[] {
  const used = new Set(textsIn(runbook, []).flatMap(({ text }) => placeholdersIn(text)));
  return membersOf(member(runbook, 'params')).flatMap(([param]) => (used.has(param) ? [] : [param]));
}

interface Text {
  readonly path: Path;
  readonly text: string;
}

function textsIn(value: unknown, path: Path): Text[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((entry: unknown, i) => textsIn(entry, [...path, i]));
  return membersOf(value).flatMap(([key, entry]) => textsIn(entry, [...path, key]));
}

function placeholderFindings(
  { path, text }: Text,
  name: string,
  runbook: unknown,
  declared: readonly string[],
): Finding[] {
  if (hasSpacedPlaceholder(text)) {
    return [{ path, at: 'value', message: `got ${show(text)}; expected no spaces inside the braces: {{param}}` }];
  }
  const names = placeholdersIn(text);
  if (names.length === 0) return [];
  const [key, position] = path.slice(-2);
  if (key === 'run' && position === 0) {
    return [
      {
        path,
        at: 'value',
        message: `got ${show(text)}; expected a fixed program: a parameter never chooses what runs`,
      },
    ];
  }
  const ofTarget = names.filter((asked) => isOfTarget(asked) && !declared.includes(asked));
  const isAddress =
    (position === 'http' && !isHostChosen(text, ofTarget)) ||
    (ofTarget.length === names.length && isPlaceOfTarget(key, position));
  const isExpanded = (key === 'run' && typeof position === 'number') || isAddress;
  if (!isExpanded) {
    const message = `got ${show(text)}; expected no parameter here: they are filled in only in arguments and addresses`;
    return [{ path, at: 'value', message }];
  }
  const known = path[2] === 'rollback' ? [...declared, ...Object.keys(PREVIOUS)] : declared;
  const unknown = names.filter((asked) => !known.includes(asked) && !ofTarget.includes(asked));
  return [
    ...unknown.map((asked) => undefinedName(asked, path, 'parameter', `runbooks.${name}.params`, known)),
    ...ofTarget.flatMap((asked) => {
      const isRunOnce = ONCE_FOR_ALL.some((part) => part === path[2]);
      const fault = isRunOnce ? 'no target here: this is run once, for all of them' : targetFault(runbook, asked);
      return fault === undefined
        ? []
        : [{ path, at: 'value' as const, message: `got ${show(text)}; expected ${fault}` }];
    }),
  ];
}

/** A parameter never chooses the host that is looked at; a target may. */
function isHostChosen(address: string, ofTarget: readonly string[]): boolean {
  const [host = ''] = /^https?:\/\/[^/?#]*/.exec(address) ?? [];
  return placeholdersIn(host).some((name) => !ofTarget.includes(name));
}

/** What comes before the work on the first target. */
const ONCE_FOR_ALL = ['preflight', 'backup', 'plan'] as const;

/** A target may choose the host that is looked at, since the policy alone says what it is. */
function isPlaceOfTarget(key: string | number | undefined, position: string | number | undefined): boolean {
  return (key === 'tcp' && position === 'address') || (key === 'dns' && position === 'name');
}

function secretFindings(runbook: unknown, path: Path): Finding[] {
  const env = textsOf(member(runbook, 'env')).map(([, name]) => name);
  return textsOf(member(runbook, 'secrets'))
    .filter(([, secret]) => !env.includes(secret))
    .map(([i, secret]) => undefinedName(secret, [...path, 'secrets', i], 'name', 'env', env));
}
