import { show } from './explain.ts';
import { member, membersOf, textsOf } from './loose.ts';
import type { Finding, Path } from './problem.ts';
import { undefinedName } from './role-references.ts';

/**
 * What the checks of a runbook lean on: a token is among its secrets, a variable among the names let through, and whoever compares with what was before the apply comes after
 * one.
 */
export function checkFindings(runbook: unknown, path: Path): Finding[] {
  return checksOf(runbook).flatMap(([place, check]) => [
    ...tokenFindings(runbook, check, [...path, ...place]),
    ...envFindings(runbook, check, [...path, ...place]),
    ...comparisonFindings(runbook, check, [...path, ...place]),
  ]);
}

function checksOf(runbook: unknown): readonly (readonly [Path, unknown])[] {
  const lists: readonly (readonly [Path, unknown])[] = [
    [['preflight'], member(runbook, 'preflight')],
    [['verify'], member(runbook, 'verify')],
    [['watch', 'checks'], member(member(runbook, 'watch'), 'checks')],
  ];
  return lists.flatMap(([path, list]) =>
    Array.isArray(list) ? list.map((check: unknown, i): readonly [Path, unknown] => [[...path, i], check]) : [],
  );
}

function tokenFindings(runbook: unknown, check: unknown, path: Path): Finding[] {
  const token = member(member(check, 'prometheus'), 'token');
  const secrets = textsOf(member(runbook, 'secrets')).map(([, name]) => name);
  if (typeof token !== 'string' || secrets.includes(token)) return [];
  return [undefinedName(token, [...path, 'prometheus', 'token'], 'name', 'secrets', secrets)];
}

/** A variable that is not let through is never there. */
function envFindings(runbook: unknown, check: unknown, path: Path): Finding[] {
  const env = member(check, 'env');
  const names = textsOf(member(runbook, 'env')).map(([, name]) => name);
  if (typeof env !== 'string' || names.includes(env)) return [];
  return [undefinedName(env, [...path, 'env'], 'name', 'env', names)];
}

function comparisonFindings(runbook: unknown, check: unknown, path: Path): Finding[] {
  const since = member(member(check, 'log'), 'since');
  const atMost = member(member(check, 'prometheus'), 'atMost');
  const compared: readonly (readonly [Path, unknown])[] = [
    ...(since === 'apply' ? [[[...path, 'log', 'since'], since] as const] : []),
    ...(atMost === undefined ? [] : [[[...path, 'prometheus', 'atMost'], atMost] as const]),
  ];
  const hasApply = membersOf(runbook).some(([key]) => key === 'apply');
  if (hasApply && !path.includes('preflight')) return [];
  const expected = hasApply
    ? 'no comparison with what was before the apply: a preflight comes before it'
    : 'an apply in this runbook, before which to look';
  return compared.map(([place, value]) => ({
    path: place,
    at: 'value',
    message: `got ${show(value)}; expected ${expected}`,
  }));
}
