import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { ChangeId } from '../../src/change/change-id.ts';
import type { Spoken } from '../../src/change/intents.ts';
import { openIncidents } from '../../src/change/open-incidents.ts';
import { offeredId } from '../../src/jobs/offered-id.ts';
import { onWake } from '../../src/jobs/wake.ts';
import { checkRecord } from '../../src/journal/check.ts';
import { claimDueFollowUps } from '../../src/journal/follow-up-rows.ts';
import type { Outcome } from '../../src/journal/hear.ts';
import { readOpenIncidents } from '../../src/journal/open-incident-rows.ts';
import { policyInForce } from '../../src/journal/policy-in-force.ts';
import { readChange } from '../../src/journal/read-change.ts';
import { claimWorkspace } from '../../src/journal/workspace.ts';
import { FILED_AT, anActor } from '../support/a-change.ts';
import { aPolicy, aService, HOUR, MINUTE } from '../support/a-policy.ts';
import { INCIDENT, RESOLVED, STANDARD, START, inHaste } from '../support/lives.ts';
import { aJournalAlone, codeOf, filed, moveClockTo, type Journal } from './a-journal.ts';

const { services } = aPolicy();
const policy = aPolicy({ services: { ...services, 'core-db': aService() } });
const GRACE = { graceMs: 60_000 };
const opensAt = FILED_AT + MINUTE;
const closesAt = opensAt + 3 * HOUR;
let sayings = 0;

async function say({ hear }: Journal, change: ChangeId, intent: Spoken): Promise<Outcome> {
  sayings += 1;
  return hear({ change, intent, actor: anActor('U0ADA', policy), id: `saying ${sayings}`, surface: 'button' });
}

const start = (journal: Journal, change: ChangeId): Promise<Outcome> =>
  say(journal, change, { ...START(1), typed: change });

/** A change of the service, done by hand, whose window has just opened. */
async function atTheStart(journal: Journal, id: string): Promise<ChangeId> {
  return filed(journal, id, { ...STANDARD, opensAt, closesAt });
}

/** One under way, that may become an incident. */
async function underWay(journal: Journal, id: string): Promise<ChangeId> {
  const change = await atTheStart(journal, id);
  await moveClockTo(journal.record, opensAt + MINUTE);
  expect(codeOf(await start(journal, change))).toBe('ok');
  return change;
}

/** Wakes for everything due about incidents, twice, as after a crash. */
async function wakeAll({ record, hear }: Journal): Promise<void> {
  const wake = onWake({ record, hear, policy: () => policy });
  for (const { key, kind, generation } of await claimDueFollowUps(record, 100, 0))
    if (kind === 'incident') for (const _ of [1, 2]) await wake(offeredId(key, generation));
}

async function heededBy({ record }: Journal, change: ChangeId): Promise<readonly string[]> {
  const facts = (await readChange(record, change))?.facts ?? [];
  return facts.flatMap(({ fact }) => (fact.type === 'incidentHeeded' ? [`${fact.incident} ${fact.became}`] : []));
}

describe('an open incident', () => {
  test('stands with each service it is on, until it is over', async () => {
    const journal = await aJournalAlone({ policy });
    const { record } = journal;
    const broken = await underWay(journal, 'broken');
    await say(journal, broken, INCIDENT);
    expect(await readOpenIncidents(record)).toMatchObject([{ change: broken, services: ['web'], holder: 'U0ADA' }]);
    expect(openIncidents(await policyInForce(record, policy))).toHaveLength(1);
    expect(await checkRecord(record, GRACE)).toEqual([]);
    await say(journal, broken, RESOLVED);
    expect(await readOpenIncidents(record)).toEqual([]);
    expect(await checkRecord(record, GRACE)).toEqual([]);
  });

  test('is seen with the way to its message, where that was posted', async () => {
    const journal = await aJournalAlone({ policy });
    const { record } = journal;
    const broken = await underWay(journal, 'broken');
    await say(journal, broken, INCIDENT);
    await claimWorkspace(record.db, {
      team: record.team,
      botId: 'B0',
      botUserId: 'U0',
      url: 'https://team.example.net/',
    });
    await sql`
      insert into deliveries (team, key, change, kind, channel, lane, seq, position, view, data, due_at, wanted_seq, ts)
      values (${record.team}, ${`${broken}/incident`}, ${broken}, 'live', 'C0INCIDENTS', 'x', 1, 5, 'handOver', '{}', now(), 1, '12.34')`.execute(
      record.db,
    );
    const [incident] = await readOpenIncidents(record);
    expect(incident?.link).toBe('https://team.example.net/archives/C0INCIDENTS/p1234');
  });

  test('stops the start of another change, which is told so once, and once that it may go on', async () => {
    const journal = await aJournalAlone({ policy });
    const waiting = await atTheStart(journal, 'waiting');
    const elsewhere = await filed(journal, 'elsewhere', { ...STANDARD, services: ['core-db'], opensAt, closesAt });
    const broken = await underWay(journal, 'broken');
    await say(journal, broken, INCIDENT);
    expect(codeOf(await start(journal, waiting))).toBe('incidentOnService');
    expect(codeOf(await start(journal, elsewhere))).toBe('ok');
    await wakeAll(journal);
    await wakeAll(journal);
    expect(await heededBy(journal, waiting)).toEqual([`${broken} open`]);
    expect(await heededBy(journal, elsewhere)).toEqual([]);
    await say(journal, broken, RESOLVED);
    await wakeAll(journal);
    expect(await heededBy(journal, waiting)).toEqual([`${broken} open`, `${broken} over`]);
    expect(codeOf(await start(journal, waiting))).toBe('ok');
  });

  test('lets the emergency pass that names it, and hears of it', async () => {
    const journal = await aJournalAlone({ policy });
    const broken = await underWay(journal, 'broken');
    await say(journal, broken, INCIDENT);
    const actor = anActor('U0ADA', policy);
    const emergency = async (id: string, incident?: ChangeId): Promise<Outcome> => {
      const { runbook: _by, ...content } = inHaste({ params: {}, ...(incident ? { incident } : {}) });
      return journal.hear({ change: 'new', intent: { type: 'fileChange', content }, actor, id, surface: 'modal' });
    };
    expect(codeOf(await emergency('unnamed'))).toBe('invalidContent');
    const begun = await emergency('named', broken);
    expect(codeOf(begun)).toBe('ok');
    await wakeAll(journal);
    const { change } = (await readChange(journal.record, broken)) ?? {};
    expect(change?.incident?.emergencies).toMatchObject([{ change: begun.ok ? begun.change : '' }]);
  });

  test('is checked: one that was taken out of the lists, and one put there, are named', async () => {
    const journal = await aJournalAlone({ policy });
    const { record } = journal;
    const broken = await underWay(journal, 'broken');
    await say(journal, broken, INCIDENT);
    const found = async (): Promise<readonly string[]> =>
      (await checkRecord(record, GRACE)).map(({ rule, place }) => `${rule} | ${place}`);
    const { rows } = await sql<{ incidents: unknown }>`select incidents from open_incidents`.execute(record.db);
    await sql`update open_incidents set incidents = '[]'`.execute(record.db);
    expect(await found()).toEqual([`listing | ${broken}`]);
    await say(journal, broken, RESOLVED);
    await sql`update open_incidents set incidents = ${JSON.stringify(rows[0]?.incidents)}`.execute(record.db);
    expect(await found()).toEqual([`listing | ${broken}`]);
  });
});

describe('an incident declared while another change is being started', () => {
  const ROUNDS = 16;

  test('is either seen by the start or comes after it', { timeout: 60_000 }, async () => {
    const journal = await aJournalAlone({ policy });
    const pairs: (readonly [broken: ChangeId, other: ChangeId])[] = [];
    for (let i = 0; i < ROUNDS; i += 1)
      pairs.push([await atTheStart(journal, `broken ${i}`), await atTheStart(journal, `other ${i}`)]);
    await moveClockTo(journal.record, opensAt + MINUTE);
    for (const [broken] of pairs) expect(codeOf(await start(journal, broken))).toBe('ok');
    const results: string[] = [];
    for (const [i, [broken, other]] of pairs.entries()) results.push(await round(journal, broken, other, i));
    expect(new Set(results)).toEqual(new Set(['ok', 'incidentOnService']));
    const found = await checkRecord(journal.record, GRACE);
    expect(found.filter(({ rule }) => rule !== 'overdue')).toEqual([]);
  });

  async function round(journal: Journal, broken: ChangeId, other: ChangeId, i: number): Promise<string> {
    const declare = (): Promise<Outcome> => say(journal, broken, INCIDENT);
    const both = i % 2 === 0 ? [start(journal, other), declare()] : [declare(), start(journal, other)];
    const codes = (await Promise.all(both)).map(codeOf);
    const [started, declared] = i % 2 === 0 ? codes : codes.toReversed();
    expect(declared).toBe('ok');
    const [incident] = await readOpenIncidents(journal.record);
    const startedAt = (await readChange(journal.record, other))?.change.startedAt;
    expect(started === 'ok' ? (startedAt ?? Infinity) <= (incident?.since ?? 0) : startedAt === undefined).toBe(true);
    expect(codeOf(await say(journal, broken, RESOLVED))).toBe('ok');
    return started ?? '';
  }
});
