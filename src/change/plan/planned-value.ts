import { isObject, memberOf } from './same-value.ts';

const SENSITIVE = ['sensitive'] as const;
const UNKNOWN = ['unknown'] as const;

/**
 * A planned value fit for the canonical change set: a mark stands for what is sensitive in any of the masks, another for what
 * is known only after apply. Lists carry a mark of their own, so that no value can be written to look like a mark.
 */
export function plannedValue(value: unknown, unknown: unknown, masks: readonly unknown[]): unknown {
  if (masks.includes(true)) return SENSITIVE;
  if (unknown === true) return UNKNOWN;
  const below = (name: string | number) =>
    plannedValue(
      memberOf(value, name),
      memberOf(unknown, name),
      masks.map((mask) => memberOf(mask, name)),
    );
  if (Array.isArray(value) || (Array.isArray(unknown) && !isObject(value))) {
    const length = Math.max(lengthOf(value), lengthOf(unknown));
    return ['list', ...Array.from({ length }, (_, at) => below(at) ?? null)];
  }
  if (!isObject(value) && !isObject(unknown)) return value;
  const names = new Set([...namesOf(value), ...namesOf(unknown)]);
  return Object.fromEntries([...names].map((name) => [name, below(name)]));
}

/** Whether anything in a mask of what is unknown is so. */
export function isMarked(mask: unknown): boolean {
  if (Array.isArray(mask)) return mask.some(isMarked);
  return isObject(mask) ? Object.values(mask).some(isMarked) : mask === true;
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

function namesOf(value: unknown): readonly string[] {
  return isObject(value) ? Object.keys(value) : [];
}
