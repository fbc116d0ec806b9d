import { approvalsNeeded } from './ballot.ts';
import { freezesAhead } from './freezes.ts';
import type { ChangeContent } from './model.ts';
import type { Need, Policy, ReviewKind } from './policy.ts';
import { reviewsAsked } from './review.ts';
import { needsGo } from './timeline.ts';

/** Whose word a change will need, and what makes it so. */
export interface Asked {
  readonly role: string;
  readonly need: Need;
  readonly why: 'kind' | 'risk' | 'go' | 'freeze' | 'emergency';
  /** Of an exception: the freeze. */
  readonly freeze?: string;
  /** Which review is asked of the role; without one it votes. */
  readonly review?: ReviewKind;
}

/** Everybody who will be asked about a change as it stands, in the order in which they are (design §3, the three gates). */
export function askedOf(content: ChangeContent, policy: Policy): readonly Asked[] {
  const change = { content };
  const always = policy.approvals.normal.map((r) => r.role);
  return [
    ...approvalsNeeded(change, policy).map(({ role, need }): Asked => ({
      role,
      need,
      why: content.kind === 'normal' && content.risk === 'high' && !always.includes(role) ? 'risk' : 'kind',
    })),
    ...reviewsAsked(change, policy).map((review): Asked => ({
      role: policy.reviewers[review],
      need: 'any',
      why: content.risk === 'high' && !policy.reviews.normal.includes(review) ? 'risk' : 'kind',
      review,
    })),
    ...freezesAhead(change, policy, content.opensAt).map(({ name }): Asked => ({
      role: policy.exceptions.role,
      need: policy.exceptions.need,
      why: 'freeze',
      freeze: name,
    })),
    ...(needsGo(change) ? [{ role: policy.goNogo.role, need: policy.goNogo.need, why: 'go' } as const] : []),
    ...(content.kind === 'emergency'
      ? policy.approvals.emergency.map(({ role, need }) => ({ role, need, why: 'emergency' }) as const)
      : []),
  ];
}
