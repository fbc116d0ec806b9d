import type { KnownBlock } from '@slack/types';
import { shownId } from '../../change/change-id.ts';
import { named } from '../../change/named.ts';
import type { Policy } from '../../change/policy.ts';
import type { Beside } from '../../journal/find-changes.ts';
import type { Listed } from '../../journal/listed.ts';
import { LIST_MAX, listChanges, type ListFilter } from '../../journal/read-list.ts';
import { actions, context, listOf, quoted, section, when } from '../../slack/blocks.ts';
import { STATUS_WORDS } from '../../slack/words.ts';
import type { CommandDeps } from '../deps.ts';
import { inTime } from '../hearing.ts';
import { notUnderstood, unknownService } from '../not-understood.ts';
import { tell, type Respond } from '../private.ts';
import { turnButton } from '../turn-page.ts';
import { readFilter } from './read-filter.ts';

/** Twenty-five rows stay below what Slack takes in one message (13,200 characters in all). */
const TITLE_MAX = 120;
const SERVICES_MAX = 3;

const TITLES: Readonly<{ [B in ListFilter['by']]: string }> = {
  open: 'Open changes',
  mine: 'Your changes',
  week: 'The next seven days',
  all: 'Changes',
};

/** Answers `/change list` in private; further pages go on beside the last change of the one before. */
export async function onList(
  deps: CommandDeps,
  respond: Respond,
  user: string,
  text: string,
  beside?: Beside,
): Promise<void> {
  const read = readFilter(text, user);
  if (!read.ok) return tell(deps, respond, notUnderstood(read));
  const { filter } = read;
  const found = await inTime(listChanges(deps.record, filter, beside));
  const { services } = deps.policy();
  if (found.length === 0 && filter.service !== undefined && !named(services, filter.service))
    return tell(deps, respond, unknownService(filter.service, services));
  const view = changeList(titleOf(filter), found, services, { typed: text.trim().replaceAll(/\s+/g, ' '), filter });
  return tell(deps, respond, view.text, view.blocks);
}

/** What was asked for, with the words that were looked for. */
export function titleOf({ by, service, words }: ListFilter): string {
  const of = service === undefined ? '' : ` of the service ${quoted(service, 63)}`;
  return `${TITLES[by]}${of}${words === undefined ? '' : ` with “${quoted(words, 200)}”`}`;
}

/** A list people can take in at a glance; what does not fit stands behind a button. */
export function changeList(
  title: string,
  found: readonly Listed[],
  services: Policy['services'],
  { typed, filter }: { readonly typed: string; readonly filter: ListFilter },
): { readonly text: string; readonly blocks: readonly KnownBlock[] } {
  if (found.length === 0) {
    const none = `${title}: none. ${wider(filter)}`;
    return { text: none, blocks: [section(none)] };
  }
  const shown = found.slice(0, LIST_MAX);
  const last = shown.at(-1);
  const rows = shown.map(
    (c) =>
      `*${shownId(c.id)}* ${quoted(c.title, TITLE_MAX)}\n${STATUS_WORDS[c.status]} · ${when(c.opensAt)} · ${servicesOf(c, services)}`,
  );
  const more =
    last && found.length > LIST_MAX
      ? [
          context('There are more; a word, `mine`, `week` or `service:NAME` narrows it.'),
          actions(turnButton('More', { show: 'list', typed, beside: besideOf(last) })),
        ]
      : [];
  return {
    text: `${title}: ${shown.map((c) => `${shownId(c.id)} ${STATUS_WORDS[c.status]}`).join(', ')}`,
    blocks: [section(`*${title}*`), ...rows.map((r) => section(r)), ...more],
  };
}

/** What to do where nothing was found. */
function wider({ by, service, words }: ListFilter): string {
  if (words === undefined) return '`/change` files one.';
  const within = [...(by === 'all' ? [] : [`\`${by}\``]), ...(service === undefined ? [] : ['the service'])];
  const less = within.length === 0 ? '' : `, or leave out ${within.join(' and ')}`;
  return `Each word must stand in the request, or begin a word of it: write fewer words or shorter ones${less}.`;
}

function besideOf({ id, opensAt }: Listed): Beside {
  return { opensAt, number: Number(id.slice('CHG-'.length)) };
}

function servicesOf(listed: Listed, services: Policy['services']): string {
  return listOf(
    listed.services.map((s) => quoted(named(services, s)?.name ?? s, 40)),
    SERVICES_MAX,
  );
}
