import type { PlannedResource } from './document.ts';
import { effectOf } from './effect-of.ts';
import type { PlanRename } from './plan-review.ts';
import { isMarked } from './planned-value.ts';
import { isObject, isSameValue, memberOf } from './same-value.ts';

/** This much of what is known of the new one must be as it was in the old one. */
const ALIKE_MIN = 0.8;
/** Of one type no more are compared, each with each. */
const COMPARED_MAX = 100;

/**
 * Pairs of one that goes and one that comes, of the same type and with nearly the same values, the most alike first; each stands
 * in one pair. Without a `moved` block a new name in the code reads as the end of the old resource.
 */
export function likelyRenames(resources: readonly PlannedResource[]): readonly PlanRename[] {
  const going = byType(resources, 'destroy');
  const coming = byType(resources, 'create');
  return [...going].flatMap(([type, old]) => pairs(old, coming.get(type) ?? []));
}

function byType(
  resources: readonly PlannedResource[],
  action: 'destroy' | 'create',
): ReadonlyMap<string, readonly PlannedResource[]> {
  const found = new Map<string, PlannedResource[]>();
  const those = resources.filter((r) => effectOf(r.actions).action === action && r.deposed === undefined);
  for (const resource of those.toSorted((a, b) => (a.address < b.address ? -1 : 1))) {
    const kind = `${resource.type} of ${resource.provider}`;
    const same = found.get(kind) ?? [];
    if (same.length < COMPARED_MAX) same.push(resource);
    found.set(kind, same);
  }
  return found;
}

function pairs(old: readonly PlannedResource[], young: readonly PlannedResource[]): readonly PlanRename[] {
  const candidates = old
    .flatMap((from) => young.map((to) => ({ from: from.address, to: to.address, alike: alikeness(from, to) })))
    .filter(({ alike }) => alike >= ALIKE_MIN)
    .toSorted((a, b) => b.alike - a.alike);
  const taken = new Set<string>();
  return candidates.flatMap(({ from, to }) => {
    if (taken.has(`from ${from}`) || taken.has(`to ${to}`)) return [];
    taken.add(`from ${from}`).add(`to ${to}`);
    return [{ from, to }];
  });
}

/** The share of the new one's known attributes that the old one has too; 0 where nothing is known. */
function alikeness({ before }: PlannedResource, { after, afterUnknown }: PlannedResource): number {
  if (!isObject(before) || !isObject(after)) return 0;
  const known = Object.keys(after).filter((name) => after[name] !== null && !isMarked(memberOf(afterUnknown, name)));
  const same = known.filter((name) => isSameValue(after[name], memberOf(before, name)));
  return known.length === 0 ? 0 : same.length / known.length;
}
