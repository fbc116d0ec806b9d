/** The value below which this share of them lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Times two sides in turn, so that a busy machine touches both alike; ms of each, after a round nobody counts. */
export async function sideBySide(
  rounds: number,
  small: () => Promise<unknown>,
  large: () => Promise<unknown>,
): Promise<{ readonly small: readonly number[]; readonly large: readonly number[] }> {
  const taken = { small: [] as number[], large: [] as number[] };
  for (let round = -rounds / 10; round < rounds; round += 1) {
    const [a, b] = [await timed(small), await timed(large)];
    if (round < 0) continue;
    taken.small.push(a);
    taken.large.push(b);
  }
  return taken;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
