/** The members of a map of the file, in its order; none when it is not a map. For rules that hold although another part is broken. */
export function membersOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

/** One member of a map of the file; undefined when there is no map or no such member. */
export function member(value: unknown, key: string): unknown {
  return membersOf(value).find(([name]) => name === key)?.[1];
}

/** The texts of a list of the file with their places in it; none when it is not a list. */
export function textsOf(value: unknown): readonly (readonly [number, string])[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown, i): [number, string][] => (typeof entry === 'string' ? [[i, entry]] : []));
}
