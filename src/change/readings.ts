/** What was measured just before an apply: at most a few dozen finite numbers, under the digest of the check that compares with them. */
export type Readings = Readonly<Record<string, number>>;
