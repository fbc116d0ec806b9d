import type { WebClient } from '@slack/web-api';
import type { Lookup } from './first-policy.ts';

/** Pages read at most: a workspace so large is better asked for ids. */
const PAGES_MAX = 20;

interface Named {
  readonly id: string;
  readonly names: readonly string[];
}

/** Finds channels and people by the names they show; undefined when nobody, or more than one, goes by it, and when Slack does not answer. */
export function openLookup(client: WebClient): Lookup {
  let channels: Promise<readonly Named[]> | undefined;
  let people: Promise<readonly Named[]> | undefined;
  return async (kind, name) => {
    const all = kind === 'channel' ? (channels ??= channelsOf(client)) : (people ??= peopleOf(client));
    const found = (await all.catch(() => [])).filter(({ names }) => names.includes(name.toLowerCase()));
    return found.length === 1 ? found[0]?.id : undefined;
  };
}

async function channelsOf(client: WebClient): Promise<readonly Named[]> {
  return pages(async (cursor) => {
    const types = 'public_channel,private_channel';
    const { channels, response_metadata: more } = await client.conversations.list({
      types,
      exclude_archived: true,
      limit: 1000,
      ...cursor,
    });
    return { named: (channels ?? []).flatMap(({ id, name }) => named(id, [name])), cursor: more?.next_cursor };
  });
}

async function peopleOf(client: WebClient): Promise<readonly Named[]> {
  return pages(async (cursor) => {
    const { members, response_metadata: more } = await client.users.list({ limit: 1000, ...cursor });
    const present = (members ?? []).filter(({ deleted, is_bot: isBot }) => !deleted && !isBot);
    return {
      named: present.flatMap(({ id, name, profile }) => named(id, [name, profile?.display_name])),
      cursor: more?.next_cursor,
    };
  });
}

function named(id: string | undefined, names: readonly (string | undefined)[]): readonly Named[] {
  const said = names.flatMap((name) => (name ? [name.toLowerCase()] : []));
  return id === undefined ? [] : [{ id, names: said }];
}

type Page = { readonly named: readonly Named[]; readonly cursor: string | undefined };

async function pages(read: (cursor: { cursor?: string }) => Promise<Page>): Promise<readonly Named[]> {
  const all: Named[] = [];
  let cursor: { cursor?: string } = {};
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { named: found, cursor: next } = await read(cursor);
    all.push(...found);
    if (!next) break;
    cursor = { cursor: next };
  }
  return all;
}
