import { approvalsNeeded } from './ballot.ts';
import { freezesAhead } from './freezes.ts';
import type { ChangeContent } from './model.ts';
import type { Need, Policy } from './policy.ts';
import { needsGo } from './timeline.ts';

/** Whose word a change will need, and what makes it so. */
export interface Asked {
  readonly role: string;
  readonly need: Need;
  readonly why: 'kind' | 'risk' | 'go' | 'freeze' | 'emergency';
  /** Of an exception: the freeze. */
  readonly freeze?: string;
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
