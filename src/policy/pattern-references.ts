import { named } from '../change/named.ts';
import type { Policy } from '../change/policy.ts';
import { checklistFindings, itemsOf } from './checklist-references.ts';
import { show } from './explain.ts';
import { member, textsOf } from './loose.ts';
import type { Finding, Path } from './problem.ts';
import { undefinedName } from './role-references.ts';

/** What a pattern may name: runbooks, owners and roles of the policy, and other patterns. */
export interface PatternScene extends Pick<Policy, 'runbooks' | 'roles' | 'owners'> {
  readonly names: readonly string[];
}

/** What a pattern says of itself and names of the policy (004-DOC-19, 000-CHK-40). */
export function patternFindings(written: unknown, scene: PatternScene): Finding[] {
  return [
    ...runbookFindings(written, scene.runbooks),
    ...ownerFindings(written, scene),
    ...relatedFindings(written, scene.names),
    ...historyFindings(written),
    ...defaultFindings(written),
    ...checklistFindings(written),
  ];
}

function runbookFindings(written: unknown, runbooks: Policy['runbooks']): Finding[] {
  const runbook = member(written, 'runbook');
  return typeof runbook !== 'string' || named(runbooks, runbook)
    ? []
    : [undefinedName(runbook, ['runbook'], 'runbook', 'runbooks of the policy', Object.keys(runbooks))];
}

function ownerFindings(written: unknown, { owners, roles }: PatternScene): Finding[] {
  const phases = member(written, 'phases');
  const places: readonly (readonly [Path, unknown])[] = [
    ...(Array.isArray(phases) ? phases : []).map((phase: unknown, p) => [['phases', p], phase] as const),
    ...itemsOf(written).map(({ path, item }) => [path, item] as const),
  ];
  return places.flatMap(([path, place]): Finding[] => {
    const owner = member(place, 'owner');
    if (typeof owner !== 'string' || named(owners, owner) || named(roles, owner)) return [];
    const known = [...Object.keys(owners), ...Object.keys(roles)];
    return [undefinedName(owner, [...path, 'owner'], 'role', 'owners or roles of the policy', known)];
  });
}

function relatedFindings(written: unknown, names: readonly string[]): Finding[] {
  return textsOf(member(written, 'related')).flatMap(([i, name]) =>
    names.includes(name) ? [] : [undefinedName(name, ['related', i], 'pattern', 'patterns', names)],
  );
}

/** The newest entry is the version that the file holds; the others come before it in number and not after it in time. */
function historyFindings(written: unknown): Finding[] {
  const history = member(written, 'history');
  const entries: readonly unknown[] = Array.isArray(history) ? history : [];
  return entries.flatMap((entry, i): Finding[] => {
    const [version, on] = [member(entry, 'version'), member(entry, 'on')];
    if (typeof version !== 'string' || typeof on !== 'string') return [];
    if (i > 0)
      return isBefore(entry, entries[i - 1]) ? [] : [{ path: ['history', i], at: 'value', message: UNORDERED }];
    const [own, updated] = [member(written, 'version'), member(written, 'updated')];
    const expected = `${show(own)} of ${show(updated)} first, as version and updated say`;
    return version === own && on === updated
      ? []
      : [{ path: ['history', 0], at: 'value', message: `got ${show(version)} of ${show(on)}; expected ${expected}` }];
  });
}

const UNORDERED = 'is no older than the entry above it; expected the newest version first';

function isBefore(entry: unknown, newer: unknown): boolean {
  const [on, newerOn] = [String(member(entry, 'on')), String(member(newer, 'on'))];
  const parts = (of: unknown): readonly number[] => String(member(of, 'version')).split('.').map(Number);
  const [own, next] = [parts(entry), parts(newer)];
  const differs = own.findIndex((part, i) => part !== next[i]);
  return on <= newerOn && differs >= 0 && (own[differs] ?? 0) < (next[differs] ?? 0);
}

function defaultFindings(written: unknown): Finding[] {
  const byDefault = member(written, 'byDefault');
  if (byDefault === undefined || member(written, 'preApproved') !== true) return [];
  const message = `got ${show(byDefault)}; expected none: what needs no vote is chosen by somebody`;
  return [{ path: ['byDefault'], at: 'value', message }];
}
