import type { Kind } from '../model.ts';

/** How many of some changes went well, of those that were carried out. */
export interface Track {
  readonly of: number;
  readonly well: number;
}

/** What the past says for a change, or against it: of its kind and by its pattern in the last 90 days, and the last few by its runbook. */
export interface Confidence {
  readonly kind: Kind;
  readonly ofKind: Track;
  readonly byPattern?: Track;
  readonly byRunbook?: Track;
}
