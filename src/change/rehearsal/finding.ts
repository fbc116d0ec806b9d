import type { ReviewName } from '../criteria.ts';
import type { IntentType } from '../intents.ts';
import type { BallotQuestion } from '../model.ts';
import type { Status } from '../statuses.ts';
import type { Refusal } from '../refusals.ts';
import type { Milestone, MilestoneName } from '../timeline.ts';

/** What a rehearsal brings to light, for whoever plans the change. */
export type Finding =
  /** Its window has opened without what must be agreed before it; the copy was lived as it was filed. */
  | { readonly what: 'windowOpened'; readonly opensAt: number }
  /** What `by`, a person or the worker, was to do next and could not. */
  | { readonly what: 'refused'; readonly by: string; readonly intent: IntentType; readonly refusal: Refusal }
  | { readonly what: 'nobody'; readonly role: string; readonly standIn?: string }
  | {
      readonly what: 'votesShort';
      readonly question: BallotQuestion;
      readonly role: string;
      readonly needed: number;
      readonly able: number;
    }
  | { readonly what: 'reviewShort'; readonly review: ReviewName; readonly role: string }
  /** Due before the copy was filed. */
  | { readonly what: 'past'; readonly milestones: readonly Milestone[] }
  | { readonly what: 'skipped'; readonly milestone: MilestoneName; readonly reason: string }
  | { readonly what: 'backupLate'; readonly startsAt: number }
  | {
      readonly what: 'tooShort';
      readonly windowMs: number;
      readonly workMs: number;
      readonly verifyMs: number;
      readonly restoreMs: number;
    }
  /** Although everything succeeds. */
  | { readonly what: 'overruns'; readonly closesAt: number; readonly doneAt: number }
  | { readonly what: 'noWayBack'; readonly runbook: string | undefined }
  | { readonly what: 'notClosed'; readonly status: Status }
  | { readonly what: 'cutOff' };
