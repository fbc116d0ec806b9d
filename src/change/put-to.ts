/** People of another role who may fill a seat as well, because nobody of its own role can, or none of them has answered. */
export interface StandIn {
  readonly role: string;
  readonly fallback: string;
  readonly why: 'nobody' | 'silence';
  readonly people: readonly string[];
}

/** Whom a ballot or a review was put to, by the role each answers for, and how often they were reminded since. */
export interface PutTo {
  readonly people: Readonly<Record<string, readonly string[]>>;
  readonly standIns: readonly StandIn[];
  readonly reminders: number;
}
