import type { ReviewKind } from './policy.ts';
import type { PutTo } from './put-to.ts';

/** What each review asks, one answer each: the three reviews (001-REV-01 to 03), and the walk-through two weeks ahead (002-TPL-16 to 18). */
export const CRITERIA = {
  technical: ['feasibility', 'impact', 'risk'],
  business: ['businessImpact', 'resources', 'timeline'],
  security: ['implications', 'compliance', 'securityRisk'],
  preCheck: ['modified', 'tested', 'downtime'],
} as const satisfies Readonly<Record<ReviewKind | 'preCheck', readonly string[]>>;
export type ReviewName = keyof typeof CRITERIA;
export type Criterion = (typeof CRITERIA)[ReviewName][number];

/** The newest answer to a criterion. A concern stands until somebody answers ok. */
export interface CriterionAnswer {
  readonly answer: 'ok' | 'concern';
  readonly by: string;
  readonly at: number;
  /** What is wrong, of a concern. */
  readonly text?: string;
  /** Of a concern of the pre-check: what was done about it (002-REV-05). */
  readonly corrected?: { readonly by: string; readonly at: number; readonly text: string };
}

/** A numbered review; an answer names the number. A review binds to the revision, the pre-check to the window. */
export interface Review {
  readonly number: number;
  readonly what: ReviewName;
  readonly role: string;
  readonly revision: number;
  readonly schedule: number;
  readonly openedAt: number;
  /** Whom it was put to; undefined until the role has been looked up. */
  readonly putTo?: PutTo;
  readonly answers: Readonly<Partial<Record<Criterion, CriterionAnswer>>>;
}
