import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { checkRecord } from '../../src/journal/check.ts';
import { countDebts, debtsDue, debtsOf } from '../../src/journal/read-debts.ts';
import type { Record } from '../../src/journal/record.ts';
import { MIGRATIONS } from '../../src/open-database.ts';
import { FILED_AT, THE_CLOCK, anActor } from '../support/a-change.ts';
import { DAY, aPolicy } from '../support/a-policy.ts';
import { anEmergency, overridden, paid } from './a-debt.ts';
import { aJournal, aJournalAlone, filed, moveClockTo, type Journal } from './a-journal.ts';

const ALL = { from: 0, most: 100 };

/** An emergency of which the procedures are paid, and a change that passed without its approval. */
async function owing(journal: Journal): Promise<void> {
  const emergency = await anEmergency(journal.hear);
  await paid(journal.hear, emergency, 4);
  await overridden(journal.hear, await filed(journal));
}

async function listOf({ db, team }: Record): Promise<readonly unknown[]> {
  return (await sql`select * from open_debts where team = ${team} order by change, debt`.execute(db)).rows;
}

async function found(record: Record): Promise<readonly string[]> {
  return (await checkRecord(record, { graceMs: 30 * DAY })).map((f) => `${f.rule} | ${f.place} | ${f.sentence}`);
}

test('what is owed is listed for whoever owes it, the next due first, until it is paid', async () => {
  const journal = await aJournal();
  const { record } = journal;
  await owing(journal);
  const of = async (user: string) => (await debtsOf(record, user, ALL)).map((d) => `${d.id} ${d.what}`);
  expect(await of('U0ADA')).toEqual(['CHG-1 fullRequest', 'CHG-1 retrospectiveVote', 'CHG-1 pir']);
  expect(await of('U0BOB')).toEqual(['CHG-2 override']);
  expect(await debtsOf(record, 'U0BOB', ALL)).toMatchObject([
    {
      debt: 1,
      detail: 'approval: Now.',
      dueAt: expect.closeTo(FILED_AT + 7 * DAY, -5),
      title: 'Release v2.4.0 of the website',
    },
  ]);
  expect((await debtsDue(record, 2)).map((d) => d.what)).toEqual(['fullRequest', 'retrospectiveVote']);
  expect(await debtsOf(record, 'U0ADA', { from: 2, most: 1 })).toHaveLength(1);
  expect(await countDebts(record)).toEqual({ open: 4, overdue: 0, more: false });
  expect(await countDebts(record, 'U0ADA')).toEqual({ open: 1, overdue: 0, more: false });
});

test('a change that was withdrawn owes nothing any more', async () => {
  const journal = await aJournal();
  await overridden(journal.hear, await filed(journal));
  expect(await countDebts(journal.record)).toMatchObject({ open: 1 });
  const intent = { type: 'withdraw', reason: 'Not needed.' } as const;
  await journal.hear({ change: 'CHG-1', intent, actor: anActor('U0ADA', aPolicy()), id: 'w', surface: 'button' });
  expect(await listOf(journal.record)).toEqual([]);
  expect(await found(journal.record)).toEqual([]);
});

test('what is overdue is counted, and listed as escalated once it was', async () => {
  const journal = await aJournalAlone();
  await owing(journal);
  await moveClockTo(journal.record, FILED_AT + 4 * DAY);
  expect(await countDebts(journal.record)).toEqual({ open: 4, overdue: 2, more: false });
  const intent = { type: 'chaseDebt', debt: 1, at: 'due' } as const;
  await journal.hear({ change: 'CHG-1', intent, actor: THE_CLOCK, id: 'chase', surface: 'clock' });
  expect(await listOf(journal.record)).toMatchObject([{ escalated: true }, {}, {}, { escalated: false }]);
  expect(await found(journal.record)).toEqual([]);
});

test('what was owed before there was a list is found in the facts', async () => {
  const journal = await aJournalAlone();
  const { db } = journal.record;
  await owing(journal);
  await moveClockTo(journal.record, FILED_AT + 4 * DAY);
  const chase = { type: 'chaseDebt', debt: 2, at: 'due' } as const;
  await journal.hear({ change: 'CHG-1', intent: chase, actor: THE_CLOCK, id: 'chase', surface: 'clock' });
  await overridden(journal.hear, await filed(journal, 'another form'));
  const intent = { type: 'withdraw', reason: 'Not needed.' } as const;
  await journal.hear({ change: 'CHG-3', intent, actor: anActor('U0ADA', aPolicy()), id: 'w', surface: 'button' });
  const before = await listOf(journal.record);
  expect(before).toHaveLength(4);
  await sql`drop table open_debts`.execute(db);
  await sql`alter table deliveries drop constraint deliveries_of_a_fact`.execute(db);
  await sql.raw(await readFile(`${MIGRATIONS}/0010-open-debts.sql`, 'utf8')).execute(db);
  expect(await listOf(journal.record)).toEqual(before);
});

test('a list that says otherwise than the facts is told', async () => {
  const journal = await aJournalAlone();
  const { db } = journal.record;
  await owing(journal);
  expect(await found(journal.record)).toEqual([]);
  await sql`update open_debts set owner = 'U0EVE', escalated = true where change = 'CHG-2'`.execute(db);
  await sql`delete from open_debts where debt = 1 and change = 'CHG-1'`.execute(db);
  await sql`update open_debts set debt = 4 where debt = 3`.execute(db);
  expect(await found(journal.record)).toEqual([
    'listing | CHG-1 | debt 1 is owed, and no list shows it.',
    'listing | CHG-1 | debt 3 is owed, and no list shows it.',
    'listing | CHG-1 | debt 4 is listed, and is not owed.',
    'listing | CHG-2 | the lists show owner U0EVE of debt 1, the facts say U0BOB.',
    'listing | CHG-2 | the lists show escalated true of debt 1, the facts say false.',
  ]);
});
