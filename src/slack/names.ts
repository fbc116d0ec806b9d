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

/** The one of these people who is called so, by any of the names that Slack has for them; undefined where it is nobody, or more than one. */
export async function personCalled(
  client: WebClient,
  ids: readonly string[],
  name: string,
): Promise<string | undefined> {
  const people = [...new Set(ids)].filter((id) => /^[UW]/.test(id)).slice(0, PEOPLE_MAX);
  const wanted = folded(name);
  const called = await Promise.all(
    people.map(async (id) => ((await allNamesOf(client, id)).map(folded).includes(wanted) ? [id] : [])),
  );
  const [found, ...others] = called.flat();
  return others.length === 0 ? found : undefined;
}

/** Capitals and space set nobody apart. */
function folded(name: string): string {
  return name.toLowerCase().replaceAll(/\s+/g, '');
}

async function nameOf(client: WebClient, user: string): Promise<string | undefined> {
  return (await allNamesOf(client, user))[0];
}

/** What Slack calls a person, the fullest name first; nothing where it does not say. */
async function allNamesOf(client: WebClient, user: string): Promise<readonly string[]> {
  try {
    const { user: found } = await effect('slack.who', () => client.users.info({ user }));
    const names = [found?.profile?.real_name, found?.real_name, found?.name, found?.profile?.display_name];
    return names.filter((name) => name !== undefined && name !== '').map(String);
  } catch {
    return [];
  }
}
