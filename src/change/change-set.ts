import type { Change, ChangeContent } from './model.ts';
import type { Policy } from './policy.ts';
import { named } from './named.ts';

/**
 * What a GO binds to where a runbook has no plan JSON: the digest of the runbook as the policy holds it now, and the
 * parameters (design §3). Two equal strings are the same work.
 */
export function changeSetOf(change: Pick<Change, 'content'>, policy: Policy): string {
  const { runbook, params, commit } = change.content;
  const sorted = Object.entries(params).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    runbook ?? null,
    runbook ? (named(policy.runbooks, runbook)?.digest ?? 'gone') : null,
    sorted,
    commit ?? null,
  ]);
}

const MATERIAL = [
  'kind',
  'risk',
  'services',
  'runbook',
  'params',
  'commit',
  'implementationPlan',
  'rollbackPlan',
  'testingPlan',
  'strategy',
  'stage',
  'follows',
  'dataFormat',
  'writes',
] as const satisfies readonly (keyof ChangeContent)[];

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The fields of an edit that void approvals (design §3 "What a vote binds to"). */
export function materialEdits(from: ChangeContent, to: ChangeContent): readonly (keyof ChangeContent)[] {
  return MATERIAL.filter((field) => !isSameField(from, to, field));
}

/** Whether two readings of a change say the same in one field; one that is left out says nothing. */
export function isSameField(a: ChangeContent, b: ChangeContent, field: keyof ChangeContent): boolean {
  return same(normal(a[field]), normal(b[field]));
}

/** Objects compare by their members, whatever order they were typed in. */
function normal(value: unknown): unknown {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    return Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  }
  return Array.isArray(value) ? value.map(member).toSorted((a, b) => a.localeCompare(b)) : value;
}

function member(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(normal(value));
}

/** Whether two readings of a change say the same in every field. */
export function isSameContent(a: ChangeContent, b: ChangeContent): boolean {
  return same(normal(withNormalMembers(a)), normal(withNormalMembers(b)));
}

function withNormalMembers(content: ChangeContent): Record<string, unknown> {
  return Object.fromEntries(Object.entries(content).map(([field, value]) => [field, normal(value)]));
}

export function isRescheduled(from: ChangeContent, to: ChangeContent): boolean {
  return from.opensAt !== to.opensAt || from.closesAt !== to.closesAt;
}
