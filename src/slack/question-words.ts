import type { Criterion, ReviewName } from '../change/criteria.ts';
import type { BallotQuestion } from '../change/model.ts';
import type { GateName } from '../change/override.ts';

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
  restoreTest: 'a restore test of its backup',
  plan: 'the plan',
  changeSet: 'a plan that stays within what was agreed to',
  incident: 'the end of an open incident',
  tested: 'a test before production',
  order: 'the change before it being live for long enough',
  checklist: 'the items of its checklist that hold it back',
  watch: 'the end of its watch',
  rollbackPlan: 'a way back that keeps all data',
  criticalRollback: 'a rollback that is tested to take less than five minutes',
  lowUsage: 'a window in which few use it',
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
