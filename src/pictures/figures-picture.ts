import type { Tally } from '../change/figures/tally.ts';

/** What a picture of the figures shows, from its top down; all of its words but those of the weeks are given. */
export interface FiguresPicture {
  readonly title: string;
  /** Below the title. */
  readonly lines: readonly string[];
  /** The oldest first; `at` is the beginning of a Monday. */
  readonly weeks: readonly { readonly at: number; readonly tally: Tally }[];
  readonly timezone: string;
  readonly charts: readonly Chart[];
}

/** Bars below one another, each with its words. */
export interface Chart {
  readonly title: string;
  readonly rows: readonly Bar[];
  /** What is said where there is no row. */
  readonly none: string;
}

export interface Bar {
  readonly name: string;
  /** From 0 to 1, of the width; without it no bar is drawn. */
  readonly share?: number;
  /** Where a line stands that the bar is compared with. */
  readonly mark?: number;
  readonly words: string;
}
