/** The first entries of a list that fit, counted in entries and in characters of JSON together. */
export function withinRoom<T>(
  list: readonly T[],
  room: { readonly entries: number; readonly characters: number },
): readonly T[] {
  let left = room.characters;
  const over = list.slice(0, room.entries).findIndex((entry) => (left -= JSON.stringify(entry).length) < 0);
  return list.slice(0, over < 0 ? room.entries : over);
}
