import type { TEXTS } from '../change/content.ts';
import type { DebtName } from '../change/debt.ts';
import type {
  Change,
  Justification,
  Kind,
  Occasion,
  Priority,
  Risk,
  RollbackScopeName,
  Step,
  StepOutcome,
} from '../change/model.ts';
import type { Status } from '../change/statuses.ts';
import { openReopening } from '../change/long-watch.ts';
import type { Limit } from '../change/stop.ts';
import type { Course } from '../change/rehearsal/course.ts';
import type { MilestoneName } from '../change/timeline.ts';
import type { WayBack } from '../change/way-back.ts';
import { escape, mention } from './blocks.ts';

/** What people read where the record says a status; no colour and no emoji, so that nothing depends on them. */
export const STATUS_WORDS: Readonly<Record<Status, string>> = {
  draft: 'Draft',
  inReview: 'In review',
  approved: 'Approved',
  goNogo: 'Waiting for GO or NO-GO',
  ready: 'Ready',
  missed: 'Missed its window',
  implementing: 'Under way',
  rollingBack: 'Being rolled back',
  watching: 'Done, being watched',
  implemented: 'Implemented',
  rolledBack: 'Rolled back',
  failed: 'Failed, handed over as an incident',
  closed: 'Closed',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
};

/** The same of a change, which may have brought issues to light since. */
export function statusWords(change: Pick<Change, 'status' | 'issues' | 'recorded' | 'reopenings'>): string {
  const { status, issues, recorded } = change;
  if (openReopening(change)) return 'Reopened, being worked on';
  if (recorded) return 'Made already, recorded afterwards';
  return status === 'implemented' && issues.length > 0 ? 'Implemented, with issues' : STATUS_WORDS[status];
}

export const KIND_WORDS: Readonly<Record<Kind, string>> = {
  standard: 'Standard',
  normal: 'Normal',
  emergency: 'Emergency',
};

export const PRIORITY_WORDS: Readonly<Record<Priority, string>> = {
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  critical: 'Critical',
};

export const RISK_WORDS: Readonly<Record<Risk, string>> = { low: 'Low', medium: 'Medium', high: 'High' };

export const JUSTIFICATION_WORDS: Readonly<Record<Justification, string>> = {
  'critical security': 'Critical security',
  outage: 'Outage',
  'data-loss prevention': 'Data-loss prevention',
  regulatory: 'Regulatory',
};

/** The template's labels of its long texts (design §6). */
export const TEXT_LABELS: Readonly<Record<(typeof TEXTS)[number], string>> = {
  description: 'Description',
  reason: 'Reason for change',
  impact: 'Expected impact',
  implementationPlan: 'Implementation plan',
  rollbackPlan: 'Rollback plan',
  potentialImpact: 'Potential impact',
  mitigation: 'Mitigation',
  testingPlan: 'Testing plan',
};

export const DEBT_WORDS: Readonly<Record<DebtName, string>> = {
  fullRequest: 'the full request',
  retrospectiveVote: 'the retrospective vote',
  pir: 'the post-implementation review',
  procedures: 'the procedures brought up to date',
  override: 'putting right what was overridden',
  test: 'the test before production, made good',
  cause: 'the cause of the rollback, written down',
  action: 'an action of its review',
};

/** What the clock prompts, inside a sentence. */
export const MILESTONE_WORDS: Readonly<Record<MilestoneName, string>> = {
  prepare: 'the call to prepare',
  preCheck: 'the pre-check',
  goNogo: 'the call for GO or NO-GO',
  goDeadline: 'the deadline of the GO',
  announce: 'the announcement',
  remind: 'the reminder to the people affected',
  backup: 'the backup',
  opens: 'the opening of the window',
  lastSafe: 'the last safe rollback',
  decide: 'the decision point',
  unanswered: 'the call to whoever decides on a rollback',
  closes: 'the closing of the window',
  watchOver: 'the end of the short watch',
  checkIn: 'the check-in of the watch',
  longLook: 'the next look of the watch',
  mayClose: 'the end of the long watch',
  backupExpires: 'the end of the time for which a backup is kept',
  incidentUpdate: 'the next update of the incident',
};

export const STEP_WORDS: Readonly<Record<Step, string>> = {
  preflight: 'Preflight',
  backup: 'Backup',
  plan: 'Plan',
  drain: 'Drain',
  apply: 'Apply',
  verify: 'Verification',
  undrain: 'Return to service',
  soak: 'Soak',
  watch: 'Watch',
  rollback: 'Rollback',
};

/** Said after a step's name, where the occasion is not the ordinary one. */
export const OCCASION_WORDS: Readonly<Record<Occasion, string>> = {
  filing: ' for the review',
  ahead: ' ahead of the window',
  goNogo: ' for the GO',
  window: '',
  start: '',
  after: ' after the apply',
  solved: ' after the mending',
  rollback: '',
  again: ' to look again',
  long: ' after the end',
};

export const OUTCOME_WORDS: Readonly<Record<StepOutcome, string>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  timedOut: 'ran out of time and was stopped',
  stopped: 'was stopped',
  unknown: 'ended, and nobody can prove how',
};

export const SCOPE_WORDS: Readonly<Record<RollbackScopeName, string>> = {
  infrastructure: 'the infrastructure',
  application: 'the application',
};

/** A ceiling of a command, after “its limit”. */
export const LIMIT_WORDS: Readonly<Record<Limit, string>> = { timeout: 'in time', quiet: 'in silence' };

/** How a change is undone, after “Rollback”. */
export const WAY_BACK_WORDS: Readonly<Record<WayBack, string>> = {
  infrastructure: `of ${SCOPE_WORDS.infrastructure}`,
  application: `of ${SCOPE_WORDS.application}`,
  byHand: 'by hand',
};

/** How a rehearsal goes. */
export const COURSE_WORDS: Readonly<Record<Course, string>> = {
  success: 'everything succeeds',
  rollback: 'the work fails and is rolled back',
  silence: 'the work fails and nobody answers in time',
};

/** A role of the policy as people say it. */
export function roleName(role: string): string {
  return escape(role.replaceAll('-', ' '));
}

/** A conversation by the name that each reader may see. */
export function conversationName(id: string): string {
  return /^[CG][A-Z0-9]+$/.test(id) ? `<#${id}>` : 'a direct message';
}

/** Whoever a fact is by: a person by mention, the clock, the policy and workers in words. */
export function whoSaid(by: string): string {
  if (by === 'clock') return 'the clock';
  if (by === 'policy') return 'the policy';
  return by.startsWith('worker:') ? `the worker on ${mention(by.slice('worker:'.length))}` : mention(by);
}
