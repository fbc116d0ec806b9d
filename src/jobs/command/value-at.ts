const PATH = /^(?:[^.[\]]+|\[\d+\])(?:\.[^.[\]]+|\[\d+\])*$/;
const PART = /\[(\d+)\]|[^.[\]]+/g;

/**
 * The value in a JSON answer under a name or a path such as `checks[0].state`, where there is one. A member whose very name is
 * the whole text comes first, so that a dot in a name is no obstacle.
 */
export function valueAt(root: unknown, path: string): { readonly value: unknown } | undefined {
  const named = memberOf(root, path);
  if (named || !PATH.test(path)) return named;
  let found: { readonly value: unknown } | undefined = { value: root };
  for (const [part, index] of path.matchAll(PART)) {
    found = index === undefined ? memberOf(found.value, part) : itemOf(found.value, Number(index));
    if (!found) return undefined;
  }
  return found;
}

function memberOf(value: unknown, name: string): { readonly value: unknown } | undefined {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isMap && Object.hasOwn(value, name) ? { value: Reflect.get(value, name) } : undefined;
}

function itemOf(value: unknown, index: number): { readonly value: unknown } | undefined {
  return Array.isArray(value) && index < value.length ? { value: value[index] } : undefined;
}
