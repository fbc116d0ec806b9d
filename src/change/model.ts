import type { Attachment } from './attachments.ts';
import type { ShownByBackup } from './backup-proof.ts';
import type { ChangeId } from './change-id.ts';
import type { Asked, Delegation } from './before-a-vote.ts';
import type { Debt } from './debt.ts';
import type { Override } from './override.ts';
import type { Review } from './criteria.ts';
import type { Incident } from './incident.ts';
import type { Extension } from './ladder.ts';
import type { LongWatch } from './long-watch.ts';
import type { NoticeName } from './notice.ts';
import type { MarkedChecklist } from './open-checklist.ts';
import type { PlanReview } from './plan/plan-review.ts';
import type { Requirement } from './policy.ts';
import type { PutTo } from './put-to.ts';
import type { Readings } from './readings.ts';
import type { AwaitedLock } from './awaited-lock.ts';
import type { StepReport } from './step-report.ts';
import type { WasRecorded } from './recorded.ts';
import type { DecidedRollback } from './rollback-estimate.ts';
import type { RollbackHandle } from './rollback-handle.ts';
import type { Started } from './start-after.ts';
import type { Overdue, Stop } from './stop.ts';
import type { OpenPlaybook } from './ticks.ts';
import type { Status } from './statuses.ts';
import type { HowMade } from './strategy.ts';
import type { Vote } from './vote.ts';

export const KINDS = ['standard', 'normal', 'emergency'] as const;
export type Kind = (typeof KINDS)[number];
export const PRIORITIES = ['low', 'medium', 'high', 'critical'] as const;
export type Priority = (typeof PRIORITIES)[number];
export const RISKS = ['low', 'medium', 'high'] as const;
export type Risk = (typeof RISKS)[number];
/** The four reasons that justify an emergency (001-TYP-14). */
export const JUSTIFICATIONS = ['critical security', 'outage', 'data-loss prevention', 'regulatory'] as const;
export type Justification = (typeof JUSTIFICATIONS)[number];

/** What a person files: the template's fields, in its order (001-TPL-01 to 12), then what has defaults. */
export interface ChangeContent extends HowMade {
  readonly title: string;
  readonly kind: Kind;
  readonly priority: Priority;
  readonly description: string;
  readonly reason: string;
  readonly impact: string;
  readonly services: readonly string[];
  readonly implementationPlan: string;
  readonly rollbackPlan: string;
  readonly risk: Risk;
  /** Why it is lower than what is known of the change suggests. */
  readonly riskReason?: string;
  readonly potentialImpact: string;
  readonly mitigation: string;
  readonly testingPlan: string;
  /** The window `[opensAt, closesAt)`. */
  readonly opensAt: number;
  readonly closesAt: number;
  /** How long the work is thought to take; at most the window. */
  readonly estimateMs?: number;
  /** As typed, `HH:MM-HH:MM` in the policy's zone; the window ends with it. */
  readonly maintenanceWindow?: string;
  readonly runbook?: string;
  readonly params: Readonly<Record<string, string>>;
  readonly pattern?: string;
  /** The version of the pattern as it was when the change was filed. */
  readonly patternVersion?: string;
  readonly justification?: Justification;
  /** Of an emergency: the change whose incident it is to end, as the record names it. */
  readonly incident?: string;
  /** Default: the requester. */
  readonly implementer?: string;
  readonly rollbackDecider?: string;
  readonly commit?: string;
  /** The change in which the same commit was tested, as the record names it: `CHG-7`. */
  readonly testedIn?: string;
  /** How long the service is away, apart from the window (002-TPL-18); 0 is not at all. */
  readonly downtimeMs?: number;
  /** What makes the implementer roll back. */
  readonly rollbackTriggers?: string;
  /** How long past the window the work may go on without an incident. */
  readonly extraTimeMs?: number;
  /** Pull request, branch, ticket (004-TPL-23): each one line. */
  readonly links?: readonly string[];
  /** What has to be brought up to date with it, an address or a name each (000-DOC-02 to 04). */
  readonly documents?: readonly string[];
  /** Files in Slack; what they say is not material. */
  readonly attachments?: readonly Attachment[];
}

/** `exception` lets a change into a hard freeze; `retrospective` is the approval of an emergency after the fact (001-APR-04). */
export type BallotQuestion = 'approval' | 'goNogo' | 'exception' | 'retrospective';
export type BallotResult = 'passed' | 'vetoed' | 'superseded' | 'expired';

/** A numbered question; a vote names the number, so a stale button is refused. */
export interface Ballot {
  readonly number: number;
  readonly question: BallotQuestion;
  readonly requirements: readonly Requirement[];
  readonly revision: number;
  readonly schedule: number;
  /** What the answer binds to: see `changeSetOf`. */
  readonly changeSet: string;
  /** Digest of the plan's change set that a GO is given to, where there was a plan to read. */
  readonly plan?: string;
  readonly openedAt: number;
  readonly deadline?: number;
  /** Of an exception: the name of the freeze it lets the change into. */
  readonly freeze?: string;
  /** The number of that freeze, where it was declared in Slack. */
  readonly declared?: number;
  /** Whom it was put to; undefined until the roles have been looked up. */
  readonly putTo?: PutTo;
  /** The newest vote of each person. */
  readonly votes: readonly Vote[];
  /** Oldest first; a question leaves the ballot open. */
  readonly asked: readonly Asked[];
  /** At most one of each voter. */
  readonly delegated: readonly Delegation[];
  readonly result?: BallotResult;
}

export const STEPS = [
  'preflight',
  'backup',
  'plan',
  'drain',
  'apply',
  'verify',
  'undrain',
  'soak',
  'watch',
  'rollback',
] as const;
export type Step = (typeof STEPS)[number];
/** Why a step runs: a look when filed, a plan before the GO, a look a day ahead, in the window, at start, after the apply, again to look at an unknown outcome, and from time to time after the end. */
export type Occasion =
  'filing' | 'goNogo' | 'ahead' | 'window' | 'start' | 'after' | 'solved' | 'rollback' | 'again' | 'long';
export type StepOutcome = 'succeeded' | 'failed' | 'timedOut' | 'stopped' | 'unknown';
export type RollbackScopeName = 'infrastructure' | 'application';

export interface StepRun extends ShownByBackup, Pick<StepReport, 'survivors'> {
  readonly run: string;
  readonly step: Step;
  readonly occasion: Occasion;
  readonly attempt: number;
  readonly revision: number;
  readonly schedule: number;
  /** Of a roll-out: on which target, after which for a soak; absent where there is but one, which has no name. */
  readonly target?: string;
  readonly scope?: RollbackScopeName;
  /** SHA-256 of the runbook this run is bound to. */
  readonly digest: string;
  readonly state: 'requested' | 'running' | 'ended';
  readonly host?: string;
  readonly requestedAt: number;
  readonly awaits?: AwaitedLock;
  readonly beganAt?: number;
  readonly endedAt?: number;
  readonly outcome?: StepOutcome;
  /** One sentence. */
  readonly reason?: string;
  readonly stop?: Stop;
  readonly overdue?: Overdue;
  /** Of an apply: what there is to go back to. */
  readonly handle?: RollbackHandle;
  /** Of a plan that was read: what it would do. */
  readonly plan?: PlanReview;
  readonly playbook?: OpenPlaybook;
  /** Of an apply: what was measured just before it, by check. */
  readonly readings?: Readings;
  /** Said by a person, of an outcome that could not be proved. */
  readonly settled?: { readonly by: string; readonly verdict: 'succeeded' | 'failed'; readonly reason: string };
}

export type Ending = 'implemented' | 'rolledBack' | 'failed';

/** A change as its facts tell it; made only by `evolve`. */
export interface Change extends Started, LongWatch, WasRecorded {
  readonly id: ChangeId;
  /** Number of facts folded in: what an append is conditional on. */
  readonly version: number;
  readonly status: Status;
  readonly content: ChangeContent;
  readonly requester: string;
  readonly lastEditor: string;
  readonly filedAt: number;
  /** When everything the policy asks was agreed to last. */
  readonly approvedAt?: number;
  readonly withdrawnAt?: number;
  /** When a copy of it was lived last. */
  readonly rehearsedAt?: number;
  /** Since when its window stands: its filing, or the last time it was moved. */
  readonly scheduledAt: number;
  /** Grows with every material edit; approvals bind to it. */
  readonly revision: number;
  /** Grows with every new window; the GO and the clock's prompts bind to it. */
  readonly schedule: number;
  readonly ballots: readonly Ballot[];
  readonly reviews: readonly Review[];
  readonly milestones: Readonly<Record<string, 'reached' | 'skipped'>>;
  readonly runs: readonly StepRun[];
  readonly debts: readonly Debt[];
  /** Absent where its pattern asks for nothing. */
  readonly checklist?: MarkedChecklist;
  readonly overrides: readonly Override[];
  /** Notices ordered for the audience, oldest first. */
  readonly told: readonly { readonly notice: NoticeName; readonly at: number }[];
  /** The work itself is said to be done, by its step or by a person. */
  readonly appliedAt?: number;
  /** When the decision point was asked last. */
  readonly decisionAskedAt?: number;
  /** Extra time taken, oldest first. */
  readonly extensions: readonly Extension[];
  /** Who said to go on when the last safe rollback passed, and in which round of asking. */
  readonly continued: readonly { readonly by: string; readonly at: number; readonly round: number }[];
  /** Since when the short watch counts. */
  readonly watchingSince?: number;
  readonly rollback?: DecidedRollback;
  readonly incident?: Incident;
  /** The incidents this change was told that it waits for, until it was told that they are over. */
  readonly waitsFor: readonly ChangeId[];
}

export function implementerOf(change: Pick<Change, 'content' | 'requester'>): string {
  return change.content.implementer ?? change.requester;
}

/** The newest run of a step in this revision and window, whatever the occasion and the target unless they are named. */
export function latestRun(change: Change, step: Step, occasion?: Occasion, target?: string): StepRun | undefined {
  return change.runs.findLast(
    (r) =>
      r.step === step &&
      r.revision === change.revision &&
      r.schedule === change.schedule &&
      (occasion === undefined || r.occasion === occasion) &&
      (target === undefined || r.target === target),
  );
}

/** How a run counts: what the machine proved, or what a person said where it could not. */
export function verdictOf(run: StepRun | undefined): StepOutcome | undefined {
  return run?.settled?.verdict ?? run?.outcome;
}

/** Every question not answered yet, oldest first; each is asked at most once at a time. */
export function openBallots(change: Change): readonly Ballot[] {
  return change.ballots.filter((b) => b.result === undefined);
}
