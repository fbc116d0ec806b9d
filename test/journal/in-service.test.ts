import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { ChangeId } from '../../src/change/change-id.ts';
import type { Actor, Spoken } from '../../src/change/intents.ts';
import type { ChangeContent, StepOutcome } from '../../src/change/model.ts';
import { rollBackHint } from '../../src/commands/reason/roll-back-words.ts';
import { checkRecord } from '../../src/journal/check.ts';
import { policyInForceFor } from '../../src/journal/policy-in-force.ts';
import { readChange } from '../../src/journal/read-change.ts';
import { claimWorkspace } from '../../src/journal/workspace.ts';
import { MIGRATIONS } from '../../src/open-database.ts';
import { FILED_AT, THE_CLOCK, aContent, aWorker, anActor } from '../support/a-change.ts';
import { aRunbook, HOUR, MINUTE } from '../support/a-policy.ts';
import { COMMIT, promoting } from '../support/a-promotion.ts';
import { INCIDENT, ROLL_BACK, STANDARD, START } from '../support/lives.ts';
import { aJournalAlone, codeOf, filed, moveClockTo, type Journal } from './a-journal.ts';

/** Nothing but the work and its checks. */
const {
  backup: _backup,
  plan: _plan,
  watch: _watch,
  lock: _lock,
  ...bare
} = aRunbook({ preflight: [], destructive: false });
const policy = promoting({ runbooks: { 'web-release': bare } });
const GRACE = { graceMs: 24 * HOUR };
const opensAt = FILED_AT + MINUTE;
const OTHER = `${COMMIT.slice(0, 7)}${'e'.repeat(33)}`;
let sayings = 0;

async function tell(
  { hear }: Journal,
  change: ChangeId,
  intent: Spoken,
  actor: Actor = anActor('U0ADA', policy),
): Promise<string> {
  sayings += 1;
  return codeOf(await hear({ change, intent, actor, id: `saying ${sayings}`, surface: 'button' }));
}

async function files(journal: Journal, content: Partial<ChangeContent>): Promise<ChangeId> {
  sayings += 1;
  const { runbook = '', params } = aContent();
  const release = { ...STANDARD, runbook, params, services: ['staging'], opensAt, closesAt: opensAt + 3 * HOUR };
  return filed(journal, `form ${sayings}`, { ...release, commit: COMMIT, ...content });
}

async function ends(journal: Journal, change: ChangeId, outcome: StepOutcome = 'succeeded'): Promise<void> {
  const run = (await readChange(journal.record, change))?.change.runs.find((r) => r.state !== 'ended')?.run ?? '';
  const begin = { type: 'beginStep', run, host: 'deploy-1', digest: bare.digest } as const;
  expect(await tell(journal, change, begin, aWorker())).toBe('ok');
  const report = { type: 'reportStep', run, outcome, outputBytes: 1 } as const;
  expect(await tell(journal, change, report, aWorker())).toBe('ok');
}

/** Started, applied, its checks passed; and at last the short watch over. */
async function brings(journal: Journal, content: Partial<ChangeContent> = {}): Promise<ChangeId> {
  const change = await files(journal, content);
  await moveClockTo(journal.record, opensAt + MINUTE);
  expect(await tell(journal, change, { ...START(1), typed: change })).toBe('ok');
  await ends(journal, change);
  await ends(journal, change);
  await moveClockTo(journal.record, opensAt + 30 * MINUTE);
  expect(await tell(journal, change, { type: 'reachMilestone', milestone: 'watchOver', schedule: 1 }, THE_CLOCK)).toBe(
    'ok',
  );
  await moveClockTo(journal.record, FILED_AT);
  return change;
}

async function known(journal: Journal, content: Partial<ChangeContent> = {}) {
  const change = { id: 'CHG-1000' as const, content: aContent({ commit: COMMIT, ...content }) };
  return (await policyInForceFor(journal.record, change, policy)).environments;
}

async function runsIn(journal: Journal, service: string): Promise<string | undefined> {
  const runs = (await known(journal))?.inService.find((s) => s.service === service);
  return runs && `${runs.change} ${runs.standing} ${runs.version.release}`;
}

describe('which version a service runs', () => {
  test('is what ended well there last; after a rollback what was there before, after an incident nobody knows', async () => {
    const journal = await aJournalAlone({ policy });
    const { record } = journal;
    expect(await runsIn(journal, 'staging')).toBeUndefined();
    const first = await brings(journal);
    expect(await runsIn(journal, 'staging')).toBe(`${first} runs v2.4.0`);
    const second = await files(journal, { params: { release: 'v2.5.0' } });
    await moveClockTo(record, opensAt + 40 * MINUTE);
    await tell(journal, second, { ...START(1), typed: second });
    expect(await runsIn(journal, 'staging')).toBe(`${first} runs v2.4.0`);
    await ends(journal, second, 'failed');
    expect(await runsIn(journal, 'staging')).toBe(`${second} atWork v2.5.0`);
    expect(await tell(journal, second, ROLL_BACK)).toBe('ok');
    await ends(journal, second);
    expect(await runsIn(journal, 'staging')).toBe(`${first} runs v2.4.0`);
    const third = await files(journal, { params: { release: 'v2.6.0' }, opensAt: opensAt + HOUR });
    await moveClockTo(record, opensAt + 61 * MINUTE);
    await tell(journal, third, { ...START(1), typed: third });
    await ends(journal, third, 'failed');
    await tell(journal, third, INCIDENT);
    expect(await runsIn(journal, 'staging')).toBe(`${third} inDoubt v2.6.0`);
    expect(await checkRecord(record, GRACE)).toEqual([]);
  });

  test('stays what another change brought while an earlier one is reopened, until that goes back to before both', async () => {
    const journal = await aJournalAlone({ policy });
    const { record } = journal;
    const first = await brings(journal);
    const second = await files(journal, { params: { release: 'v2.5.0' }, opensAt: opensAt + HOUR });
    await moveClockTo(record, opensAt + HOUR + MINUTE);
    await tell(journal, second, { ...START(1), typed: second });
    await ends(journal, second);
    await ends(journal, second);
    await moveClockTo(record, opensAt + 2 * HOUR);
    await tell(journal, second, { type: 'reachMilestone', milestone: 'watchOver', schedule: 1 }, THE_CLOCK);
    expect(await runsIn(journal, 'staging')).toBe(`${second} runs v2.5.0`);
    const reopen = { type: 'reopen', text: 'Search is down.' } as const;
    expect(await tell(journal, first, reopen)).toBe('ok');
    expect(await tell(journal, first, { type: 'solved' })).toBe('ok');
    await moveClockTo(record, opensAt + 2 * HOUR + 30 * MINUTE);
    const over = { type: 'reachMilestone', milestone: 'watchOver', schedule: 1, round: 1 } as const;
    expect(await tell(journal, first, over, THE_CLOCK)).toBe('ok');
    expect(await runsIn(journal, 'staging')).toBe(`${second} runs v2.5.0`);
    expect(await tell(journal, first, reopen)).toBe('ok');
    const { change, now } = (await readChange(record, first)) ?? {};
    if (!change || !now) throw new Error('it was filed');
    expect(rollBackHint(change, await policyInForceFor(record, change, policy), now)).toContain(
      'CHG-002 brought something since',
    );
    expect(await tell(journal, first, ROLL_BACK)).toBe('ok');
    await ends(journal, first);
    expect(await runsIn(journal, 'staging')).toBe(`${first} inDoubt v2.4.0`);
    expect(await checkRecord(record, GRACE)).toEqual([]);
  });

  test('is made anew from what is recorded by the migration, and checked', async () => {
    const journal = await aJournalAlone({ policy });
    const { record } = journal;
    await brings(journal);
    const working = await files(journal, { commit: OTHER });
    await moveClockTo(record, opensAt + 40 * MINUTE);
    await tell(journal, working, { ...START(1), typed: working });
    await ends(journal, working, 'failed');
    await sql`update in_service set release = 'v9'`.execute(record.db);
    expect((await checkRecord(record, GRACE)).map(({ rule }) => rule)).toEqual(['listing', 'listing']);
    await sql`drop table in_service`.execute(record.db);
    await sql.raw(await readFile(join(MIGRATIONS, '0020-in-service.sql'), 'utf8')).execute(record.db);
    expect(await checkRecord(record, GRACE)).toEqual([]);
  });
});

describe('a change of production', () => {
  test('starts on the test it names, from the moment that has ended well', async () => {
    const journal = await aJournalAlone({ policy });
    const { record } = journal;
    await claimWorkspace(record.db, { team: record.team, botId: 'B0', botUserId: 'U0', url: 'https://t.example.net/' });
    const testing = await files(journal, {});
    const production = await files(journal, { services: ['web'], testedIn: testing });
    const start = { ...START(1), typed: production };
    await moveClockTo(record, opensAt + MINUTE);
    expect(await tell(journal, production, start)).toBe('untested');
    expect(await tell(journal, testing, { ...START(1), typed: testing })).toBe('ok');
    await ends(journal, testing);
    await ends(journal, testing);
    expect(await tell(journal, production, start)).toBe('untested');
    await moveClockTo(record, opensAt + 30 * MINUTE);
    await tell(journal, testing, { type: 'reachMilestone', milestone: 'watchOver', schedule: 1 }, THE_CLOCK);
    await sql`
      insert into deliveries (team, key, change, kind, channel, lane, seq, position, view, data, due_at, wanted_seq, ts)
      values (${record.team}, ${`${testing}/headline`}, ${testing}, 'headline', 'C0CHANGES', 'x', 1, 0, 'headline', '{}', now(), 1, '12.34')`.execute(
      record.db,
    );
    expect((await known(journal, { testedIn: testing }))?.tests).toMatchObject([
      { change: testing, became: 'well', link: 'https://t.example.net/archives/C0CHANGES/p1234' },
    ]);
    expect(await tell(journal, production, start)).toBe('ok');
  });

  test('is not started on a beginning that two commits have which were brought there', async () => {
    const journal = await aJournalAlone({ policy });
    const testing = await brings(journal);
    await brings(journal, { commit: OTHER });
    const commit = COMMIT.slice(0, 7);
    expect((await known(journal, { commit, testedIn: testing }))?.alike.toSorted()).toEqual([COMMIT, OTHER].toSorted());
    const production = await files(journal, { services: ['web'], testedIn: testing, commit });
    await moveClockTo(journal.record, opensAt + 40 * MINUTE);
    expect(await tell(journal, production, { ...START(1), typed: production })).toBe('untested');
  });
});
