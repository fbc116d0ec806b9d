/** The middle value, of an even number the mean of the two in the middle; undefined of none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

/** The least value that nine in ten do not exceed; undefined of none. */
export function ninetieth(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.ceil((9 * values.length) / 10) - 1];
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
