/** What a message that somebody outside Slack did not take leaves us knowing. */
export type OutsideFailure =
  /** Not done; ask again after `waitMs`. */
  | { readonly kind: 'rateLimited'; readonly waitMs: number }
  /** Not done, and it will not be by asking again. */
  | { readonly kind: 'refused'; readonly code: string }
  /** Not done, whoever it is for, and the operator can mend it. */
  | { readonly kind: 'lockedOut'; readonly code: string }
  /** Not done now. */
  | { readonly kind: 'unreached'; readonly code: string }
  /** Perhaps done: the answer was lost. */
  | { readonly kind: 'unsure'; readonly code: string };

/** Thrown by whoever hands something out; anything else that is thrown there is a mistake of our own. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken';
  readonly failure: OutsideFailure;

  constructor(failure: OutsideFailure, cause?: unknown) {
    super('code' in failure ? `${failure.kind}: ${failure.code}` : failure.kind, { cause });
    this.failure = failure;
  }
}
