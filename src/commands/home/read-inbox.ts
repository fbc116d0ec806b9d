import type { Button } from '@slack/types';
import { freezesWithin } from '../../change/freezes.ts';
import { preApproved } from '../../change/pattern.ts';
import type { Actor } from '../../change/intents.ts';
import { ownersOf } from '../../change/item-owners.ts';
import { checklistKey } from '../../change/open-checklist.ts';
import { policyInForce } from '../../journal/policy-in-force.ts';
import type { Listed } from '../../journal/listed.ts';
import { readChanges } from '../../journal/read-change.ts';
import { countDebts, debtsOf, type DebtCount } from '../../journal/read-debts.ts';
import {
  ballotsAsking,
  changesAhead,
  changesOf,
  changesRunning,
  changesWithItems,
  reviewsAsking,
  type Part,
} from '../../journal/read-inbox.ts';
import { linksTo } from '../../journal/links.ts';
import { now as readNow } from '../../journal/record.ts';
import { countWords } from '../../slack/debt-words.ts';
import type { CommandDeps } from '../deps.ts';
import { answersOf } from './heard.ts';
import type { Inbox, Row, Section } from './home-view.ts';
import { ROWS_MAX, type Pages, type SectionName } from './pages.ts';
import { askedRow, itemsRow, owedRow, reviewRow, rowOf } from './rows.ts';

const DAY_MS = 24 * 3_600_000;
const FREEZES_MS = 30 * DAY_MS;

export type InboxDeps = Pick<CommandDeps, 'record' | 'policy' | 'patterns'>;

/** Everything Home shows one person, read and judged as things stand now: a button only where a press would be heard. */
export async function readInbox(
  deps: InboxDeps,
  actor: Extract<Actor, { kind: 'person' }>,
  pages: Pages,
): Promise<Inbox> {
  const { record } = deps;
  const policy = await policyInForce(record, deps.policy());
  const { user } = actor;
  const roles = Object.keys(actor.roster).filter((role) => actor.roster[role]?.includes(user));
  const part = (name: SectionName): Part => ({ from: (pages[name] ?? 0) * ROWS_MAX, most: ROWS_MAX });
  const voter = { user, roles, voting: policy.voting };
  const [now, asking, reviewing, yours, listed, running, ahead, owed, others] = await Promise.all([
    readNow(record.db),
    ballotsAsking(record, voter, part('needsYou')),
    reviewsAsking(record, voter, part('review')),
    changesOf(record, user, part('yours')),
    changesWithItems(record, { user, owners: ownersOf(roles, policy) }, part('items')),
    changesRunning(record, part('running')),
    changesAhead(record, part('ahead')),
    debtsOf(record, user, part('debts')),
    countDebts(record, user),
  ]);
  const shown = [asking, reviewing, yours, listed, running, owed].flatMap((rows) =>
    rows.slice(0, ROWS_MAX).map((r) => r.id),
  );
  const [changes, links] = await Promise.all([
    readChanges(record, [...new Set(shown)]),
    linksTo(
      record,
      listed.map(({ id }) => checklistKey(id)),
    ),
  ]);
  const circumstances = { now, policy, patterns: preApproved(deps.patterns()), actor };
  const answers = ({ id }: Listed): readonly Button[] => answersOf(changes.get(id), circumstances);
  const section = <R extends Listed>(
    name: SectionName,
    words: Pick<Section, 'title' | 'none' | 'foot'>,
    rows: readonly R[],
    drawn: (row: R) => Row | undefined,
  ): Section => ({
    name,
    ...words,
    page: pages[name] ?? 0,
    rows: rows.slice(0, ROWS_MAX).flatMap((row) => drawn(row) ?? []),
    more: rows.length > ROWS_MAX,
  });
  const items = section(
    'items',
    { title: 'Yours to tick', none: 'Nothing of a checklist waits for you.' },
    listed,
    (c) => itemsRow(c, changes.get(c.id), circumstances, links.get(c.id)),
  );
  return {
    now,
    sections: [
      section('needsYou', { title: 'Needs your vote', none: 'Nothing waits for your answer.' }, asking, (a) =>
        askedRow(a, changes.get(a.id), circumstances),
      ),
      section('review', { title: 'Needs your review', none: 'Nothing waits for your review.' }, reviewing, (r) =>
        reviewRow(r, changes.get(r.id), circumstances),
      ),
      section('yours', { title: 'Yours', none: 'You have no open change.' }, yours, (c) => rowOf(c, answers(c))),
      ...(listed.length === 0 && part('items').from === 0 ? [] : [items]),
      section('running', { title: 'Running', none: 'Nothing is being changed now.' }, running, (c) =>
        rowOf(c, answers(c)),
      ),
      section('ahead', { title: 'Next seven days', none: 'No window opens.' }, ahead, (c) => rowOf(c, [])),
      section('debts', { title: 'Debts', none: 'You owe nothing.', foot: othersOwe(others) }, owed, (d) =>
        owedRow(d, changes.get(d.id), now),
      ),
    ],
    freezes: freezesWithin(policy, now, FREEZES_MS),
  };
}

function othersOwe(count: DebtCount): string {
  return count.open === 0 ? 'Nobody else owes anything.' : `Owed by others: ${countWords(count)}.`;
}
