import type { Measure } from './measure.ts';
import { RESULTS, type Result } from './result.ts';
import { sum } from './spread.ts';

/** How many changes ended in each way. */
export type Tally = Readonly<Record<Result, number>>;

/** The changes of one kind, risk or pattern. */
export interface Group {
  readonly name: string;
  readonly tally: Tally;
}

export function tallyOf(measures: readonly Measure[]): Tally {
  const of = (result: Result): number => measures.filter((m) => m.result === result).length;
  return {
    implemented: of('implemented'),
    withIssues: of('withIssues'),
    rolledBack: of('rolledBack'),
    failed: of('failed'),
    cancelled: of('cancelled'),
  };
}

export function endedOf(tally: Tally): number {
  return sum(RESULTS.map((result) => tally[result]));
}

/** What was carried out, which success is a share of. */
export function carriedOut(tally: Tally): number {
  return endedOf(tally) - tally.cancelled;
}

/** The groups with the most changes first, those of as many by name; what belongs to none is left out. */
export function groupsBy(measures: readonly Measure[], by: (measure: Measure) => string | undefined): readonly Group[] {
  const groups = [...Map.groupBy(measures, by)].flatMap(([name, those]) =>
    name === undefined ? [] : [{ name, tally: tallyOf(those) }],
  );
  return groups.toSorted(
    (a, b) => endedOf(b.tally) - endedOf(a.tally) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  );
}
