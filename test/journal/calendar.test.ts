import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { ChangeId } from '../../src/change/change-id.ts';
import type { CalendarIntent } from '../../src/change/declaring/decide-calendar.ts';
import { openBallots } from '../../src/change/model.ts';
import { onWake } from '../../src/jobs/wake.ts';
import { offeredId } from '../../src/jobs/offered-id.ts';
import { readDeclared } from '../../src/journal/calendar-row.ts';
import { policyInForce } from '../../src/journal/policy-in-force.ts';
import { checkRecord } from '../../src/journal/check.ts';
import { readCalendarFacts } from '../../src/journal/facts-store.ts';
import { claimDueFollowUps } from '../../src/journal/follow-up-rows.ts';
import type { CalendarSaying, Outcome } from '../../src/journal/hear.ts';
import { changesInside } from '../../src/journal/overlaps.ts';
import { readChange } from '../../src/journal/read-change.ts';
import { streams } from '../../src/journal/streams.ts';
import { sayOfCalendar } from '../../src/notifications/routes.ts';
import { FILED_AT, OPENS_AT, anActor } from '../support/a-change.ts';
import { declaring } from '../support/a-freeze.ts';
import { aPolicy, DAY, HOUR, MINUTE } from '../support/a-policy.ts';
import { STANDARD, START } from '../support/lives.ts';
import { aJournal, aJournalAlone, codeOf, countOf, filed, moveClockTo, type Journal } from './a-journal.ts';

const policy = aPolicy();
const GRACE = { graceMs: 60_000 };

function saying(id: string, intent: CalendarIntent = declaring(), by = 'U0MGR'): CalendarSaying {
  return { change: 'calendar', intent, actor: anActor(by, policy), id, surface: 'modal' };
}

function lift(freeze: number): CalendarIntent {
  return { type: 'liftFreeze', freeze, reason: 'They left.' };
}

/** Wakes for everything due, as the relay and its worker would. */
async function wakeAll({ record, hear }: Journal): Promise<void> {
  const wake = onWake({ record, hear, policy: () => policy });
  for (const { key, kind, generation } of await claimDueFollowUps(record, 100, 0))
    if (kind === 'freeze') await wake(offeredId(key, generation));
}

async function factsOf({ record }: Journal, change: ChangeId): Promise<readonly string[]> {
  return ((await readChange(record, change))?.facts ?? []).map(({ fact }) => fact.type);
}

describe('the calendar', () => {
  test('is a stream of its own, whose facts are chained and counted', async () => {
    const journal = await aJournalAlone({ policy, sayOfCalendar });
    const { record, hear } = journal;
    expect(await hear(saying('first'))).toEqual({ ok: true, change: 'calendar', fromSeq: 1, toSeq: 1 });
    expect(codeOf(await hear(saying('lift', lift(1))))).toBe('ok');
    expect(await Array.fromAsync(streams(record))).toEqual(['calendar']);
    expect((await readCalendarFacts(record, record.db)).facts.map((f) => [f.seq, f.by, f.fact.type])).toEqual([
      [1, 'U0MGR', 'freezeDeclared'],
      [2, 'U0MGR', 'freezeLifted'],
    ]);
    expect(await countOf(record, 'deliveries')).toBe(2);
    await wakeAll(journal);
    expect(await checkRecord(record, GRACE)).toEqual([]);
  });

  test('hears a declaration once, and answers the same for ever', async () => {
    const { record, hear } = await aJournal({ policy });
    const answers = await Promise.all(Array.from({ length: 5 }, () => hear(saying('one form'))));
    expect(answers).toEqual(Array(5).fill({ ok: true, change: 'calendar', fromSeq: 1, toSeq: 1 }));
    expect(await readDeclared(record)).toHaveLength(1);
  });

  test('takes a form again that was refused and corrected', async () => {
    const { hear } = await aJournal({ policy });
    expect(codeOf(await hear(saying('a form', declaring({ reason: '' }))))).toBe('invalidFreeze');
    expect(codeOf(await hear(saying('a form')))).toBe('ok');
  });

  test('numbers freezes that are declared at once, each its own', async () => {
    const { record, hear } = await aJournal({ policy });
    const names = Array.from({ length: 8 }, (_, i) => `Freeze ${i}`);
    await Promise.all(names.map((name) => hear(saying(name, declaring({ name })))));
    expect((await readDeclared(record)).map((f) => f.declared)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('is checked: an altered freeze and one taken out are named', async () => {
    const { record, hear } = await aJournalAlone({ policy });
    await hear(saying('first'));
    const found = async (): Promise<readonly string[]> =>
      (await checkRecord(record, GRACE)).map(({ rule, place }) => `${rule} | ${place}`);
    await sql`update calendar set freezes = '[]'`.execute(record.db);
    expect(await found()).toEqual(['listing | calendar']);
    await sql`delete from facts`.execute(record.db);
    expect(await found()).toContain('chain | calendar');
  });
});

describe('a declared freeze', () => {
  test('is told to the changes it touches, once each, and to no other', async () => {
    const journal = await aJournal({ policy });
    const { record, hear } = journal;
    const inside = await filed(journal, 'inside');
    const beside = await filed(journal, 'beside', { opensAt: OPENS_AT + 7 * DAY, closesAt: OPENS_AT + 7 * DAY + HOUR });
    await hear(saying('freeze'));
    expect(await changesInside(record, { ...declaring() })).toEqual([inside]);
    await wakeAll(journal);
    await wakeAll(journal);
    expect(await factsOf(journal, inside)).toEqual([
      'changeFiled',
      'changeSubmitted',
      'ballotOpened',
      'freezeHeeded',
      'ballotOpened',
    ]);
    expect(await factsOf(journal, beside)).not.toContain('freezeHeeded');
    await hear(saying('lift', lift(1)));
    await wakeAll(journal);
    const { change } = (await readChange(record, inside)) ?? {};
    expect(change && openBallots(change).map((b) => b.question)).toEqual(['approval']);
  });

  test('of other services touches none', async () => {
    const journal = await aJournal({ policy });
    await filed(journal);
    const { record } = journal;
    expect(await changesInside(record, declaring({ services: ['core-db'] }))).toEqual([]);
    expect(await changesInside(record, declaring({ services: ['core-db', 'web'] }))).toEqual(['CHG-1']);
  });

  test('is in force for whoever reads the policy, until it is lifted', async () => {
    const { record, hear } = await aJournal({ policy });
    await hear(saying('freeze'));
    expect((await policyInForce(record, policy)).calendar.declared).toMatchObject([
      { name: 'Audit week', declared: 1 },
    ]);
    await hear(saying('lift', lift(1)));
    expect(await policyInForce(record, policy)).toBe(policy);
  });
});

describe('a freeze declared while a change is being started', () => {
  const ROUNDS = 40;
  const opensAt = FILED_AT + MINUTE;
  const closesAt = opensAt + 3 * HOUR;

  test('is either seen by the start or comes after it', { timeout: 60_000 }, async () => {
    const journal = await aJournalAlone({ policy });
    const ids: ChangeId[] = [];
    for (let i = 0; i < ROUNDS; i += 1) ids.push(await filed(journal, `form ${i}`, { ...STANDARD, opensAt, closesAt }));
    await moveClockTo(journal.record, opensAt + MINUTE);
    const results: string[] = [];
    for (const [i, change] of ids.entries()) results.push(await round(journal, change, i));
    expect(new Set(results)).toEqual(new Set(['ok', 'insideFreeze']));
  });

  async function round({ record, hear }: Journal, change: ChangeId, i: number): Promise<string> {
    const start = (): Promise<Outcome> => {
      const intent = { ...START(1), typed: change };
      return hear({ change, intent, actor: anActor('U0ADA', policy), id: `start ${i}`, surface: 'modal' });
    };
    const freeze = declaring({ name: `Freeze ${i}`, from: opensAt, to: closesAt });
    const declare = (): Promise<Outcome> => hear(saying(`freeze ${i}`, freeze));
    const both = i % 2 === 0 ? [start(), declare()] : [declare(), start()];
    const codes = (await Promise.all(both)).map(codeOf);
    const code = (i % 2 === 0 ? codes[0] : codes[1]) ?? '';
    const declaredAt = (await readDeclared(record)).at(-1)?.at ?? 0;
    const startedAt = (await readChange(record, change))?.change.startedAt;
    expect(code === 'ok' ? (startedAt ?? Infinity) <= declaredAt : startedAt === undefined).toBe(true);
    await hear(saying(`lift ${i}`, lift(i + 1)));
    return code;
  }
});
