import type { KnownBlock } from '@slack/types';
import type { Change } from '../change/model.ts';
import { shownId } from '../change/change-id.ts';
import type { Policy } from '../change/policy.ts';
import { named as member } from '../change/named.ts';
import { implementerOf } from '../change/model.ts';
import { cut, listOf, mention, quoted } from '../slack/blocks.ts';
import { roleName } from '../slack/words.ts';

/** A message: its blocks, and one line that says the same where blocks do not show. */
export interface Said {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  /** In a thread, and in its channel too. */
  readonly broadcast?: boolean;
  /** The files it links to are shared where it is posted. */
  readonly sharesFiles?: boolean;
}

/** Well below what `chat.update` takes: 4,000 bytes of text. */
const TEXT_MAX = 1000;

/** A message, its one line kept short enough for every method. */
export function said(text: string, blocks: readonly KnownBlock[]): Said {
  return { text: cut(text, TEXT_MAX), blocks };
}

/** `CHG-042 Title`, for the beginning of a line. */
export function named(change: Change): string {
  return `${shownId(change.id)} ${quoted(change.content.title, 150)}`;
}

/** The services as people call them. */
export function serviceNames(change: Change, policy: Policy, max = 6): string {
  const names = change.content.services.map((s) => quoted(member(policy.services, s)?.name ?? s, 60));
  return names.length === 0 ? 'no service' : listOf(names, max);
}

/** A role and those who hold it by the policy, groups by name. */
export function roleWithPeople(role: string, policy: Policy): string {
  const { members = [], delegates = [] } = member(policy.roles, role) ?? {};
  const people = [...members, ...delegates].map(mention);
  return people.length === 0
    ? `${roleName(role)} (nobody holds it: ask the operator)`
    : `${roleName(role)} (${listOf(people, 6)})`;
}

/** Who answers for the work, by mention. */
export function implementer(change: Change): string {
  return mention(implementerOf(change));
}

/** Who may decide on a rollback besides the implementer. */
export function decider(change: Change, policy: Policy): string {
  const { rollbackDecider } = change.content;
  return rollbackDecider === undefined
    ? `the ${roleWithPeople('infrastructure-lead', policy)}`
    : mention(rollbackDecider);
}
