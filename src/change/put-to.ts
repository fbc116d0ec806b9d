/** Whom a ballot was put to, by the role each answers for, and how often they were reminded since. */
export interface PutTo {
  readonly people: Readonly<Record<string, readonly string[]>>;
  readonly reminders: number;
}
