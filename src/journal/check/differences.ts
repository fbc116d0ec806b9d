import { canonicalJson } from '../../canonical-json.ts';

/** Where two values of one shape differ: the member, and both as text; a missing member is the same as null. */
export function differences<T extends object>(
  kept: T,
  told: T,
): readonly { readonly member: string; readonly kept: string; readonly told: string }[] {
  const facts = new Map(Object.entries(told));
  return Object.entries(kept).flatMap(([member, value]) => {
    const [a, b] = [shown(value), shown(facts.get(member))];
    return a === b ? [] : [{ member, kept: a, told: b }];
  });
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : canonicalJson(value ?? null);
}
