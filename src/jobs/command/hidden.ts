/** What stands where a secret stood. */
export const MASK = '[masked]';

/** A stretch of text that holds a secret: it begins at `start`, is hidden from `from` (a readable prefix may stand before), up to `to`. */
export interface Hidden {
  readonly start: number;
  readonly from: number;
  readonly to: number;
}

/** A border inside a hidden stretch moves behind it, and behind those that this makes it cross. */
export function pastCrossing(hidden: readonly Hidden[], border: number): number {
  const crossing = hidden.filter(({ start, to }) => start < border && to > border);
  if (crossing.length === 0) return border;
  return pastCrossing(hidden, Math.max(...crossing.map(({ to }) => to)));
}

/** The text with every stretch hidden; stretches that overlap or touch are hidden as one. */
export function hide(text: string, hidden: readonly Hidden[]): string {
  let shown = '';
  let at = 0;
  for (const { from, to } of hidden.toSorted((a, b) => a.from - b.from)) {
    if (from >= text.length) break;
    if (to <= at) continue;
    if (from >= at && (from > at || at === 0)) shown += text.slice(at, from) + MASK;
    at = to;
  }
  return shown + text.slice(at);
}
