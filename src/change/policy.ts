/**
 * The policy as the domain sees it: `gonogo.yaml` (design §6) after reading, every default filled in, every duration a number.
 * Plain values, so that rules stay pure; `src/policy` reads the file into this shape.
 */
import type { Argv, Check } from './check.ts';
import type { FreezeSpan } from './freezes.ts';
import type { Avoid, Freeze, Holiday, HolidayFile } from './holiday.ts';
import type { OpenIncident } from './open-incidents.ts';
import type { NoticeTemplates } from './notice.ts';
import type { PlanWatch } from './plan/plan-watch.ts';
import type { Patterns } from './pattern.ts';
import type { Playbook } from './playbook.ts';
import type { RecentRecord } from './recorded.ts';
import type { Weekday } from './recurring.ts';
import type { Strategy } from './strategy.ts';
import type { Targets } from './targets.ts';
import type { Environments } from './tested.ts';
import type { Tied } from './ties.ts';

/** A lead before the window: an exact span, or calendar days in the policy's zone at `leads.at`. */
export type Lead = { readonly ms: number } | { readonly days: number };

/** How many of a role must say yes: a number, everybody (`all`) or one of them (`any`). */
export type Need = number | 'all' | 'any';

export interface Requirement {
  readonly role: string;
  readonly need: Need;
  /** Counted from the start of the work; only for approvals that come afterwards. */
  readonly within?: Lead;
}

/** Slack user ids (`U…`, `W…`) and user-group ids (`S…`). */
export interface Role {
  readonly members: readonly string[];
  readonly delegates: readonly string[];
  /** The role that is asked as well where nobody of this one can answer, or nobody does. */
  readonly fallback?: string;
}

export type ReviewKind = 'technical' | 'business' | 'security';
export type ApprovalClass = 'standard' | 'normal' | 'high' | 'emergency';

export interface Audience {
  readonly channels: readonly string[];
  readonly people: readonly string[];
  readonly emails: readonly string[];
  /** Names of environment variables that hold webhook addresses. */
  readonly teams: readonly string[];
}

export interface Service {
  readonly name: string;
  readonly critical: boolean;
  readonly environment: string;
  /** Where a commit must have been tested before it comes here. */
  readonly promotesFrom?: string;
  readonly dependsOn: readonly string[];
  readonly audience: Audience;
  /** `HH:MM-HH:MM` in the policy's zone. */
  readonly lowUsage?: string;
  readonly acceptableExtraTimeMs: number;
  /** How often its data are to be brought back on trial. */
  readonly rehearseRestoreEveryMs?: number;
  /** It keeps data, rather than working on them: software and data had better not change at once (003-DATA-10). */
  readonly holdsData?: boolean;
  /** Names of the runbooks that may change it. */
  readonly runbooks: readonly string[];
  /** Absolute: the file with what is said of this service in words of its own. */
  readonly notices?: string;
  /** What that file says. */
  readonly templates?: NoticeTemplates;
}

export interface Policy {
  readonly timezone: string;
  readonly language: 'en' | 'fr';
  readonly channels: {
    readonly changes: string;
    readonly incidents: string;
    readonly operator: string;
    /** Where rehearsals are told; without it, to whoever asks for one. */
    readonly rehearsals?: string;
  };
  readonly roles: Readonly<Record<string, Role>>;
  /** Which role does the items of a checklist, by the word that patterns have for it (000-CHK-40). */
  readonly owners: Readonly<Record<string, string>>;
  readonly approvals: Readonly<Record<ApprovalClass, readonly Requirement[]>>;
  readonly reviews: { readonly normal: readonly ReviewKind[]; readonly high: readonly ReviewKind[] };
  readonly reviewers: Readonly<Record<ReviewKind, string>>;
  readonly overrides: Requirement;
  readonly exceptions: Requirement;
  readonly goNogo: Requirement & { readonly deadline: Lead };
  readonly voting: {
    readonly requester: boolean;
    readonly editor: boolean;
    readonly implementer: boolean;
    readonly remindEveryMs: number;
    /** `HH:MM-HH:MM` in the policy's zone. */
    readonly quietHours: string;
  };
  readonly leads: {
    readonly prepare: Lead;
    readonly preCheck: Lead;
    readonly goNogo: Lead;
    readonly announce: Lead;
    readonly remind: Lead;
    readonly decide: Lead;
    readonly backupMarginMs: number;
    /** `HH:MM` in the policy's zone: the hour of leads given in days. */
    readonly at: string;
    /** Whether what a lead in days puts on a day off moves to the working day before it. */
    readonly shift: 'none' | 'before';
  };
  readonly workweek: {
    /** `MO` to `SU`. */
    readonly days: readonly Weekday[];
    /** `HH:MM-HH:MM` in the policy's zone: when work had better begin. */
    readonly hours: string;
  };
  readonly watch: { readonly shortMs: number; readonly normalMs: number; readonly criticalMs: number };
  /** How often an incident is told about while it is open. */
  readonly incidents: {
    readonly updateEveryMs: number;
    /** Those that are open now: no file has them, the record adds them (`withOpenIncidents`). */
    readonly open?: readonly OpenIncident[];
  };
  /** For how long a service that a change was recorded of afterwards asks whether another one has the same cause. */
  readonly records: {
    readonly quietMs: number;
    /** Those recorded lately: no file has them, the record adds them (`withRecent`). */
    readonly recent?: readonly RecentRecord[];
  };
  readonly retention: { readonly backupsMs: number };
  readonly mail: { readonly from?: string };
  readonly httpAllow: readonly string[];
  /** What the review of a plan looks for: what is shipped, and what the team adds. */
  readonly plans: PlanWatch;
  readonly patterns: string;
  /** What those files hold: those shipped under the team's own. */
  readonly knownPatterns?: Patterns;
  /** What opens when a step does not succeed: those shipped under those in the folder of patterns, the highest rank first. */
  readonly playbooks?: readonly Playbook[];
  /** Ways to make a change, by name: those shipped under those in the folder of patterns. */
  readonly strategies?: Readonly<Record<string, Strategy>>;
  /** Absolute: the file with the team's own words for notices. */
  readonly notices?: string;
  /** What that file says, over what is shipped in `language`. */
  readonly templates?: NoticeTemplates;
  readonly services: Readonly<Record<string, Service>>;
  readonly calendar: {
    readonly freezes: readonly Freeze[];
    readonly avoid: readonly Avoid[];
    readonly holidays?: readonly HolidayFile[];
    /** What those files say. */
    readonly daysOff?: readonly Holiday[];
    /** Declared in Slack and not lifted: no file has them, the record adds them (`withDeclared`). */
    readonly declared?: readonly FreezeSpan[];
  };
  readonly runbooks: Readonly<Record<string, Runbook>>;
  /** Which versions run where, and how tests ended: no file has it, the record adds it. */
  readonly environments?: Environments;
  /** The changes that are tied to the one at hand: no file has them, the record adds them (`withTies`). */
  readonly ties?: readonly Tied[];
}

export type Param =
  | { readonly type: 'text'; readonly required: boolean; readonly pattern?: string; readonly maxLength: number }
  | { readonly type: 'choice'; readonly required: boolean; readonly options: readonly string[] }
  | { readonly type: 'number'; readonly required: boolean; readonly min?: number; readonly max?: number };

/** Ceilings of a command, in total and in silence; passing one sends a single SIGINT to the leaf. */
export interface Limits {
  readonly timeoutMs?: number;
  readonly quietMs?: number;
}

export type Command = { readonly run: Argv } & Limits;

/** What would be done, read-only; `keep` are the files it leaves for what carries it out. */
export type PlanCommand = Command & { readonly json?: Command; readonly keep: readonly string[] };

export interface RollbackScope extends Limits {
  readonly run: Argv;
  readonly plan?: PlanCommand;
  readonly estimateMs?: number;
  /** What the newest took that succeeded: no file has it, the record adds it (`withMeasuredRollbacks`). */
  readonly measuredMs?: number;
}

/** Where data can be restored from. */
export interface RestoreSource {
  readonly name: string;
  /** What is known to be lost by it, or to stand in its way. */
  readonly limits?: string;
}

export interface Runbook {
  readonly runsOn: string;
  readonly lock?: string;
  /** Absolute, resolved against the policy file's folder. */
  readonly cwd: string;
  readonly params: Readonly<Record<string, Param>>;
  readonly env: readonly string[];
  readonly secrets: readonly string[];
  readonly destructive: boolean;
  readonly preflight: readonly Check[];
  readonly backup?: Command & {
    readonly estimateMs: number;
    readonly proof?: { readonly file: string; readonly minBytes: number; readonly maxAgeMs: number };
    readonly restoreTest?: Command;
    readonly restore: {
      readonly estimateMs: number;
      /** What the newest restore test took: no file has it, the record adds it (`withMeasuredRestores`). */
      readonly measuredMs?: number;
      readonly sources: readonly RestoreSource[];
    };
  };
  readonly plan?: PlanCommand;
  /** What it is rolled out to, one after the other; without them there is one target, which has no name. */
  readonly targets?: Targets;
  readonly apply?: Command & { readonly estimateMs?: number };
  readonly verifyEstimateMs: number;
  readonly verify: readonly Check[];
  readonly watch?: {
    readonly everyMs: number;
    readonly passes: number;
    readonly checks: readonly Check[];
    /** How often they are looked at once the change has ended, until its watch is over. */
    readonly long?: { readonly everyMs: number };
  };
  readonly rollback: {
    readonly automatic: boolean;
    /** Past what the work cannot be taken back, as people are told. */
    readonly pointOfNoReturn?: string;
    readonly infrastructure?: RollbackScope;
    readonly application?: RollbackScope;
  };
  /** SHA-256 of the runbook as written, hex: what a vote and a worker compare. */
  readonly digest: string;
}
