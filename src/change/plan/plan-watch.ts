/** What the review of a plan looks for; a `*` at the end of an entry stands for any rest. */
export interface PlanWatch {
  /** Types of resources that hold data. */
  readonly holdsData: readonly string[];
  /** Types whose loss takes others with it, or locks people out. */
  readonly critical: readonly string[];
  /** Values of inputs that stand for the output of a unit not applied yet. */
  readonly mocks: readonly string[];
}

/** Whether a text is one of the entries, or begins as one that ends with `*`. */
export function isAmong(entries: readonly string[], text: string): boolean {
  return entries.some((entry) => (entry.endsWith('*') ? text.startsWith(entry.slice(0, -1)) : text === entry));
}
