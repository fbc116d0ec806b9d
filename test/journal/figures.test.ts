import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { fold } from '../../src/change/evolve.ts';
import { contentOfMade } from '../../src/change/recorded.ts';
import { checkRecord } from '../../src/journal/check.ts';
import { makeMeasures } from '../../src/journal/measure-rows.ts';
import { projectChange } from '../../src/journal/projection.ts';
import { readConfidence } from '../../src/journal/read-confidence.ts';
import { readChange } from '../../src/journal/read-change.ts';
import { readPast, readReport } from '../../src/journal/read-report.ts';
import type { Record } from '../../src/journal/record.ts';
import { readServiceAges } from '../../src/journal/service-times.ts';
import { MIGRATIONS } from '../../src/open-database.ts';
import { FILED_AT, OPENS_AT, aContent, anActor } from '../support/a-change.ts';
import { aPolicy, aService, DAY, HOUR } from '../support/a-policy.ts';
import { asCounted, countedFrom } from '../support/counted.ts';
import { PAST_DAYS, factsOf, pasts } from '../support/histories.ts';
import { WITHDRAW } from '../support/lives.ts';
import { aJournal, aJournalAlone, codeOf, filed, moveClockTo, reopened, voting } from './a-journal.ts';
import { liveToTheEnd } from './a-lived-change.ts';

const { services } = aPolicy();
const policy = aPolicy({ services: { ...services, db: aService() } });
/** When the change of `liveToTheEnd` has long ended. */
const LATER = { opensAt: OPENS_AT + 90 * DAY, closesAt: OPENS_AT + 90 * DAY + HOUR };

async function rowsOf({ team, db }: Record, table: string): Promise<unknown> {
  const { rows } =
    await sql`select to_jsonb(t) as row from ${sql.table(table)} t where team = ${team} order by 1`.execute(db);
  return rows;
}

test('what the record keeps of any past adds up to what its facts do, week by week and in whole', async () => {
  const histories = factsOf(fc.sample(pasts, { numRuns: 5, seed: 11 }).flat());
  const { record } = await aJournal();
  for (const facts of histories) {
    const change = fold(facts);
    if (change) await projectChange(record, record.db, change, { isNew: true });
  }
  const from = FILED_AT + 40 * DAY;
  const to = FILED_AT + (PAST_DAYS + 40) * DAY;
  const former = { from: from - 90 * DAY, to: from };
  const zurich = { timezone: 'Europe/Zurich' };
  const { figures, before, unread } = await readPast(record, { from, to }, former, zurich);
  expect(unread).toBe(0);
  expect(Object.keys(asCounted(figures)).length).toBeGreaterThan(20);
  expect(asCounted(figures)).toEqual(countedFrom(histories, { from, to }, 'Europe/Zurich'));
  expect(asCounted(before)).toEqual(countedFrom(histories, former, 'Europe/Zurich'));
  const web = await readPast(record, { from, to }, former, { timezone: 'UTC', service: 'search' });
  const ofSearch = histories.filter((facts) => fold(facts)?.content.services.includes('search'));
  expect(Object.keys(asCounted(web.figures))).not.toEqual([]);
  expect(asCounted(web.figures)).toEqual(countedFrom(ofSearch, { from, to }, 'UTC'));
});

test('a change is counted in the transaction in which it ends, and made anew from what is recorded it counts the same', async () => {
  const journal = await aJournalAlone({ policy });
  const { record, hear } = journal;
  await liveToTheEnd(journal);
  const change = await filed(journal, 'another', LATER);
  await hear(voting('a yes', 'U0BOB', { change }));
  const actor = anActor('U0ADA', policy);
  await hear({
    change,
    intent: { type: 'rehearse', course: 'success' },
    actor,
    id: 'rehearsal',
    surface: 'command',
  });
  expect(codeOf(await hear({ change, intent: WITHDRAW, actor, id: 'withdrawal', surface: 'button' }))).toBe('ok');
  const [measures, times] = [await rowsOf(record, 'measures'), await rowsOf(record, 'service_times')];
  // What was withdrawn says nothing of how such changes go.
  const one = { of: 1, well: 1 };
  expect(await readConfidence(record, { content: aContent() })).toEqual({
    kind: 'normal',
    ofKind: one,
    byRunbook: one,
  });
  // Nothing speaks for itself: an emergency is voted on after its end.
  const none = { of: 0, well: 0 };
  expect(await readConfidence(record, { id: 'CHG-1', content: aContent() })).toEqual({
    kind: 'normal',
    ofKind: none,
    byRunbook: none,
  });
  expect(
    await readConfidence(record, { content: aContent({ kind: 'standard', pattern: 'web-release' }) }),
  ).toMatchObject({
    ofKind: { of: 0, well: 0 },
    byPattern: { of: 0, well: 0 },
  });
  expect(measures).toMatchObject([
    { row: { measure: { result: 'implemented' } } },
    { row: { measure: { result: 'cancelled' } } },
  ]);
  expect(await checkRecord(record, { graceMs: HOUR })).toEqual([]);
  await sql.raw('drop table measures, service_times; drop index deliveries_dead').execute(record.db);
  await sql.raw(await readFile(join(MIGRATIONS, '0025-measures.sql'), 'utf8')).execute(record.db);
  expect(await checkRecord(record, { graceMs: HOUR })).toEqual([]);
  expect(await readReport(record, policy, { days: 90 })).toMatchObject({
    unread: 2,
    figures: { ended: { implemented: 0 } },
  });
  expect([await makeMeasures(record, 10), await makeMeasures(record, 10)]).toEqual([2, 0]);
  expect([await rowsOf(record, 'measures'), await rowsOf(record, 'service_times')]).toEqual([measures, times]);
});

test('several processes that make measures at once make each once', async () => {
  const journal = await aJournalAlone({ policy });
  const { record, hear } = journal;
  await liveToTheEnd(journal);
  const actor = anActor('U0ADA', policy);
  for (let i = 0; i < 12; i += 1) {
    const [opensAt, closesAt] = [FILED_AT - (i + 2) * DAY, FILED_AT - (i + 2) * DAY + HOUR];
    const content = contentOfMade({
      title: `No. ${i}`,
      kind: 'normal',
      description: 'Made.',
      services: ['web'],
      opensAt,
      closesAt,
    });
    const intent = { type: 'recordChange', content, made: { ending: 'implemented' } } as const;
    expect(codeOf(await hear({ change: 'new', intent, actor, id: `made ${i}`, surface: 'shortcut' }))).toBe('ok');
  }
  const before = await rowsOf(record, 'measures');
  await sql`update measures set measure = null where team = ${record.team}`.execute(record.db);
  const made = await Promise.all([record, reopened(journal), reopened(journal)].map((one) => makeMeasures(one, 1000)));
  expect(made.reduce((sum, n) => sum + n)).toBe(13);
  expect(await rowsOf(record, 'measures')).toEqual(before);
  expect(await readReport(record, policy, { days: 90 })).toMatchObject({ unread: 0 });
});

test('each service tells when it was last changed and rehearsed, and never where it was not', async () => {
  const journal = await aJournalAlone({ policy });
  const { record, hear } = journal;
  await liveToTheEnd(journal);
  const change = await filed(journal, 'another', { ...LATER, services: ['web', 'db'] });
  const rehearsing = { type: 'rehearse', course: 'success' } as const;
  const actor = anActor('U0ADA', policy);
  expect(codeOf(await hear({ change, intent: rehearsing, actor, id: 'rehearsal', surface: 'command' }))).toBe('ok');
  const [web, db, search] = await readServiceAges(record, ['web', 'db', 'search']);
  expect(web).toMatchObject({ changed: { change: 'CHG-1' }, rehearsed: { change }, restored: { change: 'CHG-1' } });
  expect(db).toMatchObject({ service: 'db', rehearsed: { change } });
  expect(db).not.toHaveProperty('changed');
  expect(search).toEqual({ service: 'search' });
  const edited = { type: 'editChange', revision: 1 } as const;
  const story = await readChange(record, change);
  if (!story) throw new Error('it was filed');
  const content = { ...story.change.content, services: ['web'] };
  expect(codeOf(await hear({ change, intent: { ...edited, content }, actor, id: 'edit', surface: 'modal' }))).toBe(
    'ok',
  );
  expect(await readServiceAges(record, ['db'])).toEqual([{ service: 'db' }]);
});

test('a period is read by an index, whatever else the record holds', async () => {
  const { record } = await aJournal();
  await sql`
    insert into measures (team, change, ended_at, measure)
    select ${record.team}, 'CHG-' || n, to_timestamp(${OPENS_AT} / 1000.0) - n * interval '1 hour', '{}' from generate_series(1, 20000) n`.execute(
    record.db,
  );
  await sql`analyze measures`.execute(record.db);
  await moveClockTo(record, OPENS_AT);
  const { rows } = await sql<{ 'QUERY PLAN': string }>`
    explain select measure from measures
     where team = ${record.team} and ended_at >= to_timestamp(${OPENS_AT - 30 * DAY}::double precision / 1000)
       and ended_at < to_timestamp(${OPENS_AT}::double precision / 1000) order by ended_at`.execute(record.db);
  expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('measures_by_end');
});
