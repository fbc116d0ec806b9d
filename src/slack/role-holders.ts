import type { WebClient } from '@slack/web-api';
import type { Policy } from '../change/policy.ts';
import { named } from '../change/named.ts';
import { effect } from '../effect.ts';
import { readSlackFailure, slackErrorCode } from './slack-error.ts';
import { isGroup, isOutsider, membersOf } from './roster.ts';

/** Beyond so many people Slack is not asked about each: who left or is a guest is found out when they answer. */
const LOOKED_AT_MAX = 20;

export interface Holders {
  readonly people: Readonly<Record<string, readonly string[]>>;
  /** User groups that Slack does not let the bot read. */
  readonly unread: readonly string[];
}

export type RoleHolders = (roles: readonly string[]) => Promise<Holders>;

/**
 * Who holds some roles at this moment, delegates included and user groups resolved, for those who are to be asked; where they are few,
 * without guests and those who left. Throws what Slack's call throws, unless it is a plain no: nobody is asked on a guess.
 */
export function openRoleHolders({
  client,
  policy,
}: {
  readonly client: WebClient;
  readonly policy: () => Policy;
}): RoleHolders {
  return async (roles) => {
    const ids = roles.map((role) => [role, idsOf(role, policy())] as const);
    const groups = [...new Set(ids.flatMap(([, all]) => all.filter(isGroup)))];
    const lists = await effect('slack.who', () => Promise.all(groups.map((group) => readable(client, group))));
    const members = new Map(groups.map((group, i) => [group, lists[i] ?? []]));
    const people = ids.map(
      ([role, all]) => [role, [...new Set(all.flatMap((id) => members.get(id) ?? [id]))]] as const,
    );
    const gone = await outsiders(client, [...new Set(people.flatMap(([, all]) => all))]);
    return {
      people: Object.fromEntries(people.map(([role, all]) => [role, all.filter((id) => !gone.has(id))])),
      unread: groups.filter((_, i) => lists[i] === undefined),
    };
  };
}

/** Undefined where asking again would not help. */
async function readable(client: WebClient, group: string): Promise<readonly string[] | undefined> {
  try {
    return await membersOf(client, group);
  } catch (error) {
    const failure = readSlackFailure(error);
    if (failure.kind === 'refused' || (failure.kind === 'lockedOut' && failure.code === 'missing_scope'))
      return undefined;
    throw error;
  }
}

function idsOf(role: string, { roles }: Policy): readonly string[] {
  const { members = [], delegates = [] } = named(roles, role) ?? {};
  return [...members, ...delegates];
}

async function outsiders(client: WebClient, people: readonly string[]): Promise<ReadonlySet<string>> {
  if (people.length > LOOKED_AT_MAX) return new Set();
  const outside = await effect('slack.who', () => Promise.all(people.map((person) => isAway(client, person))));
  return new Set(people.filter((_, i) => outside[i]));
}

/** An id that names nobody here, by a slip in the policy, must not keep the others from being asked. */
async function isAway(client: WebClient, person: string): Promise<boolean> {
  try {
    return await isOutsider(client, person);
  } catch (error) {
    if (['user_not_found', 'user_not_visible'].includes(slackErrorCode(error) ?? '')) return true;
    throw error;
  }
}
