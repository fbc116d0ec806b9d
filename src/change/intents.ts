import type { GateName } from './override.ts';
import type { Criterion } from './criteria.ts';
import type { ChangeContent } from './model.ts';
import type { Limit } from './stop.ts';
import type { WayBack } from './way-back.ts';
import type { MilestoneName } from './timeline.ts';
import type { Course } from './rehearsal/course.ts';
import type { ChangeId } from './change-id.ts';
import type { DeclaredFreeze } from './declaring/calendar-facts.ts';
import { named } from './named.ts';
import type { OpenIncident } from './open-incidents.ts';
import type { MadeAlready } from './recorded.ts';
import type { NewAction, PirTexts } from './pir.ts';
import type { StepReport } from './step-report.ts';

/** What someone would like. People, the clock and workers all come through this one door. */
export type Intent =
  | { readonly type: 'fileChange'; readonly id: ChangeId; readonly content: ChangeContent }
  /** Made already; its window is when. `apart` says that it has another cause than what was recorded of the same service. */
  | {
      readonly type: 'recordChange';
      readonly id: ChangeId;
      readonly content: ChangeContent;
      readonly made: MadeAlready;
      readonly apart?: true;
    }
  /** `from` is what the editor saw: an edit in between, though it touched nothing material, must not be undone unseen. */
  | {
      readonly type: 'editChange';
      readonly content: ChangeContent;
      readonly revision: number;
      readonly from?: ChangeContent;
    }
  | { readonly type: 'submit' }
  | { readonly type: 'withdraw'; readonly reason: string }
  | { readonly type: 'castVote'; readonly ballot: number; readonly answer: 'yes' | 'no'; readonly reason?: string }
  | { readonly type: 'askAbout'; readonly ballot: number; readonly question: string }
  | { readonly type: 'delegateVote'; readonly ballot: number; readonly to: string }
  /** Puts a ballot to those who hold its roles at this moment (Slack user ids by role). */
  | {
      readonly type: 'askVoters';
      readonly ballot: number;
      readonly nth: number;
      readonly people: Readonly<Record<string, readonly string[]>>;
      /** User groups among them that Slack does not let the bot read. */
      readonly unread?: readonly string[];
    }
  /** The same of a review, to those who hold its role. */
  | {
      readonly type: 'askReviewers';
      readonly review: number;
      readonly nth: number;
      readonly people: Readonly<Record<string, readonly string[]>>;
      readonly unread?: readonly string[];
    }
  | {
      readonly type: 'answerCriterion';
      readonly review: number;
      readonly criterion: Criterion;
      readonly answer: 'ok' | 'concern';
      readonly text?: string;
    }
  /** A concern of the pre-check was put right. */
  | { readonly type: 'correct'; readonly review: number; readonly criterion: Criterion; readonly text: string }
  | {
      readonly type: 'reachMilestone';
      readonly milestone: MilestoneName;
      readonly schedule: number;
      readonly round?: number;
    }
  /** The typed confirmation; `typed` is what stood in the input. */
  | { readonly type: 'start'; readonly typed: string; readonly revision: number; readonly plan?: string }
  | { readonly type: 'beginStep'; readonly run: string; readonly host: string; readonly digest: string }
  /** Its worker could not begin it yet. */
  | { readonly type: 'awaitLock'; readonly run: string; readonly lock: string; readonly holder: ChangeId }
  | ({ readonly type: 'reportStep' } & StepReport)
  /** It passed a ceiling of its runbook, got its one SIGINT, and goes on all the same. */
  | { readonly type: 'reportOverdue'; readonly run: string; readonly limit: Limit }
  /** A step of the playbook that a run opened, from 1, is done. */
  | { readonly type: 'tickPlaybook'; readonly run: string; readonly step: number }
  /** An item of the checklist is done; `evidence` is a link, a figure or where it stands. */
  | { readonly type: 'tickItem'; readonly item: string; readonly evidence?: string }
  | { readonly type: 'skipItem'; readonly item: string; readonly reason: string }
  | { readonly type: 'reopenItem'; readonly item: string; readonly reason?: string }
  /** Another attempt of a step, opened by a person. */
  | { readonly type: 'tryAgain'; readonly run: string }
  | { readonly type: 'lookAgain'; readonly run: string }
  /** Its leaf gets one SIGINT. */
  | { readonly type: 'stopStep'; readonly run: string; readonly reason: string }
  /** What outlives its stop is killed, which takes a second person. */
  | { readonly type: 'killStep'; readonly run: string; readonly reason: string }
  | {
      readonly type: 'settleStep';
      readonly run: string;
      readonly verdict: 'succeeded' | 'failed';
      readonly reason: string;
    }
  | {
      readonly type: 'overrideGate';
      readonly gate: GateName;
      readonly reason: string;
      readonly revision: number;
      readonly schedule: number;
    }
  /** `words` are for the people affected; none are needed. */
  | { readonly type: 'takeMoreTime'; readonly forMs: number; readonly words: string }
  | { readonly type: 'keepWorking' }
  | { readonly type: 'tellProgress'; readonly text: string }
  /** A freeze that may touch this change was declared, or lifted: brought by the clock once that stands in the record. */
  | { readonly type: 'heedFreeze'; readonly freeze: DeclaredFreeze }
  /** An incident was declared that may stop this change, or is over: brought by the clock once that stands in the record. */
  | { readonly type: 'heedIncident'; readonly incident: OpenIncident; readonly became: 'open' | 'over' }
  /** The same of an emergency that names the incident of this change. */
  | {
      readonly type: 'heedEmergency';
      readonly emergency: ChangeId;
      readonly title: string;
      readonly requester: string;
    }
  | { readonly type: 'solved' }
  | { readonly type: 'rollBack'; readonly scope: WayBack; readonly reason: string }
  | { readonly type: 'declareIncident'; readonly reason: string }
  | { readonly type: 'updateIncident'; readonly text: string }
  | { readonly type: 'resolveIncident'; readonly text: string }
  /** `ts` is the message of a reply in its thread. */
  | { readonly type: 'log'; readonly text: string; readonly ts?: string }
  /** What somebody affected wrote below a notice: where, and the message that says it. */
  | { readonly type: 'giveFeedback'; readonly text: string; readonly channel: string; readonly ts: string }
  /** A sentence that says how a debt was paid. */
  | { readonly type: 'payDebt'; readonly debt: number; readonly note: string }
  /** The review of what became of it; `former` is the number of the one it was begun from, 0 for none. */
  | {
      readonly type: 'writePir';
      readonly former: number;
      readonly texts: PirTexts;
      readonly actions: readonly NewAction[];
    }
  /** Half of the time in which a debt is to be paid has gone, or all of it. */
  | { readonly type: 'chaseDebt'; readonly debt: number; readonly at: 'half' | 'due' }
  /** Has a copy of it lived at once, told to whoever asks. */
  | { readonly type: 'rehearse'; readonly course: Course }
  /** The answer to a check-in of the watch, from 0. */
  | { readonly type: 'sayAllWell'; readonly checkIn: number }
  /** `reply` is the message in its thread that says it, in the place of a text. */
  | { readonly type: 'reportIssue'; readonly text: string; readonly reply?: string }
  /** What was found asks for work on it: it has not ended after all. */
  | { readonly type: 'reopen'; readonly text: string }
  | { readonly type: 'close' };

export type IntentType = Intent['type'];
/** What begins a change, under a number that the record gives. */
export type Filing = Extract<Intent, { type: 'fileChange' | 'recordChange' }>;
/** What is said of a change that is there. */
export type Spoken = Exclude<Intent, Filing>;

/** Who says it. Roles are resolved before the transaction by the process that hears, failing closed. */
export type Actor =
  | {
      readonly kind: 'person';
      readonly user: string;
      /** A guest, a bot or somebody from another workspace: may look, never decide. */
      readonly outsider: boolean;
      /** Every role of the policy with those who hold it now, delegates included. */
      readonly roster: Readonly<Record<string, readonly string[]>>;
    }
  | { readonly kind: 'clock' }
  | { readonly kind: 'worker'; readonly host: string };

export function actorName(actor: Actor): string {
  switch (actor.kind) {
    case 'person':
      return actor.user;
    case 'clock':
      return 'clock';
    case 'worker':
      return `worker:${actor.host}`;
  }
}

export function holds(actor: Actor, role: string): boolean {
  return actor.kind === 'person' && !actor.outsider && (named(actor.roster, role)?.includes(actor.user) ?? false);
}
