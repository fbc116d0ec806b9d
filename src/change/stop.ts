/** Who wants a run ended, and who, later, has it killed: never the same person. */
export interface Stop {
  readonly by: string;
  readonly at: number;
  readonly reason: string;
  readonly kill?: { readonly by: string; readonly at: number; readonly reason: string };
}
