import { sql } from 'kysely';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { checkRecord } from '../../src/journal/check.ts';
import { putOnHold } from '../../src/journal/hold.ts';
import type { Record } from '../../src/journal/record.ts';
import { say } from '../../src/notifications/routes.ts';
import { MIGRATIONS } from '../../src/open-database.ts';
import { aDatabase, type TestDatabase } from '../support/postgres.ts';
import { aCopy } from './a-copy.ts';
import { aJournal, aJournalAlone, filed } from './a-journal.ts';
import { aRecordAt, liveIn, liveToTheEnd } from './a-lived-change.ts';
import { rechain } from './rechain.ts';

const GRACE = { graceMs: 60_000 };

let lived: TestDatabase;
beforeAll(async () => {
  lived = await aDatabase({ migrations: MIGRATIONS });
  await liveIn(lived.url, liveToTheEnd);
});
afterAll(() => lived.drop());

/** The record of a change lived through to its end, with these statements run over it; what the check then says, as lines. */
async function found(...statements: readonly string[]): Promise<readonly string[]> {
  return foundIn(await aLivedRecord(...statements));
}

async function aLivedRecord(...statements: readonly string[]): Promise<Record> {
  const record = aRecordAt(await aCopy(lived.url));
  for (const statement of statements) await sql.raw(statement).execute(record.db);
  return record;
}

async function foundIn(record: Record): Promise<readonly string[]> {
  return (await checkRecord(record, GRACE)).map(({ rule, place, sentence }) => `${rule} | ${place} | ${sentence}`);
}

/** The number of the first fact of a type, whose payload holds this. */
async function seqOf({ db }: Record, type: string, payload: object = {}): Promise<number> {
  const { rows } = await sql<{ seq: number }>`
    select seq from facts where type = ${type} and payload @> ${JSON.stringify(payload)} order by seq limit 1`.execute(
    db,
  );
  return rows[0]?.seq ?? 0;
}

test('a change that was lived through to its end leaves nothing to find', async () => {
  expect(await found()).toEqual([]);
});

test('nor does one that told everybody all the bot has to say', async () => {
  const database = await aDatabase({ migrations: MIGRATIONS });
  onTestFinished(() => database.drop());
  await liveIn(database.url, liveToTheEnd, say);
  expect(await foundIn(aRecordAt(database.url))).toEqual([]);
});

test('an empty record leaves nothing to find', async () => {
  expect(await foundIn((await aJournal()).record)).toEqual([]);
});

test('figures that do not count what the facts say are named', async () => {
  expect(await found(`update measures set measure = jsonb_set(measure, '{result}', '"failed"')`)).toEqual([
    expect.stringMatching(/^listing \| CHG-1 \| the figures count .*"failed".*, the facts say .*"implemented"/),
  ]);
  expect(await found(`delete from measures`)).toEqual([
    'listing | CHG-1 | has ended, and the figures do not count it.',
  ]);
  expect(await found(`update service_times set service = 'core-db'`)).toEqual([
    expect.stringMatching(/^listing \| CHG-1 \| its services are taken to be changed or rehearsed .*core-db.*web/),
  ]);
});

test('a fact whose content was altered is named', async () => {
  expect(
    await found(`update facts set payload = jsonb_set(payload, '{content,title}', '"Other"') where seq = 1`),
  ).toEqual([
    'chain | CHG-1 | CHG-1 fact 1 (changeFiled): its content was altered.',
    'listing | CHG-1 | the lists show title Release v2.4.0 of the website, the facts say Other.',
    'listing | CHG-1 | is not found by the words that its request has.',
  ]);
});

test('a fact that says it was somebody else breaks its link', async () => {
  expect(await found(`update facts set by = 'U0EVE' where seq = 2`)).toContainEqual(
    expect.stringMatching(/^chain \| CHG-1 \| CHG-1 fact 2 .*: its link was altered\.$/),
  );
});

test('a fact taken out of the middle leaves a gap', async () => {
  expect(await found(`delete from facts where seq = 3`)).toContainEqual(
    expect.stringMatching(/^chain \| CHG-1 \| CHG-1 fact 4 .*: expected number 3; a fact is missing\.$/),
  );
});

test('facts taken off the end are missed, although the chain that is left holds', async () => {
  const record = await aLivedRecord(`delete from facts where seq >= (select max(seq) - 1 from facts)`);
  expect(await foundIn(record)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(
        /^chain \| CHG-1 \| the last 2 facts are missing: the lists know of \d+, the journal has \d+\.$/,
      ),
      expect.stringMatching(/^listing \| CHG-1 \| the lists show status closed, the facts say /),
      expect.stringMatching(
        /^inbox \| CHG-1 \| close \(saying-\d+\) was agreed to, and fact \d+ of it is not there\.$/,
      ),
    ]),
  );
});

test('a whole change that vanished from the journal is missed in everything that still tells of it', async () => {
  const lines = await found('delete from facts');
  expect(lines).toContain('listing | CHG-1 | is listed, and the journal has no facts of it.');
  expect(lines).toContainEqual(expect.stringMatching(/^chain \| CHG-1 \| the last \d+ facts are missing/));
});

test('a list that lags behind the facts is told column by column', async () => {
  expect(await found(`update changes set status = 'watching', version = version - 1, services = '{mail}'`)).toEqual([
    expect.stringMatching(/^listing \| CHG-1 \| the lists show version \d+, the facts say \d+\.$/),
    'listing | CHG-1 | the lists show status watching, the facts say closed.',
    'listing | CHG-1 | the lists show services ["mail"], the facts say ["web"].',
  ]);
});

test('an inbox that asks for an answer nobody waits for, or not for one that somebody does, is told', async () => {
  const columns = '(team, change, ballot, question, asked, answered, editor)';
  expect(
    await found(`insert into open_ballots ${columns} select team, id, 1, 'approval', '{}', '{}', 'U0ADA' from changes`),
  ).toEqual(['listing | CHG-1 | ballot 1 is in the inbox, and is not open.']);
  const journal = await aJournalAlone();
  const { record } = journal;
  await filed(journal);
  expect(await foundIn(record)).toEqual([]);
  await sql`update open_ballots set asked = '{}', editor = 'U0EVE'`.execute(record.db);
  expect(await foundIn(record)).toEqual([
    'listing | CHG-1 | the inbox shows asked [] of ballot 1, the facts say ["infrastructure-lead"].',
    'listing | CHG-1 | the inbox shows editor U0EVE of ballot 1, the facts say U0ADA.',
  ]);
  await sql`delete from open_ballots`.execute(record.db);
  expect(await foundIn(record)).toEqual(['listing | CHG-1 | ballot 1 is open, and no inbox shows it.']);
});

test('a review in the inbox that is not open, or not as the facts say, is told', async () => {
  const columns = '(team, change, review, what, asked, criteria, editor)';
  expect(
    await found(
      `insert into open_reviews ${columns} select team, id, 1, 'technical', '{}', '{}', 'U0ADA' from changes`,
    ),
  ).toEqual(['listing | CHG-1 | review 1 is in the inbox, and is not open.']);
  const journal = await aJournalAlone();
  const { record } = journal;
  await filed(journal, 'form', { risk: 'high' });
  expect(await foundIn(record)).toEqual([]);
  await sql`update open_reviews set criteria = '{risk}' where review = 1`.execute(record.db);
  await sql`delete from open_reviews where review = 2`.execute(record.db);
  expect(await foundIn(record)).toEqual([
    'listing | CHG-1 | review 2 is open, and no inbox shows it.',
    'listing | CHG-1 | the inbox shows criteria ["risk"] of review 1, the facts say ["feasibility","impact","risk"].',
  ]);
});

test('a change that no list shows is told', async () => {
  expect(await found('delete from changes')).toEqual(['listing | CHG-1 | has facts, and no list shows it.']);
});

test('a counter that would give a number again is told', async () => {
  expect(await found('update counters set value = 0')).toEqual([
    'listing | CHG-1 | has a number above the counter (0): it would be given again.',
  ]);
});

test('a run that ended otherwise than the facts tell is named', async () => {
  expect(await found(`update runs set outcome = 'failed' where step = 'apply'`)).toEqual([
    'runs | CHG-1 run CHG-1-r1-w1-start-apply-1 | the runs show outcome failed, the facts say succeeded.',
  ]);
});

test('a run without its fact and a fact without its run are both named', async () => {
  const lines = await found(`update runs set run = 'CHG-1-made-up' where step = 'apply'`);
  expect(lines).toEqual([
    'runs | CHG-1 run CHG-1-r1-w1-start-apply-1 | was asked for, and is not among the runs.',
    'runs | CHG-1 run CHG-1-made-up | is among the runs, and no fact asked for it.',
  ]);
});

test('a wake that must follow from a fact and is gone is told, and so is one that follows from none', async () => {
  const lines = await found(
    `delete from follow_ups where data->>'milestone' = 'mayClose'`,
    `update follow_ups set key = 'CHG-1/999/remind' where data->>'milestone' = 'remind'`,
  );
  expect(lines).toEqual([
    expect.stringMatching(
      /^followUps \| CHG-1 fact \d+ \| CHG-1\/\d+\/remind must follow from it and was never written down\.$/,
    ),
    expect.stringMatching(/^followUps \| CHG-1 fact \d+ \| CHG-1\/\d+\/mayClose must follow from it/),
    'followUps | CHG-1 | CHG-1/999/remind stands for a fact that is not there.',
  ]);
});

test('a run that nobody was told to begin is told', async () => {
  const lines = await found(`delete from follow_ups where kind = 'run' and data->>'run' like '%-start-apply-1'`);
  expect(lines).toEqual([expect.stringMatching(/^followUps \| CHG-1 fact \d+ \| CHG-1\/\d+\/run must follow/)]);
});

const OVERDUE_WAKE = `update follow_ups set state = 'pending', due_at = app.now() - interval '5 minutes'
                       where data->>'milestone' = 'mayClose'`;

test('what has been due for longer than the grace is told, with how long', async () => {
  const overdue = `app.now() - interval '2 minutes', last_error = 'channel_not_found'`;
  expect(
    await found(
      OVERDUE_WAKE,
      `update deliveries set state = 'pending', ts = null, due_at = ${overdue} where seq = 2 and kind = 'note'`,
    ),
  ).toEqual([
    expect.stringMatching(/^overdue \| CHG-1 \| CHG-1\/\d+\/mayClose has been due for 5 min( \d+ s)?\.$/),
    expect.stringMatching(
      /^overdue \| CHG-1 \| CHG-1\/2\/note has been due for 2 min( \d+ s)?\. Last time: channel_not_found$/,
    ),
  ]);
});

test('what has been due for less than the grace is not', async () => {
  expect(await found(OVERDUE_WAKE.replace('5 minutes', '30 seconds'))).toEqual([]);
});

test('a headline posted weeks ago is late from the fact it is to show, not from its first day', async () => {
  const behind = `update deliveries set state = 'pending', sent_seq = sent_seq - 1, sent_at = sent_at - interval '1 day' where kind = 'headline'`;
  const removed = `update follow_ups set state = 'done' where data->>'milestone' = 'backupExpires'`;
  const soon = `update app.clock set shift = (select max(at) from facts) + interval '1 second' - clock_timestamp()`;
  expect(await found(removed, behind, soon)).toEqual([]);
  expect(await found(removed, behind, soon, `update app.clock set shift = shift + interval '3 minutes'`)).toEqual([
    expect.stringMatching(/^overdue \| CHG-1 \| CHG-1\/headline has been due for 3 min( \d+ s)?\.$/),
  ]);
});

test('while the record is on hold nothing is late', async () => {
  const record = await aLivedRecord(OVERDUE_WAKE);
  await putOnHold(record.db, 'The record was restored.');
  expect(await foundIn(record)).toEqual([]);
});

test('a delivery under another key that says the same again is told', async () => {
  const columns = 'team, change, kind, channel, lane, seq, position, view, data, state, due_at, wanted_seq, sent_seq';
  const again = (key: string, kind: string, ts: string): string =>
    `insert into deliveries (key, ts, ${columns}) select '${key}', ${ts}, ${columns} from deliveries where kind = '${kind}' and seq <= 2`;
  expect(await found(again('CHG-1/2/again', 'note', `'9.1'`).replace('seq <= 2', 'seq = 2'))).toEqual([
    'saidOnce | CHG-1 | CHG-1/2/again and CHG-1/2/note say the same of fact 2 in C0CHANGES.',
  ]);
  expect(
    await found(
      again('CHG-1/other', 'headline', `'9.2'`),
      `update deliveries set view = 'other' where key = 'CHG-1/other'`,
    ),
  ).toEqual(['saidOnce | CHG-1 | CHG-1/headline and CHG-1/other are two headlines in C0CHANGES.']);
});

test('what goes where its medium does not lead, such as to the address of a webhook, is told', async () => {
  const lines = await found(
    `update deliveries set medium = 'teams', channel = 'https://hook.example/x' where key = 'CHG-1/2/note'`,
  );
  expect(lines).toEqual(['deliveries | CHG-1 | CHG-1/2/note is a note that teams cannot take there.']);
});

test('two deliveries that claim one message are told', async () => {
  const lines = await found(`update deliveries set ts = '7.7' where seq in (2, 3) and kind = 'note'`);
  expect(lines).toEqual(['saidOnce | CHG-1 | CHG-1/2/note and CHG-1/3/note claim one message, 7.7 in C0CHANGES.']);
});

test('a delivery that counts as sent without a message, one for no fact, and a screen left behind are told', async () => {
  const lines = await found(
    `update deliveries set ts = null where seq = 2 and kind = 'note'`,
    `update deliveries set seq = 999 where seq = 3 and kind = 'note'`,
    `update deliveries set sent_seq = 1, wanted_seq = 5 where kind = 'headline'`,
  );
  expect(lines).toEqual([
    'deliveries | CHG-1 | CHG-1/headline shows fact 1 although 5 is wanted.',
    'deliveries | CHG-1 | CHG-1/2/note counts as sent, and no message is known for it.',
    'deliveries | CHG-1 | CHG-1/3/note stands for a fact that is not there.',
  ]);
});

test('a fact that nobody is on record as having asked for is told, and an agreed intent whose facts are another’s', async () => {
  expect(await found(`delete from intents where type = 'close'`)).toEqual([
    expect.stringMatching(
      /^inbox \| CHG-1 fact \d+ \| changeClosed has no intent: nobody is on record as having asked for it\.$/,
    ),
  ]);
  const record = await aLivedRecord(`update facts set intent = 'made-up' where type = 'changeClosed'`);
  await rechain(record);
  expect(await foundIn(record)).toEqual([
    expect.stringMatching(/^inbox \| CHG-1 fact \d+ \| changeClosed has no intent/),
    expect.stringMatching(/^inbox \| CHG-1 \| close \(saying-\d+\) was agreed to, and fact \d+ of it is not there\.$/),
  ]);
});

test('an apply that was begun twice is told', async () => {
  const record = await aLivedRecord();
  const begun = await seqOf(record, 'stepBegun', { run: 'CHG-1-r1-w1-start-apply-1' });
  await sql`
    insert into facts select team, stream, (select max(seq) + 1 from facts), type, at, by, surface, intent, payload, '', '', ''
      from facts where seq = ${begun}`.execute(record.db);
  await rechain(record);
  expect(await foundIn(record)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^ranOnce \| CHG-1 fact \d+ \| CHG-1-r1-w1-start-apply-1 was begun a second time\.$/),
      expect.stringMatching(/^ranOnce \| CHG-1 fact \d+ \| CHG-1-r1-w1-start-apply-1 was begun after it had ended\.$/),
    ]),
  );
});

test('a second run of one attempt is told, under whatever name it went', async () => {
  const record = await aLivedRecord();
  const rename = sql`jsonb_set(payload, '{run}', '"CHG-1-again"')`;
  for (const type of ['stepRequested', 'stepBegun']) {
    const seq = await seqOf(record, type, { run: 'CHG-1-r1-w1-start-apply-1' });
    await sql`
      insert into facts select team, stream, (select max(seq) + 1 from facts), type, at, by, surface, intent, ${rename}, '', '', ''
        from facts where seq = ${seq}`.execute(record.db);
  }
  await rechain(record);
  expect(await foundIn(record)).toContainEqual(
    expect.stringMatching(
      /^ranOnce \| CHG-1 fact \d+ \| apply of revision 1, window 1, start, attempt 1, was begun twice: as CHG-1-r1-w1-start-apply-1 and as CHG-1-again\.$/,
    ),
  );
});

test('a run that ended without having been begun is told', async () => {
  const record = await aLivedRecord();
  const begun = await seqOf(record, 'stepBegun', { run: 'CHG-1-r1-w1-start-apply-1' });
  await sql`update facts set payload = jsonb_set(payload, '{run}', '"CHG-1-r1-w1-filing-plan-1"') where seq = ${begun}`.execute(
    record.db,
  );
  await rechain(record);
  expect(await foundIn(record)).toContainEqual(
    expect.stringMatching(
      /^ranOnce \| CHG-1 fact \d+ \| CHG-1-r1-w1-start-apply-1 ended as succeeded, and had not been begun\.$/,
    ),
  );
});

/** What is said of the gates once facts of the story had other members. */
async function gatesWhere(payload: string, where: string): Promise<readonly string[]> {
  const record = await aLivedRecord(`update facts set payload = payload || '${payload}' where ${where}`);
  await rechain(record);
  const lines = await foundIn(record);
  return lines.filter((line) => line.startsWith('gates')).map((line) => line.replace(/^.* \| /, ''));
}

test('an apply begun before the start was confirmed, or without its approval or its GO, is told', async () => {
  const apply = 'CHG-1-r1-w1-start-apply-1 was begun';
  expect(await gatesWhere('{"confirmed": false}', `type = 'changeStarted'`)).toEqual([
    `${apply} before anybody had confirmed the start.`,
  ]);
  expect(await gatesWhere('{"result": "superseded"}', `type = 'ballotClosed' and payload->>'ballot' = '1'`)).toEqual([
    `${apply} although ballot 1 had not passed.`,
  ]);
  expect(await gatesWhere('{"result": "superseded"}', `type = 'ballotClosed' and payload->>'ballot' = '2'`)).toEqual([
    `${apply} without a GO for its revision and window.`,
  ]);
  expect(await gatesWhere('{"role": "nobody"}', `type = 'voteCast' and payload->>'ballot' = '1'`)).toEqual([
    'ballot 1 passed without the votes it asked of infrastructure-lead.',
  ]);
  expect(await gatesWhere('{"seatOf": "U0EVE"}', `type = 'voteCast' and payload->>'ballot' = '1'`)).toEqual([
    'ballot 1 passed by a vote for U0EVE, who had not delegated it.',
  ]);
});

test('a lock whose run is over is told', async () => {
  const lines = await found(`insert into locks select team, 'web', change, run, now() from runs where step = 'apply'`);
  expect(lines).toEqual(['locks | CHG-1 | holds the lock web for CHG-1-r1-w1-start-apply-1, which does not run.']);
});

test('a running step that no host answers for is told', async () => {
  const record = await aLivedRecord();
  const ended = await seqOf(record, 'stepEnded', { run: 'CHG-1-r1-w1-filing-plan-1' });
  await sql`update facts set type = 'incidentDeclared', payload = '{"reason": "none"}' where seq = ${ended}`.execute(
    record.db,
  );
  await sql`update facts set payload = payload || '{"host": ""}' where type = 'stepBegun' and payload->>'run' like '%-filing-plan-1'`.execute(
    record.db,
  );
  await rechain(record);
  expect(await foundIn(record)).toContain(
    'runs | CHG-1 run CHG-1-r1-w1-filing-plan-1 | is running, and no host answers for it.',
  );
});

test('a fact of a newer program makes its change unreadable and nothing else', async () => {
  const record = await aLivedRecord(`update facts set type = 'moonLanded' where type = 'workDone'`);
  await rechain(record);
  expect(await foundIn(record)).toEqual([
    expect.stringMatching(/^readable \| CHG-1 \| cannot be read: CHG-1 holds a fact/),
  ]);
});
