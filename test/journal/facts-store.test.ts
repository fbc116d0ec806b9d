import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { brokenLink } from '../../src/journal/chain.ts';
import { appendFacts, chainRows, readFacts } from '../../src/journal/facts-store.ts';
import { GENESIS } from '../../src/journal/chain.ts';
import { readChange } from '../../src/journal/read-change.ts';
import { aContent } from '../support/a-change.ts';
import { aJournal, filed, voting, type Journal } from './a-journal.ts';

async function aStream(): Promise<Journal> {
  const journal = await aJournal();
  await filed(journal);
  await journal.hear(voting('a press', 'U0BOB'));
  return journal;
}

async function broken({ record }: Journal, stream = 'CHG-1', team = record.team): Promise<string | undefined> {
  return brokenLink(await chainRows(record.db, team, stream));
}

const ALTERED = {
  type: sql`'changeClosed'`,
  at: sql`at + interval '1 millisecond'`,
  by: sql`'U0EVE'`,
  surface: sql`'slash'`,
  intent: sql`'another'`,
  payload: sql`payload || '{"answer":"no"}'`,
  payload_digest: sql`repeat('0', 64)`,
  previous: sql`repeat('0', 64)`,
  hash: sql`repeat('0', 64)`,
  seq: sql`seq + 100`,
};

test.each(Object.entries(ALTERED))('an altered %s is found', async (column, value) => {
  const journal = await aStream();
  expect(await broken(journal)).toBeUndefined();
  const { rows } = await sql<{ seq: number }>`
    update facts set ${sql.ref(column)} = ${value}
     where team = ${journal.record.team} and stream = 'CHG-1' and type = 'voteCast' returning seq`.execute(
    journal.record.db,
  );
  expect(rows).toHaveLength(1);
  expect(await broken(journal)).toMatch(/^CHG-1 fact \d+ \(\w+\): /);
});

test('facts moved to another change or another workspace are found', async () => {
  const journal = await aStream();
  const { db, team } = journal.record;
  await sql`update facts set stream = 'CHG-2' where team = ${team}`.execute(db);
  expect(await broken(journal, 'CHG-2')).toContain('its link was altered');
  await sql`update facts set stream = 'CHG-1', team = ${`${team}B`} where team = ${team}`.execute(db);
  expect(await broken(journal, 'CHG-1', `${team}B`)).toContain('its link was altered');
});

test('a fact taken out of the middle is found', async () => {
  const journal = await aStream();
  await sql`delete from facts where team = ${journal.record.team} and seq = 3`.execute(journal.record.db);
  expect(await broken(journal)).toBe('CHG-1 fact 4 (voteCast): expected number 3; a fact is missing');
});

test('facts exchanged with their links made anew are found by the next link', async () => {
  const journal = await aStream();
  const { db, team } = journal.record;
  const { facts } = await readFacts(journal.record, db, 'CHG-1');
  await sql`delete from facts where team = ${team} and seq = 1`.execute(db);
  const forged = { ...facts[0], seq: 1, at: 0, by: 'U0EVE', fact: { type: 'workDone' } } as const;
  await appendFacts(journal.record, db, 'CHG-1', [forged], { lastHash: GENESIS, surface: 'modal', intent: 'the form' });
  expect(await broken(journal)).toBe('CHG-1 fact 2 (changeSubmitted): does not follow the fact before it');
});

test('an erased content keeps the chain, and the change says which fact was erased', async () => {
  const journal = await aStream();
  const { db, team } = journal.record;
  await sql`update facts set payload = null where team = ${team} and seq = 1`.execute(db);
  expect(await broken(journal)).toBeUndefined();
  await expect(readChange(journal.record, 'CHG-1')).rejects.toThrow('reading CHG-1: fact 1 was erased');
});

test('what people type comes back as it was typed, and its chain holds', async () => {
  const journal = await aJournal();
  const content = aContent({
    title: 'Ünïcode \\u0041 "quoted" \\ 東京 🚀',
    description: `' ; drop table facts; --\n\t\r{"a": [1.50, 1e21, -0.0]}`,
    impact: '$1 %s {{x}} \u2028',
    estimateMs: 0.1 + 0.2,
    opensAt: aContent().opensAt + 123,
    params: { release: 'v2.4.0' },
  });
  await filed(journal, 'a form', content);
  const story = await readChange(journal.record, 'CHG-1');
  expect(story?.change.content).toEqual(content);
  expect(await broken(journal)).toBeUndefined();
});

test('facts come back in order with the instants they were written at', async () => {
  const { record } = await aJournal();
  const ats = [0, 1, 999, 1_791_190_800_001, 1_791_190_800_999, 253_402_300_799_999];
  const facts = ats.map((at, i) => ({ seq: i + 1, at, by: 'clock', fact: { type: 'workDone' } as const }));
  await appendFacts(record, record.db, 'CHG-1', facts, { lastHash: GENESIS, surface: 'clock', intent: 'x' });
  const read = await readFacts(record, record.db, 'CHG-1');
  expect(read.facts).toEqual(facts.map((fact) => ({ ...fact, surface: 'clock' })));
  expect(brokenLink(await chainRows(record.db, record.team, 'CHG-1'))).toBeUndefined();
});
