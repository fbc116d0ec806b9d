import type { GateName } from '../change/override.ts';
import type { TEXTS } from '../change/content.ts';
import type { Criterion, ReviewName } from '../change/criteria.ts';
import type {
  BallotQuestion,
  DebtName,
  Justification,
  Kind,
  Occasion,
  Priority,
  Risk,
  RollbackScopeName,
  Status,
  Step,
  StepOutcome,
} from '../change/model.ts';
import type { MilestoneName } from '../change/timeline.ts';
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

/** A ballot's question in every form it is said in. */
export interface BallotWords {
  /** As a noun, beginning a sentence. */
  readonly name: string;
  /** The two buttons; the approval's and the GO's are Slack habits (design §6). */
  readonly yes: string;
  readonly no: string;
  /** After a person's name. */
  readonly says: { readonly yes: string; readonly no: string };
  /** To the person themselves. */
  readonly youSaid: { readonly yes: string; readonly no: string };
  /** What was decided, before "by". */
  readonly decided: { readonly yes: string; readonly no: string };
  readonly asks: string;
}

export const BALLOT_WORDS: Readonly<Record<BallotQuestion, BallotWords>> = {
  approval: {
    name: 'Approval',
    yes: 'Approve',
    no: 'Reject',
    says: { yes: 'approves', no: 'rejects' },
    youSaid: { yes: 'You approved', no: 'You rejected' },
    decided: { yes: 'Approved', no: 'Rejected' },
    asks: '*Approval*',
  },
  goNogo: {
    name: 'GO/NO-GO',
    yes: 'GO',
    no: 'NO-GO',
    says: { yes: 'says GO', no: 'says NO-GO' },
    youSaid: { yes: 'You said GO', no: 'You said NO-GO' },
    decided: { yes: 'GO', no: 'NO-GO' },
    asks: '*GO or NO-GO?* Is everything ready?',
  },
  exception: {
    name: 'Exception',
    yes: 'Allow in freeze',
    no: 'Refuse exception',
    says: { yes: 'allows it in the freeze', no: 'refuses the exception' },
    youSaid: { yes: 'You allowed it in the freeze', no: 'You refused the exception' },
    decided: { yes: 'Allowed in the freeze', no: 'Exception refused' },
    asks: '*Exception.* The window lies in a hard freeze: may it be carried out all the same?',
  },
  retrospective: {
    name: 'Retrospective approval',
    yes: 'Approve',
    no: 'Reject',
    says: { yes: 'approves it afterwards', no: 'does not approve of it' },
    youSaid: { yes: 'You approved it', no: 'You did not approve of it' },
    decided: { yes: 'Approved afterwards', no: 'Not approved afterwards' },
    asks: '*Retrospective approval.* The work was begun as an emergency: was that right?',
  },
};

/** A gate, after "without" and inside a sentence. */
export const GATE_WORDS: Readonly<Record<GateName, string>> = {
  approval: 'the approval',
  reviews: 'the reviews',
  goNogo: 'the GO',
  runbook: 'the runbook that was agreed to',
  votes: 'the votes that no longer count',
  preflight: 'the preflight',
  backup: 'a proven backup',
  plan: 'the plan',
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
  override: 'what was passed over put right',
};

/** A review, beginning a sentence. */
export const REVIEW_WORDS: Readonly<Record<ReviewName, string>> = {
  technical: 'Technical review',
  business: 'Business review',
  security: 'Security review',
  preCheck: 'Pre-check',
};

/** What a review asks (001, "Review Criteria"; 002, "Validation phase"). */
export const CRITERION_WORDS: Readonly<Record<Criterion, string>> = {
  feasibility: 'Technical feasibility',
  impact: 'Impact assessment',
  risk: 'Risk evaluation',
  businessImpact: 'Business impact',
  resources: 'Resource requirements',
  timeline: 'Timeline alignment',
  implications: 'Security implications',
  compliance: 'Compliance requirements',
  securityRisk: 'Risk assessment',
  modified: 'What will be modified',
  tested: 'How it is tested',
  downtime: 'The downtime asked for',
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
  mayClose: 'the end of the long watch',
};

export const STEP_WORDS: Readonly<Record<Step, string>> = {
  preflight: 'Preflight',
  backup: 'Backup',
  plan: 'Plan',
  apply: 'Apply',
  verify: 'Verification',
  watch: 'Watch',
  rollback: 'Rollback',
};

/** Said after a step's name, where the occasion is not the ordinary one. */
export const OCCASION_WORDS: Readonly<Record<Occasion, string>> = {
  filing: ' for the review',
  window: '',
  start: '',
  solved: ' after the mending',
  rollback: '',
  again: ' to look again',
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

/** A role of the policy as people say it. */
export function roleName(role: string): string {
  return escape(role.replaceAll('-', ' '));
}

/** Whoever a fact is by: a person by mention, the clock, the policy and workers in words. */
export function whoSaid(by: string): string {
  if (by === 'clock') return 'the clock';
  if (by === 'policy') return 'the policy';
  return by.startsWith('worker:') ? `the worker on ${mention(by.slice('worker:'.length))}` : mention(by);
}
