import type { KnownBlock } from '@slack/types';
import { shownId } from '../../change/change-id.ts';
import { named } from '../../change/named.ts';
import type { Policy } from '../../change/policy.ts';
import { LIST_MAX, listChanges, type Listed, type ListFilter } from '../../journal/read-change.ts';
import { context, listOf, quoted, section, when } from '../../slack/blocks.ts';
import { STATUS_WORDS } from '../../slack/words.ts';
import type { CommandDeps } from '../deps.ts';
import { inTime } from '../hearing.ts';
import { tell, type Respond } from '../private.ts';

/** Twenty-five rows stay below what Slack takes in one message (13,200 characters in all). */
const TITLE_MAX = 120;
const SERVICES_MAX = 3;

const TITLES: Readonly<{ [B in ListFilter['by']]: string }> = {
  open: 'Open changes',
  mine: 'Your changes',
  week: 'The next seven days',
  service: 'Changes of this service',
};

/** `mine`, `open`, `week` or `service:NAME`; undefined for anything else. */
export function readFilter(text: string, user: string): ListFilter | undefined {
  const word = text.trim().replace(/^\w+/, (first) => first.toLowerCase());
  if (word === '' || word === 'open') return { by: 'open' };
  if (word === 'mine') return { by: 'mine', user };
  if (word === 'week') return { by: 'week' };
  const service = /^service:([A-Za-z0-9][\w.-]{0,62})$/.exec(word)?.[1];
  return service === undefined ? undefined : { by: 'service', service };
}

/** Answers `/change list` in private. */
export async function onList(deps: CommandDeps, respond: Respond, user: string, text: string): Promise<void> {
  const filter = readFilter(text, user);
  if (!filter) return tell(deps, respond, 'Write `/change list`, or with `mine`, `open`, `week` or `service:NAME`.');
  const found = await inTime(listChanges(deps.record, filter));
  const { services } = deps.policy();
  if (filter.by === 'service' && found.length === 0 && !named(services, filter.service)) {
    const known = listOf(
      Object.keys(services).map((s) => quoted(s, 60)),
      20,
    );
    return tell(
      deps,
      respond,
      `The policy names no service ${quoted(filter.service, 60)}; it names ${known || 'none yet'}.`,
    );
  }
  const view = changeList(TITLES[filter.by], found, services);
  return tell(deps, respond, view.text, view.blocks);
}

/** A list people can take in at a glance; what does not fit is said to exist. */
export function changeList(
  title: string,
  found: readonly Listed[],
  services: Policy['services'],
): { readonly text: string; readonly blocks: readonly KnownBlock[] } {
  if (found.length === 0) {
    const none = `${title}: none. \`/change\` files one.`;
    return { text: none, blocks: [section(none)] };
  }
  const shown = found.slice(0, LIST_MAX);
  const rows = shown.map(
    (c) =>
      `*${shownId(c.id)}* ${quoted(c.title, TITLE_MAX)}\n${STATUS_WORDS[c.status]} · ${when(c.opensAt)} · ${servicesOf(c, services)}`,
  );
  const more =
    found.length > LIST_MAX ? [context('There are more; narrow it with `mine`, `week` or `service:NAME`.')] : [];
  return {
    text: `${title}: ${shown.map((c) => `${shownId(c.id)} ${STATUS_WORDS[c.status]}`).join(', ')}`,
    blocks: [section(`*${title}*`), ...rows.map((r) => section(r)), ...more],
  };
}

function servicesOf(listed: Listed, services: Policy['services']): string {
  return listOf(
    listed.services.map((s) => quoted(named(services, s)?.name ?? s, 40)),
    SERVICES_MAX,
  );
}
