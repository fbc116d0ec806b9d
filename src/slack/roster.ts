import type { WebClient } from '@slack/web-api';
import type { Actor } from '../change/intents.ts';
import type { Policy } from '../change/policy.ts';
import { effect } from '../effect.ts';
import { slackErrorCode } from './slack-error.ts';

type Person = Extract<Actor, { kind: 'person' }>;

/** It could not be found out who somebody is; its message is a sentence for the person who asked. */
export class CannotCheck extends Error {
  override readonly name = 'CannotCheck';
}

/** As long as a person can be kept waiting before an answer is due. */
const LIMIT_MS = 2_000;

/**
 * Who somebody is at this moment: a member or an outsider, and the roles with those who hold them, delegates and user groups
 * included. Asks Slack each time and keeps nothing. Throws `CannotCheck` when Slack does not answer in 2 s: fail closed.
 */
export function openRoster({
  client,
  policy,
}: {
  readonly client: WebClient;
  readonly policy: () => Policy;
}): (user: string) => Promise<Person> {
  return async (user) => {
    const { roles } = policy();
    const named = Object.entries(roles).map(
      ([role, { members, delegates }]) => [role, [...members, ...delegates]] as const,
    );
    const groups = [...new Set(named.flatMap(([, ids]) => ids.filter(isGroup)))];
    const [outsider, ...lists] = await inTime(
      effect('slack.who', () =>
        Promise.all([isOutsider(client, user), ...groups.map((group) => membersOf(client, group))]),
      ),
    );
    const members = new Map(groups.map((group, i) => [group, lists[i] ?? []]));
    const roster = named.map(([role, ids]) => [role, unique(ids.flatMap((id) => members.get(id) ?? [id]))] as const);
    return { kind: 'person', user, outsider, roster: Object.fromEntries(roster) };
  };
}

/** A guest, a bot, somebody who left, or somebody of another workspace (design §3, "Who may"). */
export async function isOutsider(client: WebClient, user: string): Promise<boolean> {
  const [{ user: found }, { team_id: team }] = await Promise.all([client.users.info({ user }), client.auth.test()]);
  if (!found || found.id !== user || team === undefined) return true;
  const { deleted, is_bot, is_restricted, is_ultra_restricted, is_stranger, team_id } = found;
  return [deleted, is_bot, is_restricted, is_ultra_restricted, is_stranger].some(Boolean) || team_id !== team;
}

/** Nobody, where the group is unknown or disabled. */
export async function membersOf(client: WebClient, group: string): Promise<readonly string[]> {
  try {
    const { users } = await client.usergroups.users.list({ usergroup: group });
    return users ?? [];
  } catch (error) {
    if (slackErrorCode(error) === 'no_such_subteam') return [];
    throw error;
  }
}

async function inTime<T>(asked: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const late = setTimeout(() => reject(new Error(`no answer within ${LIMIT_MS} ms`)), LIMIT_MS);
  try {
    return await Promise.race([asked, promise]);
  } catch (cause) {
    throw new CannotCheck(
      'I could not check with Slack who you are, so nothing was recorded; please try again in a moment.',
      {
        cause,
      },
    );
  } finally {
    clearTimeout(late);
  }
}

/** A user group, by the first letter of its id. */
export function isGroup(id: string): boolean {
  return id.startsWith('S');
}

function unique(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)];
}
