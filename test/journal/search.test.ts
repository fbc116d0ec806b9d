import { readFile } from 'node:fs/promises';
import * as fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { checkRecord } from '../../src/journal/check.ts';
import type { Page } from '../../src/journal/find-changes.ts';
import { listChanges, type ListFilter } from '../../src/journal/read-list.ts';
import { readLog, readLogPage, type LogFilter } from '../../src/journal/read-log.ts';
import { MIGRATIONS } from '../../src/open-database.ts';
import { FILED_AT, aContent, anActor } from '../support/a-change.ts';
import { DAY, HOUR, aPolicy } from '../support/a-policy.ts';
import { aJournal, aJournalAlone, filed, type Journal } from './a-journal.ts';

async function found({ record }: Journal, words: string, filter: Partial<ListFilter> = {}): Promise<readonly string[]> {
  const all = { by: 'all', words, ...filter } as ListFilter;
  return (await listChanges(record, all)).map(({ id }) => id);
}

describe('words find a change', () => {
  test('wherever in its request they stand, each from its beginning, in any order and language', async () => {
    const journal = await aJournal();
    await filed(journal, 'a', { title: 'Renew the certificate', services: ['web'] });
    await filed(journal, 'b', { rollbackPlan: 'Put the old CERTIFICATE v2.4.0 back.', services: ['core-db'] });
    await filed(journal, 'c', {
      description: 'Mise à jour de l’équipement réseau; Größe 北京数据',
      links: ['https://git.example.net/infra/pull/77'],
    });
    expect(await found(journal, 'certificate')).toEqual(['CHG-2', 'CHG-1']);
    expect(await found(journal, 'certif renew')).toEqual(['CHG-1']);
    expect(await found(journal, 'rtificate')).toEqual([]);
    expect(await found(journal, 'v2.4')).toContain('CHG-2');
    expect(await found(journal, 'core-db')).toEqual(['CHG-2']);
    for (const words of ['ÉQUIPEMENT', 'größ', '北京', 'example.net/infra/pull/77', 'l’équip'])
      expect(await found(journal, words)).toEqual(['CHG-3']);
    expect(await found(journal, 'certificate', { service: 'web' })).toEqual(['CHG-1']);
    expect(await found(journal, 'certificate', { by: 'mine', user: 'U0BOB' })).toEqual([]);
    expect(await found(journal, 'certificate', { by: 'mine', user: 'U0ADA' })).toEqual(['CHG-2', 'CHG-1']);
    expect(await found(journal, 'certificate', { by: 'week' })).toEqual([]);
  });

  test.each([
    "'",
    '"',
    '!certificate',
    'certificate & !renew',
    'cert:*',
    ':*',
    '-',
    '\\',
    "\\' | x",
    '😀',
    '()',
    '<->',
    '%',
    '\ud800',
  ])('%j is words and nothing else, and never everything', async (words) => {
    const journal = await aJournal();
    await filed(journal, 'a', { title: 'Renew the certificate' });
    await filed(journal, 'b', { title: 'Something else' });
    expect((await found(journal, words)).filter((id) => id !== 'CHG-1')).toEqual([]);
  });

  test('follow an edit, and the check of the record sees where they do not', async () => {
    const journal = await aJournalAlone();
    const { hear, record } = journal;
    await filed(journal, 'a', { title: 'Renew the certificate' });
    const content = { ...aContent(), title: 'Retire the mainframe' };
    const { runbook: _by, ...rest } = content;
    const editing = { change: 'CHG-1', actor: anActor('U0ADA', aPolicy()), id: 'edit', surface: 'modal' } as const;
    await hear({ ...editing, intent: { type: 'editChange', content: { ...rest, params: {} }, revision: 1 } });
    expect(await found(journal, 'certificate')).toEqual([]);
    expect(await found(journal, 'mainframe')).toEqual(['CHG-1']);
    const grace = { graceMs: DAY };
    expect(await checkRecord(record, grace)).toEqual([]);
    await sql`update changes set search = app.search_of('{"title": "Another"}')`.execute(record.db);
    expect((await checkRecord(record, grace)).map(({ sentence }) => sentence)).toEqual([
      'is not found by the words that its request has.',
    ]);
  });

  test('of the changes there were before are found in the facts', async () => {
    const journal = await aJournalAlone();
    const { db } = journal.record;
    await filed(journal, 'a', { title: 'Renew the certificate' });
    await filed(journal, 'b');
    const list = async () => (await sql`select id, search::text from changes order by id`.execute(db)).rows;
    const before = await list();
    await sql`alter table changes drop column search cascade`.execute(db);
    await sql`drop function app.words, app.search_of, app.found_by, app.found, app.near`.execute(db);
    for (const file of ['0026-search', '0029-found-nearby'])
      await sql.raw(await readFile(`${MIGRATIONS}/${file}.sql`, 'utf8')).execute(db);
    expect(await list()).toEqual(before);
    expect(await found(journal, 'certif')).toEqual(['CHG-1']);
  });

  test('of the longest text there can be leave a change that can be filed', async () => {
    const journal = await aJournal();
    const long = Array.from({ length: 2_900 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('');
    const many = (from: number) =>
      Array.from({ length: 950 }, (_, i) => (from + i).toString(36))
        .join(' ')
        .slice(0, 2_900);
    await filed(journal, 'a', {
      description: long,
      reason: many(50_000),
      impact: many(60_000),
      implementationPlan: many(70_000),
      mitigation: many(80_000),
    });
    expect(await found(journal, long.slice(0, 60))).toEqual(['CHG-1']);
  });
});

/** Changes far apart by number, so that a page reaches through every stretch; every third has the word, every fourth failed. */
const FAR = Array.from({ length: 90 }, (_, i) => ({
  number: i * i * 97 + 1,
  hasWord: i % 3 === 0,
  failed: i % 4 === 0,
}));

async function farApart({ record: { db, team } }: Journal): Promise<void> {
  for (const { number, hasWord, failed } of FAR)
    await sql`
      insert into changes (team, id, number, version, status, title, kind, risk, services, requester, implementer, opens_at, closes_at,
                           ending, search)
      values (${team}, ${`CHG-${number}`}, ${number}, 1, 'closed', 'Title', 'normal', 'low', '{web}', 'U0ADA', 'U0ADA',
              to_timestamp(${(FILED_AT - number * HOUR) / 1000}), to_timestamp(${FILED_AT / 1000}),
              ${failed ? 'failed' : 'implemented'}, app.search_of(${JSON.stringify({ title: hasWord ? 'alphabet' : 'beta' })}::jsonb))`.execute(
      db,
    );
}

describe('pages of what is found', () => {
  const FILTERS: readonly (readonly [string, LogFilter, (change: (typeof FAR)[number]) => boolean])[] = [
    ['everything', {}, () => true],
    ['a word', { words: 'alpha' }, ({ hasWord }) => hasWord],
    [
      'a word and how it ended',
      { words: 'alpha', standings: [{ status: 'closed', ending: 'failed' }] },
      (c) => c.hasWord && c.failed,
    ],
    [
      'days',
      { since: FILED_AT - 300_000 * HOUR, until: FILED_AT - 200_000 * HOUR },
      ({ number }) => number > 200_000 && number <= 300_000,
    ],
    [
      'a word within days',
      { words: 'alpha', since: FILED_AT - 300_000 * HOUR },
      (c) => c.hasWord && c.number <= 300_000,
    ],
  ];

  test('tell each once, however they are turned, back and forth', async () => {
    const journal = await aJournal();
    await farApart(journal);
    for (const [name, filter, has] of FILTERS) {
      const all = FAR.filter(has).map(({ number }) => number);
      const byTerms = filter.words !== undefined;
      const expected = all.toSorted((a, b) => (byTerms ? b - a : a - b));
      const read = (page: Omit<Page, 'most'>) => readLogPage(journal.record, filter, { most: 7, ...page });
      const pages: (readonly number[])[] = [];
      for (let rows = await read({}); rows.length > 0;) {
        pages.push(rows.map(({ number }) => number));
        const [first, beside] = [rows[0], rows.at(-1)];
        if (pages.length > 1 && first) {
          const back = await read({ turn: 'newer', beside: first });
          expect(
            back.map(({ number }) => number),
            name,
          ).toEqual(pages.at(-2));
        }
        if (!beside) break;
        rows = await read({ beside });
      }
      expect(pages.flat(), name).toEqual(expected);
      const told = await Array.fromAsync(readLog(journal.record, filter, 5));
      expect(
        told.map(({ number }) => number),
        name,
      ).toEqual(expected);
    }
  });

  test('hold the nearest on either side of any change, however far away they are', async () => {
    const journal = await aJournal();
    await farApart(journal);
    const both = FILTERS.filter(([, { words }]) => words !== undefined);
    const far = fc.integer({ min: 1, max: 800_000 });
    await fc.assert(
      fc.asyncProperty(
        far,
        fc.constantFrom(...both),
        fc.boolean(),
        fc.integer({ min: 1, max: 40 }),
        async (number, of, isUp, most) => {
          const [name, filter, has] = of;
          const all = FAR.filter(has).map((c) => c.number);
          const expected = isUp
            ? all
                .filter((n) => n > number)
                .slice(0, most)
                .toReversed()
            : all
                .filter((n) => n < number)
                .slice(-most)
                .toReversed();
          const page = { most, turn: isUp ? 'newer' : 'older', beside: { number, opensAt: 0 } } as const;
          const rows = await readLogPage(journal.record, filter, page);
          expect(
            rows.map((row) => row.number),
            name,
          ).toEqual(expected);
        },
      ),
      { numRuns: 200 },
    );
  });
});
