import type { ChangeId } from './change-id.ts';
import type { GateName } from './override.ts';
import type { DebtName } from './debt.ts';
import type { ChangeContent, Step } from './model.ts';
import type { Status } from './statuses.ts';
import type { ReviewName } from './criteria.ts';
import type { IntentType } from './intents.ts';
import type { OpenIncident } from './open-incidents.ts';
import type { PirText } from './pir.ts';
import type { Test } from './tested.ts';
import type { WayBack } from './way-back.ts';

/** Why an intent was turned down. Codes name the reason; the sentence for each lives in `slack/refusal-text.ts`. */
export type Refusal =
  | { readonly code: 'noSuchChange'; readonly change: string }
  | { readonly code: 'notInStatus'; readonly intent: IntentType; readonly status: Status }
  | { readonly code: 'invalidContent'; readonly problems: readonly ContentProblem[] }
  | { readonly code: 'outsider' }
  | { readonly code: 'ballotClosed'; readonly ballot: number }
  | { readonly code: 'notAnApprover'; readonly roles: readonly string[] }
  | { readonly code: 'cannotDelegateTo'; readonly because: NotADelegate }
  /** A delegated seat goes no further. */
  | { readonly code: 'seatNotYours'; readonly from: string }
  | { readonly code: 'questionNeeded' }
  | { readonly code: 'ownChange'; readonly as: 'requester' | 'editor' | 'implementer'; readonly review?: true }
  | { readonly code: 'reviewClosed' }
  | { readonly code: 'notAReviewer'; readonly role: string }
  | { readonly code: 'nothingToCorrect' }
  | { readonly code: 'reasonNeeded' }
  | { readonly code: 'notTheImplementer'; readonly implementer: string }
  | { readonly code: 'implementerRoleMissing' }
  | { readonly code: 'emergencyNeedsImplementer' }
  | { readonly code: 'notTheDecider'; readonly implementer: string; readonly decider: string }
  | { readonly code: 'notTheRequester'; readonly requester: string }
  | { readonly code: 'idNotTyped'; readonly expected: string }
  | { readonly code: 'staleRevision' }
  | { readonly code: 'outsideWindow'; readonly opensAt: number; readonly closesAt: number }
  /** `exception`: how its ballot stands, where one was opened. */
  | {
      readonly code: 'insideFreeze';
      readonly name: string;
      readonly until: number;
      readonly exception?: 'open' | 'expired';
    }
  /** Incidents on its services that are worked on; every one of them. */
  | { readonly code: 'incidentOnService'; readonly incidents: readonly OpenIncident[] }
  /** Why it does not count as tested in every service of `from`; `testedIn` is what it names. */
  | {
      readonly code: 'untested';
      readonly why:
        | 'unnamed'
        | 'noSuchChange'
        | 'elsewhere'
        | Exclude<Test['became'], 'well'>
        | 'noCommit'
        | 'otherCommit'
        | 'ambiguousCommit'
        | 'otherRelease';
      readonly from: readonly string[];
      readonly testedIn?: string;
    }
  /** The change before it is not where it must be; `until` is when it will have been live for long enough. */
  | {
      readonly code: 'tooEarly';
      readonly follows: string;
      readonly why: 'noSuchChange' | 'otherStep' | 'notDone' | 'off' | 'undone' | 'notLongEnough';
      readonly until?: number;
    }
  /** Parts of it that are neither done nor given up. */
  | { readonly code: 'partsOpen'; readonly parts: readonly ChangeId[] }
  /** Votes this change leans on no longer count: their voters lost the role or carry the change out. */
  | { readonly code: 'votesMissing'; readonly roles: readonly string[] }
  /** Reviews this change leans on no longer count, for the same causes. */
  | { readonly code: 'reviewsMissing'; readonly reviews: readonly ReviewName[] }
  | { readonly code: 'preflightNotPassed'; readonly state: 'none' | 'failed' }
  | { readonly code: 'backupNotProven'; readonly state: 'none' | 'running' | 'failed' | 'noProof' | 'tooOld' }
  /** Nobody has tried to bring the backup back. */
  | { readonly code: 'restoreNotTested' }
  | { readonly code: 'planNotReady'; readonly state: 'running' | 'failed' }
  /** A newer plan was made since somebody looked. */
  | { readonly code: 'planMoved' }
  /** The fresh plan wants more than was agreed to. */
  | { readonly code: 'planDiffers' }
  | { readonly code: 'runbookChanged'; readonly runbook: string }
  | { readonly code: 'runbookGone'; readonly runbook: string }
  | { readonly code: 'stepRunning'; readonly step: Step }
  | { readonly code: 'outcomeUnknown'; readonly step: Step }
  | { readonly code: 'noSuchRun' }
  | { readonly code: 'stopAsked'; readonly step: Step; readonly by: string }
  /** A kill comes after a stop, of somebody else, that was given its time. */
  | { readonly code: 'stopFirst'; readonly step: Step }
  | { readonly code: 'stopNotYours'; readonly by: string }
  | { readonly code: 'stillStopping'; readonly step: Step; readonly until: number }
  | { readonly code: 'runTaken'; readonly host: string }
  | { readonly code: 'wrongWorker'; readonly host: string }
  | { readonly code: 'tickedAlready'; readonly by: string }
  /** Of the checklist: no such item, or nothing was said of it. */
  | { readonly code: 'noSuchItem' }
  /** Without `by` the facts of the change show it. */
  | { readonly code: 'itemMarked'; readonly by?: string }
  /** A role, a person, or an owner that the policy has no role for. */
  | { readonly code: 'notYourItem'; readonly owner: string }
  /** Whoever did the work does not verify it alone. */
  | { readonly code: 'ownVerification'; readonly owner: string }
  /** What must be done before it. */
  | { readonly code: 'itemsFirst'; readonly items: readonly string[] }
  | { readonly code: 'itemNotSkipped' }
  | { readonly code: 'evidenceNeeded' }
  /** What of the checklist holds the change back. */
  | { readonly code: 'checklistOpen'; readonly items: readonly string[] }
  | { readonly code: 'lookFirst' }
  /** The way back would take away something that holds data. */
  | { readonly code: 'rollbackLosesData' }
  /** Nothing shows that a critical service would be back within five minutes; `tookMs` is what was said or measured. */
  | {
      readonly code: 'rollbackNotQuick';
      readonly why: 'byHand' | 'none' | 'undeclared' | 'tooLong' | 'untested' | 'tookLonger';
      readonly tookMs?: number;
    }
  /** Critical services that are used a lot in the window. */
  | {
      readonly code: 'outsideLowUsage';
      readonly services: readonly { readonly service: string; readonly lowUsage: string }[];
    }
  | { readonly code: 'noRollback'; readonly scope: WayBack }
  | { readonly code: 'notAnOverrider'; readonly role: string }
  | { readonly code: 'notASecondPerson'; readonly as: 'requester' | 'editor' | 'implementer' }
  | { readonly code: 'gateNotShut'; readonly gate: GateName }
  | { readonly code: 'overriddenAlready'; readonly gate: GateName }
  | { readonly code: 'staleMilestone' }
  | { readonly code: 'notASpan' }
  /** `left`: how much of the extra time nobody has taken, ms. */
  | { readonly code: 'beyondExtraTime'; readonly latest: number; readonly left: number }
  | { readonly code: 'nothingAsked' }
  | { readonly code: 'wordsNeeded' }
  | { readonly code: 'notAResponder' }
  | { readonly code: 'incidentOver' }
  | { readonly code: 'incidentOpen' }
  | { readonly code: 'watchNotOver'; readonly until: number }
  /** The check-in was answered, or a newer one is asked. */
  | { readonly code: 'checkInOver' }
  | { readonly code: 'debtsOpen'; readonly debts: readonly { readonly what: DebtName; readonly owner: string }[] }
  /** Feedback below notices: as much as a change keeps. */
  | { readonly code: 'enoughSaid'; readonly most: number }
  | { readonly code: 'nothingOwed' }
  | { readonly code: 'notTheDebtor'; readonly owner: string }
  | { readonly code: 'notPaidByWord'; readonly what: DebtName }
  /** Of the same service, within the quiet time. */
  | { readonly code: 'recordedAlready'; readonly change: ChangeId; readonly title: string; readonly madeAt: number }
  /** Somebody has written it since. */
  | { readonly code: 'pirRewritten' }
  | { readonly code: 'invalidPir'; readonly problems: readonly PirProblem[] }
  | { readonly code: 'lockHeld'; readonly lock: string; readonly holder: ChangeId }
  | { readonly code: 'workerOnly' }
  | { readonly code: 'mayNotFreeze'; readonly role: string }
  | { readonly code: 'invalidFreeze'; readonly problems: readonly FreezeProblem[] }
  | { readonly code: 'tooManyFreezes'; readonly most: number }
  /** Lifted already, over, or never there. */
  | { readonly code: 'freezeOver' }
  /** A freeze that does not touch this change, or no longer stands as it was told. */
  | { readonly code: 'freezeElsewhere' }
  /** An incident, or an emergency for one, that this change need not be told of, or was told of. */
  | { readonly code: 'incidentElsewhere' };

/** Why a seat cannot pass to somebody: they are who gives it, too close to the change, or have a seat already. */
export type NotADelegate = 'nobody' | 'self' | 'requester' | 'editor' | 'implementer' | 'seated' | 'delegate';

export type RefusalCode = Refusal['code'];

/** One thing wrong with what was filed, under the field it belongs to. */
export interface ContentProblem {
  readonly field: keyof ChangeContent | `param:${string}`;
  readonly problem: string;
}

/** One thing wrong with a freeze as it was declared, under the field it belongs to. */
export interface FreezeProblem {
  readonly field: 'name' | 'from' | 'to' | 'services' | 'reason';
  readonly problem: string;
}

/** One thing wrong with a review: with one of its texts, or with one of its actions, from 0. */
export type PirProblem = { readonly problem: string } & (
  { readonly field: PirText } | { readonly field: 'text' | 'owner' | 'due'; readonly action: number }
);

export type Refused = { readonly ok: false; readonly refusal: Refusal };

export function refuse(refusal: Refusal): Refused {
  return { ok: false, refusal };
}
