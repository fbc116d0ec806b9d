/** The known word a person most likely meant, or undefined when none is near: at most two slips, one in a word of three letters or fewer. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const reach = word.length > 3 ? 2 : 1;
  return known
    .map((candidate) => ({ candidate, slips: slips(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter((match) => match.slips <= reach)
    .toSorted((a, b) => a.slips - b.slips)[0]?.candidate;
}

/** Levenshtein's distance, one row at a time. Words are cut so that a hostile key costs nothing. */
function slips(from: string, to: string): number {
  const a = from.slice(0, 64);
  const b = to.slice(0, 64);
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
