import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../src/canonical-json.ts';
import { brokenLink } from '../../src/journal/chain.ts';
import { chainRows, UnknownFact } from '../../src/journal/facts-store.ts';
import { NotRecorded } from '../../src/journal/failures.ts';
import type { Outcome, Saying } from '../../src/journal/hear.ts';
import { readChange } from '../../src/journal/read-change.ts';
import type { Record } from '../../src/journal/record.ts';
import { say } from '../../src/notifications/routes.ts';
import { aWorker, anActor } from '../support/a-change.ts';
import { aPolicy } from '../support/a-policy.ts';
import {
  aCrowd,
  aJournal,
  aJournalAlone,
  anEar,
  codeOf,
  countOf,
  filed,
  filing,
  reopened,
  voting,
  type Journal,
} from './a-journal.ts';

const WRITTEN = ['facts', 'changes', 'runs', 'follow_ups', 'deliveries', 'intents', 'locks'];

async function written(record: Record): Promise<readonly number[]> {
  return Promise.all(WRITTEN.map((table) => countOf(record, table)));
}

test('an intent heard twice under one id counts once and gives the same answer', async () => {
  const journal = await aJournal();
  await filed(journal);
  const first = await journal.hear(voting('a press', 'U0BOB'));
  const facts = await countOf(journal.record, 'facts');
  expect(await journal.hear(voting('a press', 'U0BOB'))).toEqual(first);
  expect(first).toMatchObject({ ok: true, change: 'CHG-1', fromSeq: 4 });
  expect(await countOf(journal.record, 'facts')).toBe(facts);
});

test('a press that arrives twenty times at once, in two processes, counts once and has one answer', async () => {
  const journal = await aJournal({ say });
  await filed(journal);
  const ears = [journal.hear, anEar(reopened(journal), { say })] as const;
  const presses = Array.from({ length: 20 }, (_, i) => ears[i % 2 === 0 ? 0 : 1](voting('a press', 'U0BOB')));
  const answers = await Promise.all(presses);
  expect(new Set(answers.map(canonicalJson)).size).toBe(1);
  const story = await readChange(journal.record, 'CHG-1');
  expect(story?.facts.filter((f) => f.fact.type === 'voteCast')).toHaveLength(1);
});

test('a form that arrives twenty times at once, in two processes, files one change', async () => {
  const journal = await aJournal({ say });
  const ears = [journal.hear, anEar(reopened(journal), { say })] as const;
  const forms = Array.from({ length: 20 }, (_, i) => ears[i % 2 === 0 ? 0 : 1](filing('one form')));
  const answers = await Promise.all(forms);
  expect(new Set(answers.map(canonicalJson)).size).toBe(1);
  expect(await countOf(journal.record, 'changes')).toBe(1);
  expect(await filed(journal, 'another form')).toBe('CHG-2');
});

test('twenty people who vote at the same moment are all counted, one after the other, without a gap', async () => {
  const policy = aCrowd(20, 20);
  const journal = await aJournal({ policy, say });
  await filed(journal);
  const ears = [journal.hear, anEar(reopened(journal), { policy, say })] as const;
  const votes = Array.from({ length: 20 }, (_, i) =>
    ears[i % 2 === 0 ? 0 : 1](voting(`vote ${i}`, `U0LEAD${i + 1}`, { policy })),
  );
  expect((await Promise.all(votes)).map(codeOf)).toEqual(Array(20).fill('ok'));
  const story = await readChange(journal.record, 'CHG-1');
  expect(story?.change.ballots[0]).toMatchObject({ result: 'passed' });
  expect(story?.change.ballots[0]?.votes).toHaveLength(20);
  expect(story?.facts.map((f) => f.seq)).toEqual(story?.facts.map((_, i) => i + 1));
  expect(brokenLink(await chainRows(journal.record.db, journal.record.team, 'CHG-1'))).toBeUndefined();
});

test('the primary key of the facts alone keeps two decisions from one number', async () => {
  const policy = aCrowd(4, 4);
  const journal = await aJournal({ policy });
  await filed(journal);
  await sql`delete from changes where team = ${journal.record.team}`.execute(journal.record.db); // the row at which they would wait for one another
  const votes = [1, 2, 3, 4].map((i) => journal.hear(voting(`vote ${i}`, `U0LEAD${i}`, { policy })));
  expect((await Promise.all(votes)).map(codeOf)).toEqual(['ok', 'ok', 'ok', 'ok']);
  expect((await readChange(journal.record, 'CHG-1'))?.change.ballots[0]?.votes).toHaveLength(4);
});

/** As a person does it: told that nothing was recorded, for the record was too busy, they send the form again. */
async function handsIn(journal: Journal, form: Saying): Promise<Outcome> {
  try {
    return await journal.hear(form);
  } catch (error) {
    if (error instanceof NotRecorded) return handsIn(journal, form);
    throw error;
  }
}

test('thirty changes filed at once get the numbers 1 to 30, and refused forms among them use none', async () => {
  const journal = await aJournal();
  const forms = Array.from({ length: 40 }, (_, i) =>
    handsIn(journal, filing(`form ${i}`, i % 4 === 3 ? { title: '' } : {})),
  );
  const outcomes = await Promise.all(forms);
  const numbers = outcomes.flatMap((o) => (o.ok ? [Number(o.change.slice(4))] : []));
  expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
  expect(outcomes.filter((o) => !o.ok).map(codeOf)).toEqual(Array(10).fill('invalidContent'));
});

test('a form that was refused may be sent again under the same id', async () => {
  const { hear } = await aJournal();
  expect(codeOf(await hear(filing('one form', { title: '' })))).toBe('invalidContent');
  expect(await hear(filing('one form'))).toMatchObject({ ok: true, change: 'CHG-1' });
});

test('a refusal is kept and repeated, whatever has changed since', async () => {
  const journal = await aJournal();
  await filed(journal);
  const refusal = await journal.hear(voting('a press', 'U0EVE'));
  expect(codeOf(refusal)).toBe('notAnApprover');
  expect(await journal.hear(voting('a press', 'U0BOB'))).toEqual(refusal);
  expect(codeOf(await journal.hear(voting('another press', 'U0BOB')))).toBe('ok');
});

test('an intent about a change that does not exist is refused by its name and files nothing', async () => {
  const { hear, record } = await aJournal();
  const outcome = await hear(voting('a press', 'U0BOB', { change: 'CHG-9' }));
  expect(outcome).toEqual({ ok: false, refusal: { code: 'noSuchChange', change: 'CHG-9' } });
  expect(await countOf(record, 'facts')).toBe(0);
});

test('when the last thing to be written fails, nothing is left and no number is used up', async () => {
  const journal = await aJournalAlone({ say });
  const { db } = journal.record;
  await sql`create function fail() returns trigger language plpgsql as 'begin raise exception ''not today''; end'`.execute(
    db,
  );
  await sql`create trigger fail before update on counters for each row execute function fail()`.execute(db);
  await expect(
    journal.hear(filing('a form', { runbook: 'web-release', params: { release: 'v1.2.3' } })),
  ).rejects.toThrow('not today');
  expect(await written(journal.record)).toEqual(WRITTEN.map(() => 0));
  await sql`drop trigger fail on counters`.execute(db);
  expect(await filed(journal, 'a form', { runbook: 'web-release', params: { release: 'v1.2.3' } })).toBe('CHG-1');
  expect((await written(journal.record)).slice(0, -1).every((n) => n > 0)).toBe(true);
});

test('a view that cannot be made undoes the facts it would have told of', async () => {
  const journal = await aJournal();
  await filed(journal);
  const before = await written(journal.record);
  const mute = anEar(journal.record, {
    say: (_before, change) => {
      if (change.status === 'approved') throw new TypeError('no words for it');
      return [];
    },
  });
  await expect(mute(voting('a press', 'U0BOB'))).rejects.toThrow(TypeError);
  expect(await written(journal.record)).toEqual(before);
  expect(codeOf(await journal.hear(voting('a press', 'U0BOB')))).toBe('ok');
});

test('a change with a fact of a newer version is refused, and the others go on', async () => {
  const journal = await aJournal();
  await filed(journal, 'form 1');
  await filed(journal, 'form 2');
  await sql`update facts set type = 'changeBlessed' where team = ${journal.record.team} and stream = 'CHG-1' and seq = 2`.execute(
    journal.record.db,
  );
  await expect(journal.hear(voting('press 1', 'U0BOB'))).rejects.toThrow(UnknownFact);
  await expect(readChange(journal.record, 'CHG-1')).rejects.toThrow(/upgrade the bot/);
  expect(codeOf(await journal.hear(voting('press 2', 'U0BOB', { change: 'CHG-2' })))).toBe('ok');
  expect(codeOf(await journal.hear(voting('press 3', 'U0CYD', { change: 'CHG-2' })))).toBe('ballotClosed');
});

test('every fact of one intent has its instant, its speaker and its intent', async () => {
  const journal = await aJournal();
  await filed(journal, 'form 7');
  const { rows } =
    await sql<object>`select distinct by, surface, intent, at from facts where team = ${journal.record.team}`.execute(
      journal.record.db,
    );
  expect(rows).toEqual([{ by: 'U0ADA', surface: 'modal', intent: 'form 7', at: expect.any(Number) }]);
});

test('what a mistake of ours breaks is not called an outage', async () => {
  const broken = (): never => {
    throw new TypeError('a view that reads what is not there');
  };
  const journal = await aJournal({ say: broken });
  await expect(journal.hear(filing('a form'))).rejects.toBeInstanceOf(TypeError);
  expect(await countOf(journal.record, 'facts')).toBe(0);
});

test('a worker is heard by its own name', async () => {
  const journal = await aJournal();
  await filed(journal, 'a form', { runbook: 'web-release', params: { release: 'v1.2.3' } });
  const run = 'CHG-1-r1-w1-filing-plan-1';
  const digest = aPolicy().runbooks['web-release']?.digest ?? '';
  const saying = { change: 'CHG-1', actor: aWorker(), surface: 'worker' } as const;
  const begin = { type: 'beginStep', run, host: 'deploy-1', digest } as const;
  expect(codeOf(await journal.hear({ ...saying, intent: begin, id: 'begin' }))).toBe('ok');
  const taken = await journal.hear({ ...saying, actor: aWorker('deploy-2'), intent: begin, id: 'begin 2' });
  expect(taken).toMatchObject({ refusal: { code: 'runTaken', host: 'deploy-1' } });
  const press = { type: 'beginStep', run, host: 'deploy-1', digest } as const;
  const person = { change: 'CHG-1', actor: anActor('U0ADA', aPolicy()), surface: 'button' } as const;
  expect(codeOf(await journal.hear({ ...person, intent: press, id: 'press' }))).toBe('workerOnly');
  expect((await readChange(journal.record, 'CHG-1'))?.facts.at(-1)?.by).toBe('worker:deploy-1');
});
