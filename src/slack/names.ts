import type { WebClient } from '@slack/web-api';
import { effect } from '../effect.ts';

/** People asked for at once; a document names few. */
const PEOPLE_MAX = 30;

/** How people are called, each with their id, for a document; the id alone where Slack does not say. */
export async function namesOf(client: WebClient, ids: readonly string[]): Promise<(user: string) => string> {
  const names = await calledOf(client, ids);
  return (user) => {
    const name = names.get(user);
    return name === undefined ? user : `${name} (${user})`;
  };
}

/** What people call themselves, by id, as far as Slack says. */
export async function calledOf(client: WebClient, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const people = [...new Set(ids)].filter((id) => /^[UW]/.test(id)).slice(0, PEOPLE_MAX);
  const named = await Promise.all(people.map(async (id) => [id, await nameOf(client, id)] as const));
  return new Map(named.flatMap(([id, name]) => (name === undefined ? [] : [[id, name]])));
}

async function nameOf(client: WebClient, user: string): Promise<string | undefined> {
  try {
    const { user: found } = await effect('slack.who', () => client.users.info({ user }));
    return found?.profile?.real_name || found?.real_name || found?.name;
  } catch {
    return undefined;
  }
}
