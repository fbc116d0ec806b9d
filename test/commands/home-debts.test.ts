import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { readView } from '../../sandbox/slack/check-payload.ts';
import { homeView } from '../../src/commands/home/home-view.ts';
import { ROWS_MAX } from '../../src/commands/home/pages.ts';
import { readInbox, type InboxDeps } from '../../src/commands/home/read-inbox.ts';
import { anEmergency, overridden } from '../journal/a-debt.ts';
import { aJournalAlone, filed, moveClockTo, type Journal } from '../journal/a-journal.ts';
import { FILED_AT, anActor } from '../support/a-change.ts';
import { aPolicy, DAY } from '../support/a-policy.ts';

const policy = aPolicy();

/** Three hundred debts of U0ADA: one emergency and 74 changes with the same facts and debts. */
async function threeHundred(): Promise<Journal> {
  const journal = await aJournalAlone();
  const { db } = journal.record;
  await anEmergency(journal.hear);
  await sql`
    insert into facts select team, 'CHG-' || n, seq, type, at, by, surface, intent,
           case when type = 'changeFiled' then jsonb_set(payload, '{id}', to_jsonb('CHG-' || n)) else payload end,
           payload_digest, previous, hash from facts, generate_series(2, 75) as n`.execute(db);
  await sql`
    insert into changes (team, id, number, version, status, title, kind, risk, services, requester, implementer, opens_at, closes_at)
    select team, 'CHG-' || n, n, version, status, title, kind, risk, services, requester, implementer, opens_at, closes_at
      from changes, generate_series(2, 75) as n`.execute(db);
  await sql`
    insert into open_debts select team, 'CHG-' || n, debt, what, detail, owner, owed_at, due_at, escalated
      from open_debts, generate_series(2, 75) as n`.execute(db);
  return journal;
}

function depsOf({ record }: Journal): InboxDeps {
  return { record, policy: () => policy, patterns: () => ({}) };
}

test('three hundred debts are read page by page, the overdue first, and every page is one that Slack takes', async () => {
  const journal = await threeHundred();
  await moveClockTo(journal.record, FILED_AT + 4 * DAY);
  const told: string[] = [];
  for (let page = 0; page * ROWS_MAX < 300; page += 1) {
    const pages = { debts: page, yours: page };
    const inbox = await readInbox(depsOf(journal), anActor('U0ADA', policy), pages);
    const view = homeView(inbox, pages, ['a', 'b', 'c']);
    expect(view.blocks.length).toBeLessThan(100);
    expect(() => readView(view, 'home')).not.toThrow();
    const debts = inbox.sections.find((s) => s.name === 'debts');
    expect(debts).toMatchObject({ more: (page + 1) * ROWS_MAX < 300, foot: 'Nobody else owes anything.' });
    told.push(...(debts?.rows ?? []).map(({ change, text }) => `${change} ${text.split('\n')[1]}`));
  }
  expect(new Set(told).size).toBe(300);
  expect(told[0]).toMatch(/^CHG-1 Owed: the full request, by <@U0ADA> overdue since /);
  expect(told.map((text) => text.includes('overdue'))).toEqual(told.map((_, i) => i < 150));
});

test('what others owe is counted for everybody, beneath what one owes', async () => {
  const journal = await aJournalAlone();
  await anEmergency(journal.hear);
  await overridden(journal.hear, await filed(journal));
  await moveClockTo(journal.record, FILED_AT + 4 * DAY);
  const seenBy = async (user: string): Promise<string> =>
    JSON.stringify(homeView(await readInbox(depsOf(journal), anActor(user, policy), {}), {}));
  expect(await seenBy('U0BOB')).toMatch(
    /"Debts".*CHG-002.*Owed: putting right what was overridden.*until.*Owed by others: 4 debts, 2 overdue\./,
  );
  expect(await seenBy('U0EVE')).toMatch(/You owe nothing\..*Owed by others: 5 debts, 2 overdue\./);
});
