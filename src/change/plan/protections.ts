import type { PlannedResource } from './document.ts';
import { isObject, memberOf } from './same-value.ts';

/** True keeps a resource, or what it holds, from being deleted. */
const GUARDS = [
  'deletion_protection',
  'deletion_protection_enabled',
  'enable_deletion_protection',
  'delete_protection',
  'prevent_deletion',
  'termination_protection',
  'disable_api_termination',
  'purge_protection_enabled',
  'protect_from_scale_in',
];
/** True lets it go without a last copy, or with all it holds. */
const LOOSE = ['skip_final_snapshot', 'force_destroy', 'force_delete', 'delete_automated_backups'];
/** Less of it keeps fewer copies. */
const KEEPING = [
  'backup_retention_period',
  'retention_in_days',
  'soft_delete_retention_days',
  'recovery_window_in_days',
];
/** Deeper than any provider's blocks. */
const DEPTH_MAX = 8;

/**
 * The attributes by which an update takes a protection away, the first half of how a database is lost in two steps. What is
 * sensitive, or known only after apply, is not judged.
 */
export function protectionsLost({ before, after, afterUnknown, ...masks }: PlannedResource): readonly string[] {
  return lost(before, after, [afterUnknown, masks.beforeSensitive, masks.afterSensitive], '', DEPTH_MAX);
}

function lost(
  before: unknown,
  after: unknown,
  hidden: readonly unknown[],
  path: string,
  depth: number,
): readonly string[] {
  if (depth === 0 || hidden.includes(true)) return [];
  const names: readonly (string | number)[] = Array.isArray(before) ? [...before.keys()] : namesOf(before);
  return names.flatMap((name) => {
    const [from, to] = [memberOf(before, name), memberOf(after, name)];
    const below = hidden.map((mask) => memberOf(mask, name));
    const at = typeof name === 'number' ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`;
    if (typeof name === 'string' && !below.includes(true) && isLoss(name, from, to)) return [at];
    return lost(from, to, below, at, depth - 1);
  });
}

function isLoss(name: string, from: unknown, to: unknown): boolean {
  if (GUARDS.includes(name)) return from === true && to !== true;
  if (LOOSE.includes(name)) return from !== true && to === true;
  return KEEPING.includes(name) && typeof from === 'number' && typeof to === 'number' && to < from;
}

function namesOf(value: unknown): readonly string[] {
  return isObject(value) ? Object.keys(value) : [];
}
