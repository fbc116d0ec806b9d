import { readFile } from 'node:fs/promises';
import { sql, type LogEvent } from 'kysely';
import { expect, test } from 'vitest';
import { claimDueDeliveries } from '../../src/journal/delivery-rows.ts';
import { claimDueFollowUps } from '../../src/journal/follow-up-rows.ts';
import { readChanges } from '../../src/journal/read-change.ts';
import { LIST_MAX, listChanges, type ListFilter } from '../../src/journal/read-list.ts';
import { readConfidence } from '../../src/journal/read-confidence.ts';
import { readOperations } from '../../src/journal/read-operations.ts';
import { pastEndings } from '../../src/journal/past-endings.ts';
import { countDebts, debtsDue, debtsOf } from '../../src/journal/read-debts.ts';
import {
  ballotsAsking,
  changesAhead,
  changesOf,
  changesRunning,
  changesWithItems,
  reviewsAsking,
} from '../../src/journal/read-inbox.ts';
import { MIGRATIONS } from '../../src/open-database.ts';
import { readLog, readLogPage } from '../../src/journal/read-log.ts';
import { formerDurations, runsOfHost } from '../../src/journal/run-rows.ts';
import type { Record } from '../../src/journal/record.ts';
import { FILED_AT, OPENS_AT, aContent, anActor } from '../support/a-change.ts';
import { LISTED, listing, skip, tick } from '../support/a-checklist.ts';
import { DAY, HOUR, aPolicy } from '../support/a-policy.ts';
import { EMERGENCY, INCIDENT, RESOLVED } from '../support/lives.ts';
import { aCrowd, aJournal, aJournalAlone, aRecord, filed, voting, type Journal } from './a-journal.ts';

async function listed({ record }: Journal, filter: ListFilter): Promise<readonly string[]> {
  return (await listChanges(record, filter)).map((c) => c.id);
}

async function withdraw({ hear }: Journal, change: `CHG-${number}`): Promise<void> {
  const intent = { type: 'withdraw', reason: 'Not needed.' } as const;
  await hear({ change, intent, actor: anActor('U0ADA', aPolicy()), id: `withdraw ${change}`, surface: 'button' });
}

/** The window so many days after the filing, an hour long. */
function inDays(days: number): { opensAt: number; closesAt: number } {
  return { opensAt: FILED_AT + days * DAY, closesAt: FILED_AT + days * DAY + HOUR };
}

async function threeAndOneWithdrawn(): Promise<Journal> {
  const journal = await aJournal();
  await filed(journal, 'a', { ...inDays(20), services: ['web', 'core-db'] });
  await filed(journal, 'b', { ...inDays(3), services: ['core-db'] });
  await filed(journal, 'c', inDays(40));
  await filed(journal, 'd', inDays(4));
  await withdraw(journal, 'CHG-4');
  return journal;
}

test('open changes are listed soonest window first, without those that are over', async () => {
  expect(await listed(await threeAndOneWithdrawn(), { by: 'open' })).toEqual(['CHG-2', 'CHG-1', 'CHG-3']);
});

test('the week holds what opens within seven days', async () => {
  expect(await listed(await threeAndOneWithdrawn(), { by: 'week' })).toEqual(['CHG-2']);
});

test("a person's changes are all theirs, latest window first", async () => {
  const journal = await threeAndOneWithdrawn();
  expect(await listed(journal, { by: 'mine', user: 'U0ADA' })).toEqual(['CHG-3', 'CHG-1', 'CHG-4', 'CHG-2']);
  expect(await listed(journal, { by: 'mine', user: 'U0BOB' })).toEqual([]);
});

test('the changes of a service are those that name it, the newest filed first', async () => {
  const journal = await threeAndOneWithdrawn();
  expect(await listed(journal, { by: 'all', service: 'core-db' })).toEqual(['CHG-2', 'CHG-1']);
  expect(await listed(journal, { by: 'all', service: "x' or true --" })).toEqual([]);
});

test('a row says what the change is now', async () => {
  const journal = await aJournal();
  await filed(journal);
  expect(await listChanges(journal.record, { by: 'open' })).toEqual([
    {
      id: 'CHG-1',
      status: 'inReview',
      title: 'Release v2.4.0 of the website',
      kind: 'normal',
      risk: 'medium',
      services: ['web'],
      requester: 'U0ADA',
      opensAt: OPENS_AT,
      closesAt: OPENS_AT + 3 * HOUR,
    },
  ]);
  await withdraw(journal, 'CHG-1');
  expect(await listChanges(journal.record, { by: 'mine', user: 'U0ADA' })).toMatchObject([{ status: 'withdrawn' }]);
});

async function asking(
  { record }: Journal,
  user: string,
  roles: readonly string[],
  part = ALL,
): Promise<readonly string[]> {
  const voter = { user, roles, voting: aPolicy().voting };
  return (await ballotsAsking(record, voter, part)).map((a) => `${a.id}/${a.ballot}`);
}

const ALL = { from: 0, most: 100 };
const LEAD = ['infrastructure-lead'];

test('the inbox holds the ballots that wait for a role one holds, soonest window first, until they are answered or closed', async () => {
  const journal = await aJournal({ policy: aCrowd(3, 2) });
  const policy = aCrowd(3, 2);
  await filed(journal, 'a', inDays(20));
  await filed(journal, 'b', inDays(15));
  expect(await asking(journal, 'U0LEAD1', LEAD)).toEqual(['CHG-2/1', 'CHG-1/1']);
  expect(await asking(journal, 'U0LEAD1', ['validator'])).toEqual([]);
  expect(await asking(journal, 'U0LEAD1', [])).toEqual([]);
  await journal.hear(voting('one', 'U0LEAD1', { change: 'CHG-2', policy }));
  expect(await asking(journal, 'U0LEAD1', LEAD)).toEqual(['CHG-1/1']);
  expect(await asking(journal, 'U0LEAD2', LEAD)).toEqual(['CHG-2/1', 'CHG-1/1']);
  await journal.hear(voting('two', 'U0LEAD2', { change: 'CHG-2', policy }));
  expect(await asking(journal, 'U0LEAD3', LEAD)).toEqual(['CHG-1/1']);
  await withdraw(journal, 'CHG-1');
  expect(await asking(journal, 'U0LEAD3', LEAD)).toEqual([]);
});

test('the inbox asks nobody for a vote on a change of their own, unless the policy lets them', async () => {
  const journal = await aJournal();
  await filed(journal, 'a', { ...inDays(20), implementer: 'U0EVE' });
  expect(await asking(journal, 'U0ADA', LEAD)).toEqual([]);
  expect(await asking(journal, 'U0EVE', LEAD)).toEqual([]);
  const open = { ...aPolicy().voting, requester: true, editor: true };
  expect(await ballotsAsking(journal.record, { user: 'U0ADA', roles: LEAD, voting: open }, ALL)).toMatchObject([
    { id: 'CHG-1', ballot: 1, question: 'approval', status: 'inReview' },
  ]);
});

test('a vote that was delegated waits for whom it passed to, and no longer for whoever passed it on', async () => {
  const journal = await aJournal();
  await filed(journal, 'a', inDays(20));
  const intent = { type: 'delegateVote', ballot: 1, to: 'U0EVE' } as const;
  await journal.hear({ change: 'CHG-1', intent, actor: anActor('U0BOB', aPolicy()), id: 'pass on', surface: 'modal' });
  expect(await asking(journal, 'U0EVE', [])).toEqual(['CHG-1/1']);
  expect(await asking(journal, 'U0BOB', LEAD)).toEqual([]);
});

test('a vote that a role stands in for waits for those who hold it', async () => {
  const base = aPolicy();
  const lead = { members: ['U0ADA'], delegates: [], fallback: 'management' };
  const policy = { ...base, roles: { ...base.roles, 'infrastructure-lead': lead } };
  const journal = await aJournal({ policy });
  await filed(journal, 'a', inDays(20));
  expect(await asking(journal, 'U0MGR', ['management'])).toEqual([]);
  const intent = { type: 'askVoters', ballot: 1, nth: 0, people: anActor('U0ADA', policy).roster } as const;
  await journal.hear({ change: 'CHG-1', intent, actor: { kind: 'clock' }, id: 'ask', surface: 'clock' });
  expect(await asking(journal, 'U0MGR', ['management'])).toEqual(['CHG-1/1']);
});

async function reviewing(
  { record }: Journal,
  user: string,
  roles: readonly string[],
  rules = aPolicy().voting,
): Promise<readonly string[]> {
  return (await reviewsAsking(record, { user, roles, voting: rules }, ALL)).map((r) => `${r.id}/${r.review}`);
}

/** Three reviews in one change, each of its own role. */
const HIGH = { ...inDays(20), risk: 'high' } as const;

test('the inbox holds the reviews with something open for a role one holds, until all is ok or nothing is asked any more', async () => {
  const journal = await aJournal();
  await filed(journal, 'a', HIGH);
  await filed(journal, 'b', { ...HIGH, ...inDays(15), implementer: 'U0EVE' });
  expect(await reviewing(journal, 'U0BOB', LEAD)).toEqual(['CHG-2/1', 'CHG-1/1']);
  expect(await reviewing(journal, 'U0EVE', ['security'])).toEqual(['CHG-1/3']);
  expect(await reviewing(journal, 'U0ADA', LEAD)).toEqual([]);
  expect(await reviewing(journal, 'U0ADA', LEAD, { ...aPolicy().voting, requester: true, editor: true })).toEqual([
    'CHG-2/1',
  ]);
  await answers(journal, 'CHG-1', ['feasibility', 'impact']);
  expect(await reviewing(journal, 'U0BOB', LEAD)).toContain('CHG-1/1');
  await answers(journal, 'CHG-1', ['risk']);
  expect(await reviewing(journal, 'U0BOB', LEAD)).toEqual(['CHG-2/1']);
  await withdraw(journal, 'CHG-2');
  expect(await reviewing(journal, 'U0BOB', LEAD)).toEqual([]);
});

test('the inbox holds the changes with something to tick for those who own it, until it is ticked or skipped, or its turn is past', async () => {
  const policy = listing(aPolicy());
  const journal = await aJournal({ policy });
  await filed(journal, 'a', { ...LISTED, ...inDays(20) });
  await filed(journal, 'b', { ...LISTED, ...inDays(15), implementer: 'U0EVE' });
  await filed(journal, 'c', inDays(10));
  const listedFor = async (user: string, ...owners: string[]) =>
    (await changesWithItems(journal.record, { user, owners }, ALL)).map(({ id }) => id);
  expect(await listedFor('U0ADA')).toEqual(['CHG-1']);
  expect(await listedFor('U0EVE')).toEqual(['CHG-2']);
  expect(await listedFor('U0FAY', 'infrastructure')).toEqual(['CHG-2', 'CHG-1']);
  expect(await listedFor('U0CYD', 'testing')).toEqual([]);
  for (const intent of [tick('inventory'), skip('baseline'), tick('compare'), tick('way-back')])
    await journal.hear({
      change: 'CHG-1',
      intent,
      actor: anActor('U0ADA', policy),
      id: intent.item,
      surface: 'button',
    });
  expect(await listedFor('U0ADA')).toEqual([]);
  await withdraw(journal, 'CHG-2');
  expect(await listedFor('U0EVE', 'infrastructure')).toEqual([]);
});

test('the reviews that were open before there was an inbox are found in the facts, and put to people', async () => {
  const journal = await aJournalAlone();
  const { db } = journal.record;
  await filed(journal, 'a', HIGH);
  await filed(journal, 'b', HIGH);
  await filed(journal, 'c', HIGH);
  await answers(journal, 'CHG-1', ['impact']);
  await answers(journal, 'CHG-1', ['risk'], 'concern');
  await answers(journal, 'CHG-2', ['feasibility', 'impact', 'risk']);
  const content = { ...aContent(HIGH), rollbackPlan: 'Another way back.' };
  const editing = { change: 'CHG-2', actor: anActor('U0ADA', aPolicy()), id: 'edit', surface: 'modal' } as const;
  await journal.hear({ ...editing, intent: { type: 'editChange', content, revision: 1 } });
  await withdraw(journal, 'CHG-3');
  const list = async () => (await sql`select * from open_reviews order by change, review`.execute(db)).rows;
  const askings = async () =>
    (await sql`select key, state, data from follow_ups where kind = 'ask' and data ? 'review' order by key`.execute(db))
      .rows;
  const [before, asked] = [await list(), await askings()];
  expect(before).toMatchObject([
    { change: 'CHG-1', review: 1, criteria: ['feasibility', 'risk'], asked: LEAD },
    { change: 'CHG-1', review: 2 },
    { change: 'CHG-1', review: 3 },
    { change: 'CHG-2', review: 4 },
    { change: 'CHG-2', review: 5 },
    { change: 'CHG-2', review: 6 },
  ]);
  await sql`drop table open_reviews`.execute(db);
  await sql`delete from follow_ups where kind = 'ask' and data ? 'review'`.execute(db);
  await sql.raw(await readFile(`${MIGRATIONS}/0011-open-reviews.sql`, 'utf8')).execute(db);
  expect(await list()).toEqual(before);
  const { rows } = await sql`
    select key from follow_ups where kind = 'ask' and data ? 'review' and state = 'pending'`.execute(db);
  expect(rows).toHaveLength(before.length);
  expect((await askings()).map((a) => (a as { key: string }).key)).toEqual(
    asked.map((a) => (a as { key: string }).key),
  );
});

/** U0BOB answers so of the technical review. */
async function answers(
  { hear }: Journal,
  change: `CHG-${number}`,
  criteria: readonly ('feasibility' | 'impact' | 'risk')[],
  answer: 'ok' | 'concern' = 'ok',
): Promise<void> {
  for (const criterion of criteria) {
    const intent = { type: 'answerCriterion', review: 1, criterion, answer, text: 'Slow.' } as const;
    const id = `${change} ${criterion} ${answer}`;
    await hear({ change, intent, actor: anActor('U0BOB', aPolicy()), id, surface: 'button' });
  }
}

test('the incidents that were open before there was a list of them are found in the facts', async () => {
  const journal = await aJournalAlone();
  const { db } = journal.record;
  const ids = [await begun(journal, 'a', ['core-db', 'web']), await begun(journal, 'b'), await begun(journal, 'c')];
  const say = async (change: `CHG-${number}`, intent: typeof INCIDENT | typeof RESOLVED): Promise<void> => {
    const actor = anActor('U0ADA', aPolicy());
    await journal.hear({ change, intent, actor, id: `${change} ${intent.type}`, surface: 'modal' });
  };
  for (const id of ids) await say(id, INCIDENT);
  await say(ids[2] ?? 'CHG-3', RESOLVED);
  const list = async () =>
    (await sql`select * from open_incidents where incidents <> '[]' order by service`.execute(db)).rows;
  const told = async () =>
    (await sql`select key, data from follow_ups where kind = 'incident' order by key`.execute(db)).rows;
  const [before, due] = [await list(), await told()];
  expect(before).toMatchObject([
    { service: 'core-db', incidents: [{ change: 'CHG-1' }] },
    { service: 'web', incidents: [{ change: 'CHG-1' }, { change: 'CHG-2' }] },
  ]);
  await sql`drop table open_incidents`.execute(db);
  await sql`drop index deliveries_thread_at`.execute(db);
  await sql`alter table workspace drop column url`.execute(db);
  await sql`create index deliveries_headline_at on deliveries (team)`.execute(db);
  await sql`delete from follow_ups where kind = 'incident'`.execute(db);
  await sql.raw(await readFile(`${MIGRATIONS}/0015-open-incidents.sql`, 'utf8')).execute(db);
  expect(await list()).toEqual(before);
  expect(await told()).toEqual(due);
  const { rows } =
    await sql`select change from follow_ups where kind = 'incident' and state = 'pending' order by change`.execute(db);
  expect(rows).toEqual([{ change: 'CHG-1' }, { change: 'CHG-2' }]);
});

/** An emergency under way, of these services. */
async function begun(journal: Journal, id: string, services: readonly string[] = ['web']): Promise<`CHG-${number}`> {
  return filed(journal, id, { ...EMERGENCY, services });
}

test('a long inbox is read part by part, with one row more where there is more', async () => {
  const journal = await aJournal();
  for (const days of [20, 21, 22]) await filed(journal, `form ${days}`, inDays(days));
  expect(await asking(journal, 'U0BOB', LEAD, { from: 0, most: 1 })).toEqual(['CHG-1/1', 'CHG-2/1']);
  expect(await asking(journal, 'U0BOB', LEAD, { from: 2, most: 1 })).toEqual(['CHG-3/1']);
});

test('what is open of a person is what they requested or carry out; what is ahead opens within seven days', async () => {
  const journal = await threeAndOneWithdrawn();
  await filed(journal, 'e', { ...inDays(5), implementer: 'U0EVE' });
  const ids = async (found: Promise<readonly { readonly id: string }[]>) => (await found).map((c) => c.id);
  expect(await ids(changesOf(journal.record, 'U0ADA', ALL))).toEqual(['CHG-2', 'CHG-5', 'CHG-1', 'CHG-3']);
  expect(await ids(changesOf(journal.record, 'U0EVE', ALL))).toEqual(['CHG-5']);
  expect(await ids(changesAhead(journal.record, ALL))).toEqual(['CHG-2', 'CHG-5']);
  expect(await ids(changesRunning(journal.record, ALL))).toEqual([]);
});

test('several changes are read in one look, and one that cannot be read is left out', async () => {
  const journal = await aJournal();
  await filed(journal, 'a', inDays(20));
  await filed(journal, 'b', inDays(21));
  const { db, team } = journal.record;
  await sql`update facts set type = 'moonLanded' where team = ${team} and stream = 'CHG-1' and seq = 2`.execute(db);
  expect([...(await readChanges(journal.record, ['CHG-1', 'CHG-2', 'CHG-9'])).keys()]).toEqual(['CHG-2']);
});

test('the ballots that were open before there was an inbox are found in the facts', async () => {
  const policy = aCrowd(3, 2);
  const journal = await aJournalAlone({ policy });
  const { db } = journal.record;
  await filed(journal, 'a', inDays(20));
  await filed(journal, 'b', inDays(21));
  await filed(journal, 'c', inDays(22));
  await journal.hear(voting('one', 'U0LEAD2', { policy }));
  await journal.hear(voting('again', 'U0LEAD1', { change: 'CHG-2', policy }));
  await journal.hear(voting('decided', 'U0LEAD2', { change: 'CHG-2', policy }));
  const list = async () => (await sql`select * from open_ballots order by change, ballot`.execute(db)).rows;
  const before = await list();
  expect(before).toMatchObject([
    { change: 'CHG-1', answered: ['U0LEAD2'], asked: LEAD },
    { change: 'CHG-3', answered: [] },
  ]);
  await sql`drop table open_ballots`.execute(db);
  await sql`drop index changes_open_by_requester, changes_open_by_implementer, changes_running`.execute(db);
  await sql.raw(await readFile(`${MIGRATIONS}/0006-open-ballots.sql`, 'utf8')).execute(db);
  expect(await list()).toEqual(before);
});

test('the log tells every change once, newest window first, however it is cut into pages', async () => {
  const journal = await threeAndOneWithdrawn();
  for (const page of [1, 2, 3, 4, 5]) {
    const told = await Array.fromAsync(readLog(journal.record, {}, page));
    expect(told.map(({ id, status }) => [id, status])).toEqual([
      ['CHG-3', 'inReview'],
      ['CHG-1', 'inReview'],
      ['CHG-4', 'withdrawn'],
      ['CHG-2', 'inReview'],
    ]);
  }
});

const MANY = 5_000;
const PART = 500;

/** Years of changes, nine of ten of them over, with their follow-ups, deliveries and runs. */
async function years({ db, team }: Record): Promise<void> {
  // No statement takes longer than the pool lets it.
  for (let from = 1; from <= MANY; from += PART)
    await sql`
      insert into changes (team, id, number, version, status, title, kind, risk, services, requester, implementer, opens_at, closes_at,
                           runbook, ended_at, ending)
      select ${team}, 'CHG-' || i, i, 9, case when i % 2500 = 0 then 'watching' when i % 10 = 0 then 'inReview' else 'closed' end, 'Title', 'normal', 'low',
             array['service-' || i % 100], 'U' || i % 100, 'U' || i % 100, t, t + interval '1 hour', 'runbook-' || i % 50,
             case when i % 10 <> 0 then t end, case when i % 10 <> 0 then case when i % 250 = 7 then 'rolledBack' else 'implemented' end end
        from generate_series(${from}::integer, ${from + PART}::integer - 1) as i, lateral (select app.now() + (i - 4000) * interval '3 hours' as t) as x`.execute(
      db,
    );
  await sql`
    insert into open_ballots (team, change, ballot, question, asked, answered, editor)
    select ${team}, 'CHG-' || i, 1, 'approval', array['role-' || i % 500], '{}', 'U1'
      from generate_series(1, ${MANY}::integer) as i`.execute(db);
  await sql`
    insert into open_debts (team, change, debt, what, owner, owed_at, due_at, escalated)
    select ${team}, 'CHG-' || i, 1, 'pir', 'U' || i % 100, app.now(), app.now() + (i - 100) * interval '1 hour', false
      from generate_series(1, ${MANY}::integer) as i`.execute(db);
  await sql`
    insert into open_reviews (team, change, review, what, asked, criteria, editor)
    select ${team}, 'CHG-' || i, 1, 'technical', array['role-' || i % 500], '{risk}', 'U1'
      from generate_series(1, ${MANY}::integer) as i`.execute(db);
  await sql`
    insert into follow_ups (team, key, change, kind, due_at, data)
    select ${team}, 'wake-' || i, 'CHG-' || i, 'wake', app.now() + i * interval '1 hour', '{}'
      from generate_series(1, ${MANY}::integer) as i`.execute(db);
  await sql`
    insert into deliveries (team, key, change, kind, channel, lane, seq, position, view, data, due_at, wanted_seq, state, ts)
    select ${team}, 'note-' || i, 'CHG-' || i, 'note', 'C1', 'CHG-' || i, 1, 1, 'note', '{}', app.now(), 1,
           case when i % 500 = 0 then 'pending' else 'sent' end, case when i % 500 = 0 then null else '1.1' end
      from generate_series(1, ${MANY}::integer) as i`.execute(db);
  await sql`
    insert into runs (team, run, change, revision, schedule, occasion, step, attempt, label, digest, state, host, requested_at,
                      began_at, ended_at, outcome)
    select ${team}, 'run-' || i, 'CHG-' || i, 1, 1, 'start', 'apply', 1, 'default', 'd' || i % 50,
           case when i % 1000 = 0 then 'running' else 'ended' end, 'h' || i % 3, t, t, t, 'succeeded'
      from generate_series(1, ${MANY}::integer) as i, lateral (select app.now() - i * interval '1 hour' as t) as x`.execute(
    db,
  );
  await sql`analyze`.execute(db);
}

/** The server's own plan of a statement. */
async function planOf({ db }: Record, { query }: LogEvent): Promise<string> {
  const { rows } = await db.executeQuery<{ 'QUERY PLAN': string }>({ ...query, sql: `explain ${query.sql}` });
  return rows.map((r) => r['QUERY PLAN']).join('\n');
}

test('an index answers every list and every look for due work, however many changes there have been', async () => {
  const { record, url } = await aJournalAlone();
  await years(record);
  await sql`update changes set item_owners = '{testing}' where number % 100 = 0`.execute(record.db);
  await sql`analyze changes`.execute(record.db);
  const asked: LogEvent[] = [];
  const watched = aRecord(url, { log: (event) => asked.push(event) });
  for (const filter of [
    { by: 'open' },
    { by: 'week' },
    { by: 'mine', user: 'U7' },
    { by: 'all', service: 'service-7' },
  ] as const) {
    const found = await listChanges(watched, filter);
    expect(found.length).toBe(filter.by === 'week' ? 6 : LIST_MAX + 1);
  }
  expect(await claimDueFollowUps(watched, 200, 1_000)).toEqual([]);
  expect(await claimDueDeliveries(watched, 200, 1_000)).toHaveLength(10);
  expect(await runsOfHost(watched, 'h1')).not.toEqual([]);
  expect(await formerDurations(watched, 'd7', 'apply')).toHaveLength(10);
  const voter = { user: 'U8', roles: ['role-7'], voting: aPolicy().voting };
  expect(await ballotsAsking(watched, voter, { from: 0, most: 8 })).toHaveLength(9);
  expect(await reviewsAsking(watched, voter, { from: 0, most: 8 })).toHaveLength(9);
  expect(await changesOf(watched, 'U10', { from: 0, most: 8 })).toHaveLength(9);
  expect(await changesRunning(watched, { from: 0, most: 8 })).toHaveLength(2);
  const owner = { user: 'U10', owners: ['testing'] };
  expect(await changesWithItems(watched, owner, { from: 0, most: 8 })).toHaveLength(9);
  expect(await changesAhead(watched, { from: 0, most: 8 })).toHaveLength(5);
  expect(await debtsOf(watched, 'U10', { from: 0, most: 8 })).toHaveLength(9);
  expect(await debtsDue(watched, 20)).toHaveLength(20);
  expect(await countDebts(watched, 'U10')).toEqual({ open: 1000, overdue: 99, more: true });
  for await (const { number } of readLog(watched)) if (number < 4_000) break;
  const failed = { standings: [{ status: 'closed', ending: 'rolledBack' }] } as const;
  expect(await readLogPage(watched, failed, { most: 9 })).toHaveLength(9);
  expect(await pastEndings(watched, 'runbook-7')).toEqual({ of: 5, well: 4 });
  expect(await readOperations(watched)).toMatchObject({ deliveries: { pending: expect.any(Number) } });
  expect(await readConfidence(watched, { content: aContent() })).toMatchObject({ ofKind: { of: 0 } });
  expect(asked).toHaveLength(32);
  const plans = await Promise.all(asked.map((statement) => planOf(record, statement)));
  for (const plan of plans)
    expect(plan).not.toMatch(/Seq Scan on (changes|open_ballots|open_debts|open_reviews|follow_ups|deliveries|runs)/);
  // What is not due yet is not even looked at.
  expect(plans.filter((plan) => plan.includes('Index Cond: (due_at <= app.now())'))).toHaveLength(3);
});
