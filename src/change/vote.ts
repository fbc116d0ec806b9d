/** What somebody answered to a ballot, and as who. */
export interface Vote {
  readonly by: string;
  readonly role: string;
  readonly answer: 'yes' | 'no';
  readonly reason?: string;
  readonly at: number;
  /** Whose seat it was given from, where that had been delegated. */
  readonly seatOf?: string;
}
