import type { GateName } from './override.ts';
import type { Criterion, ReviewName } from './criteria.ts';
import type { DebtName } from './debt.ts';
import type { BallotQuestion, BallotResult, ChangeContent, Ending } from './model.ts';
import type { WayBack } from './way-back.ts';
import type { NoticeName } from './notice.ts';
import type { ChecklistFact } from './open-checklist.ts';
import type { MilestoneName } from './timeline.ts';
import type { Requirement } from './policy.ts';
import type { StepFact } from './step-facts.ts';
import type { StandIn } from './put-to.ts';
import type { Course } from './rehearsal/course.ts';
import type { ChangeId } from './change-id.ts';
import type { HeededFact } from './heeded-facts.ts';
import type { MadeAlready } from './recorded.ts';
import type { PirWritten } from './pir.ts';

/** What did happen, for ever. Facts only gain optional fields; a process that meets one it does not know refuses the change. */
export type Fact =
  | {
      readonly type: 'changeFiled';
      readonly id: ChangeId;
      readonly content: ChangeContent;
      readonly requester: string;
      /** It was made before it was filed: nothing more happens to it. */
      readonly made?: MadeAlready;
    }
  | {
      readonly type: 'changeEdited';
      readonly content: ChangeContent;
      readonly editor: string;
      /** Kind, risk, services, runbook, parameters, commit or a plan's text moved: approvals are void. */
      readonly material: boolean;
      /** The window moved: the GO is void. */
      readonly rescheduled: boolean;
    }
  | { readonly type: 'changeSubmitted' }
  /** The change authority has agreed, or the policy asks for nobody. */
  | { readonly type: 'changeApproved' }
  | {
      readonly type: 'ballotOpened';
      readonly ballot: number;
      readonly question: BallotQuestion;
      readonly requirements: readonly Requirement[];
      readonly changeSet: string;
      /** Of a GO: the digest of the plan's change set. */
      readonly plan?: string;
      readonly deadline?: number;
      /** Of an exception: the freeze it is for. */
      readonly freeze?: string;
      /** The number of that freeze, where it was declared in Slack. */
      readonly declared?: number;
    }
  /** Who holds the roles that a ballot asks, at that moment, without those who may not vote on this change. */
  | {
      readonly type: 'votersAsked';
      readonly ballot: number;
      /** 0 when the ballot opened, then the number of the reminder that found others in the roles. */
      readonly nth: number;
      /** Slack user ids by the role they answer for. */
      readonly people: Readonly<Record<string, readonly string[]>>;
      readonly standIns?: readonly StandIn[];
      /** User groups that Slack does not let the bot read: their people could not be asked. */
      readonly unread?: readonly string[];
      /** When they are reminded next. */
      readonly remindAt?: number;
    }
  /** Those of whom an answer is still missing; whoever was asked only now is not among them. */
  | {
      readonly type: 'votersReminded';
      readonly ballot: number;
      readonly nth: number;
      readonly people: Readonly<Record<string, readonly string[]>>;
      readonly remindAt?: number;
    }
  | {
      readonly type: 'voteCast';
      readonly ballot: number;
      readonly voter: string;
      readonly role: string;
      readonly answer: 'yes' | 'no';
      readonly reason?: string;
      /** Of a delegated vote: whose seat it was given from. */
      readonly seatOf?: string;
    }
  /** Asked before answering, of those who know; the ballot stays open. */
  | { readonly type: 'questionAsked'; readonly ballot: number; readonly asker: string; readonly question: string }
  | {
      readonly type: 'voteDelegated';
      readonly ballot: number;
      readonly from: string;
      readonly to: string;
      readonly role: string;
    }
  | { readonly type: 'ballotClosed'; readonly ballot: number; readonly result: BallotResult }
  | { readonly type: 'reviewOpened'; readonly review: number; readonly what: ReviewName; readonly role: string }
  /** Who holds the role of a review at that moment, without those who may not answer it; members as of `votersAsked`. */
  | {
      readonly type: 'reviewersAsked';
      readonly review: number;
      readonly nth: number;
      readonly people: Readonly<Record<string, readonly string[]>>;
      readonly standIns?: readonly StandIn[];
      readonly unread?: readonly string[];
      readonly remindAt?: number;
    }
  /** Those who can still close what is open of a review; whoever was asked only now is not among them. */
  | {
      readonly type: 'reviewersReminded';
      readonly review: number;
      readonly nth: number;
      readonly people: Readonly<Record<string, readonly string[]>>;
      readonly remindAt?: number;
    }
  | {
      readonly type: 'criterionAnswered';
      readonly review: number;
      readonly criterion: Criterion;
      readonly answer: 'ok' | 'concern';
      readonly reviewer: string;
      readonly text?: string;
    }
  /** Who answered ok may not answer any more: the criterion is asked again. */
  | {
      readonly type: 'criterionLapsed';
      readonly review: number;
      readonly criterion: Criterion;
      readonly reviewer: string;
    }
  /** What was done about a concern of the pre-check. */
  | { readonly type: 'correctionMade'; readonly review: number; readonly criterion: Criterion; readonly text: string }
  /** Everything the policy asks before the window has been given. */
  | { readonly type: 'changeReadied' }
  | {
      readonly type: 'milestoneReached';
      readonly milestone: MilestoneName;
      readonly schedule: number;
      /** Which asking of it, see `roundOf`; absent for the first. */
      readonly round?: number;
    }
  | {
      readonly type: 'milestoneSkipped';
      readonly milestone: MilestoneName;
      readonly schedule: number;
      readonly round?: number;
      readonly reason: string;
      /** Put off to this instant rather than left out. */
      readonly until?: number;
    }
  | { readonly type: 'noticeOrdered'; readonly notice: NoticeName }
  | { readonly type: 'windowMissed' }
  | { readonly type: 'changeWithdrawn'; readonly reason: string }
  | StepFact
  | ChecklistFact
  /** An emergency starts unconfirmed: its apply still needs the typed press. */
  | {
      readonly type: 'changeStarted';
      readonly implementer: string;
      readonly confirmed: boolean;
      /** Digest of the change set that the GO was given to or, where there is none, that was shown. */
      readonly plan?: string;
    }
  /** Nothing was applied, and nothing counts as started: the fresh plan was not what had been agreed to, or the backup had grown too old. */
  | { readonly type: 'startTakenBack'; readonly run: string; readonly because?: 'backup' }
  /** The work is now thought to end at `until`; `words` are for the people affected. */
  | { readonly type: 'extraTimeTaken'; readonly until: number; readonly taker: string; readonly words?: string }
  /** Somebody goes on although the last safe rollback has passed. */
  | { readonly type: 'workContinued'; readonly round: number }
  | { readonly type: 'progressTold'; readonly text: string }
  | { readonly type: 'workDone' }
  | { readonly type: 'watchBegun' }
  | {
      readonly type: 'rollbackDecided';
      readonly scope: WayBack;
      readonly decider: string;
      readonly reason: string;
      /** How long the way back was said to take then, without the checks after it. */
      readonly promisedMs?: number;
      /** Changes that brought something to its services since it had ended: it goes back to before them. */
      readonly over?: readonly ChangeId[];
    }
  | { readonly type: 'incidentDeclared'; readonly reason: string }
  | { readonly type: 'incidentUpdated'; readonly text: string }
  | { readonly type: 'incidentResolved'; readonly text: string }
  /** Something that somebody saw or did while the work went on. */
  | {
      readonly type: 'logged';
      readonly text: string;
      /** Of a reply in the thread: the message that says it. */
      readonly ts?: string;
    }
  /** What somebody affected wrote below a notice: in which channel, and the message that says it. */
  | { readonly type: 'feedbackGiven'; readonly text: string; readonly channel: string; readonly ts: string }
  /** A second person answers for a gate; it binds to the revision and the window it was given in. */
  | {
      readonly type: 'gateOverridden';
      readonly gate: GateName;
      readonly overrider: string;
      readonly reason: string;
      readonly changeSet: string;
      readonly plan?: string;
      /** Of the gate of open incidents: those it is given for. */
      readonly incidents?: readonly ChangeId[];
      /** Of the checklist: the items it is given for. */
      readonly items?: readonly string[];
    }
  | {
      readonly type: 'debtOwed';
      readonly debt: number;
      readonly what: DebtName;
      readonly owner: string;
      readonly dueAt: number;
      readonly detail?: string;
    }
  | { readonly type: 'debtPaid'; readonly debt: number; readonly payer: string; readonly note: string }
  | { readonly type: 'debtReminded'; readonly debt: number }
  | { readonly type: 'debtEscalated'; readonly debt: number }
  | PirWritten
  | HeededFact
  /** A copy of it is lived as it stood here; of the change itself nothing moves. */
  | {
      readonly type: 'changeRehearsed';
      readonly rehearser: string;
      readonly course: Course;
      /** Who held which role at that moment, Slack user ids; of a crowd so many as a rehearsal takes. */
      readonly people: Readonly<Record<string, readonly string[]>>;
    }
  /** Whoever carried it out was asked, and found all well. */
  | { readonly type: 'foundWell'; readonly checkIn: number }
  /** Something that showed itself after the end was told, to a person or to the checks of the watch in `run`. */
  | { readonly type: 'issueFound'; readonly text: string; readonly run?: string }
  /** It had ended, and is worked on again for something that showed itself. */
  | { readonly type: 'changeReopened'; readonly text: string }
  | { readonly type: 'changeEnded'; readonly ending: Ending }
  | { readonly type: 'changeClosed' };

export type FactType = Fact['type'];

/** A fact as the journal holds it. */
export interface RecordedFact {
  readonly seq: number;
  readonly at: number;
  /** A Slack user id, or `clock`, `worker:<host>`, `policy`. */
  readonly by: string;
  /** By which way it was said, `button` or `reply`, where it was read from the record. */
  readonly surface?: string;
  readonly fact: Fact;
}
