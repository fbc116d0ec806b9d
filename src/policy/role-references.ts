import { member, membersOf } from './loose.ts';
import { nearest } from './nearest.ts';
import { oneOf, show } from './explain.ts';
import { DEFAULTS } from './policy-file.ts';
import type { Finding, Path } from './problem.ts';

interface Mention {
  readonly role: string;
  readonly path: Path;
  /** Whether the file itself says so; a default is only a problem when something cannot be done without it. */
  readonly written: boolean;
}

/**
 * Roles that something names and the file does not define. A default may name a role the file does without only where nothing
 * depends on it: `overrides` and `exceptions`, which then nobody may give, and the reviewers of a review that is never asked for.
 */
export function roleFindings(file: unknown): Finding[] {
  const roles = member(file, 'roles');
  const defined = membersOf(roles).map(([name]) => name);
  const unknown = mentions(file).filter(({ role }) => !defined.includes(role));
  const byDefault = Map.groupBy(
    unknown.filter((mention) => !mention.written),
    ({ role }) => role,
  );
  return [
    ...unknown
      .filter((mention) => mention.written)
      .map(({ role, path }) => undefinedName(role, path, 'role', 'roles', defined)),
    ...(roles === undefined ? [] : [...byDefault]).map(([role, by]): Finding => {
      const places = by.map(({ path }) => path.join('.')).join(' and ');
      const verb = by.length > 1 ? 'name' : 'names';
      return {
        path: ['roles'],
        at: 'key',
        message: `has no ${role}, which ${places} ${verb} by default; expected the role ${role} here, or another one named there`,
      };
    }),
    ...(roles === undefined || defined.includes('implementer') ? [] : [noImplementer]),
    ...fallbackCircles(roles),
  ];
}

/** A name that something refers to and the file does not define. */
export function undefinedName(
  name: string,
  path: Path,
  kind: string,
  under: string,
  defined: readonly string[],
): Finding {
  const meant = nearest(name, defined);
  const known = defined.length === 0 ? 'there is none' : oneOf(defined.slice(0, 8));
  const hint = meant === undefined ? known : `${meant}, perhaps`;
  return { path, at: 'value', message: `got ${show(name)}; expected a ${kind} defined under ${under} (${hint})` };
}

const noImplementer: Finding = {
  path: ['roles'],
  at: 'key',
  message: 'has no implementer; expected the role implementer, whose holders may start a change',
};

function mentions(file: unknown): Mention[] {
  return [
    ...ownerMentions(file),
    ...approvalMentions(file),
    ...reviewerMentions(file),
    ...ballotMentions(file),
    ...fallbackMentions(file),
  ];
}

function ownerMentions(file: unknown): Mention[] {
  return membersOf(member(file, 'owners')).flatMap(([owner, role]) => writtenRole(role, ['owners', owner]));
}

function approvalMentions(file: unknown): Mention[] {
  const approvals = member(file, 'approvals');
  return Object.entries(DEFAULTS.approvals).flatMap(([cls, defaults]): Mention[] => {
    const given = member(approvals, cls);
    if (given === undefined) return defaults.map(({ role }) => ({ role, path: ['approvals', cls], written: false }));
    if (!Array.isArray(given)) return [];
    return given.flatMap((ask: unknown, i) => writtenRole(member(ask, 'role'), ['approvals', cls, i, 'role']));
  });
}

function reviewerMentions(file: unknown): Mention[] {
  const reviews = member(file, 'reviews');
  const asked = Object.entries(DEFAULTS.reviews).flatMap(([cls, defaults]): unknown[] => {
    const given = member(reviews, cls);
    return Array.isArray(given) ? given : defaults;
  });
  return Object.entries(DEFAULTS.reviewers).flatMap(([kind, role]): Mention[] => {
    const given = member(member(file, 'reviewers'), kind);
    const path = ['reviewers', kind];
    if (given !== undefined) return writtenRole(given, path);
    return asked.includes(kind) ? [{ role, path, written: false }] : [];
  });
}

function ballotMentions(file: unknown): Mention[] {
  return ['overrides', 'exceptions', 'goNogo'].flatMap((part): Mention[] => {
    const given = member(member(file, part), 'role');
    if (given !== undefined) return writtenRole(given, [part, 'role']);
    return part === 'goNogo' ? [{ role: DEFAULTS.goNogo.role, path: [part], written: false }] : [];
  });
}

function fallbackMentions(file: unknown): Mention[] {
  return membersOf(member(file, 'roles')).flatMap(([name, role]) =>
    writtenRole(member(role, 'fallback'), ['roles', name, 'fallback']),
  );
}

/** A role that would fall back to itself, by however many others. */
function fallbackCircles(roles: unknown): Finding[] {
  return membersOf(roles).flatMap(([name, role]): Finding[] => {
    const passed = new Set([name]);
    let next = member(role, 'fallback');
    while (typeof next === 'string' && !passed.has(next)) {
      passed.add(next);
      next = member(member(roles, next), 'fallback');
    }
    if (next !== name) return [];
    const message = `leads back to ${name}; expected a fallback that ends with a role that has none`;
    return [{ path: ['roles', name, 'fallback'], at: 'value', message }];
  });
}

function writtenRole(role: unknown, path: Path): Mention[] {
  return typeof role === 'string' ? [{ role, path, written: true }] : [];
}
