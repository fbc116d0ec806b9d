/** The ceilings of a command: how long it may take in all, and in silence. */
export type Limit = 'timeout' | 'quiet';

/** A run that outlives the SIGINT its ceiling had sent, and since when that is known. */
export interface Overdue {
  readonly limit: Limit;
  readonly at: number;
}

/** Who wants a run ended, and who, later, has it killed: never the same person. */
export interface Stop {
  readonly by: string;
  readonly at: number;
  readonly reason: string;
  readonly kill?: { readonly by: string; readonly at: number; readonly reason: string };
}
