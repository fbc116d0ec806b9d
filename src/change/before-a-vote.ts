/** What a voter wanted to know before answering. */
export interface Asked {
  readonly by: string;
  readonly question: string;
  readonly at: number;
}

/** A voter's seat that passed to another person, for one ballot only. */
export interface Delegation {
  readonly from: string;
  readonly to: string;
  readonly role: string;
  readonly at: number;
}
