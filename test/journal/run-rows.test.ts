import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { RecordedFact } from '../../src/change/facts.ts';
import { evolve } from '../../src/change/evolve.ts';
import type { Change } from '../../src/change/model.ts';
import { restoreMsOf } from '../../src/change/restore-estimate.ts';
import { policyInForce } from '../../src/journal/policy-in-force.ts';
import { projectRun } from '../../src/journal/projection.ts';
import { restoreTimes } from '../../src/journal/restore-times.ts';
import { rollbackTimes } from '../../src/journal/rollback-times.ts';
import {
  formerDurations,
  keepOutput,
  lastOutput,
  markOverdue,
  outputKept,
  readRun,
  runsOfHost,
  wholeOutput,
} from '../../src/journal/run-rows.ts';
import type { Record } from '../../src/journal/record.ts';
import { applied } from '../support/lives.ts';
import { aPolicy, aService, MINUTE } from '../support/a-policy.ts';
import { PROVEN } from '../support/a-proof.ts';
import { aJournal } from './a-journal.ts';

const STORY = applied();
const DIGEST = aPolicy().runbooks['web-release']?.digest ?? '';
const APPLY = 'CHG-1-r1-w1-start-apply-1';

/** The runs of a change that was applied, as its facts tell them; those up to one only, if told. */
async function project(record: Record, until?: (recorded: RecordedFact) => boolean): Promise<void> {
  let change: Change | undefined;
  for (const recorded of STORY.facts) {
    change = evolve(change, recorded);
    await projectRun(record, record.db, change, recorded);
    if (until?.(recorded)) return;
  }
}

test('a run goes from requested to running to ended, with the host and the instants of its facts', async () => {
  const { record } = await aJournal();
  await project(record, ({ fact }) => fact.type === 'stepRequested' && fact.run === APPLY);
  expect(await readRun(record, APPLY)).toMatchObject({
    state: 'requested',
    host: null,
    beganAt: null,
    label: 'default',
  });
  expect(await readRun(record, 'CHG-1-nothing')).toBeUndefined();
});

test('a host finds what it began and has not reported', async () => {
  const { record } = await aJournal();
  await project(record, ({ fact }) => fact.type === 'stepBegun' && fact.run === APPLY);
  expect((await runsOfHost(record, 'deploy-1')).map((r) => r.run)).toEqual([APPLY]);
  expect(await runsOfHost(record, 'deploy-2')).toEqual([]);
});

test('an ended run tells how long it took, and former ones are the measure of the next', async () => {
  const { record } = await aJournal();
  await project(record);
  const run = STORY.change.runs.find((r) => r.run === APPLY);
  expect(await readRun(record, APPLY)).toMatchObject({
    state: 'ended',
    outcome: 'succeeded',
    beganAt: run?.beganAt,
    endedAt: run?.endedAt,
    outputBytes: 0,
  });
  expect(await formerDurations(record, DIGEST, 'apply')).toEqual([300_000]);
  expect(await formerDurations(record, DIGEST, 'plan')).toHaveLength(
    STORY.change.runs.filter((r) => r.step === 'plan' && r.outcome === 'succeeded').length,
  );
  expect(await formerDurations(record, 'another', 'apply')).toEqual([]);
});

test('the ten latest successes count, newest first; a failure does not', async () => {
  const { record } = await aJournal();
  await sql`
    insert into runs (team, run, change, revision, schedule, occasion, step, attempt, label, digest, state, requested_at,
                      began_at, ended_at, outcome)
    select ${record.team}, 'run-' || i, 'CHG-1', 1, 1, 'start', 'apply', i, 'default', 'd', 'ended', t, t,
           t + make_interval(secs => i), case when i = 12 then 'failed' else 'succeeded' end
      from generate_series(1, 12) as i, lateral (select timestamptz '2026-10-05 09:00Z' + i * interval '1 day' as t) as x`.execute(
    record.db,
  );
  expect(await formerDurations(record, 'd', 'apply')).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((s) => s * 1000));
});

test('chunks of output are kept once and come back in order, whatever order they came in', async () => {
  const { record } = await aJournal();
  await project(record);
  const chunks = ['one\n', 'zwei é\n', 'drei 🚀\n'];
  let fromByte = 0;
  const all = chunks.map((text) => {
    const from = fromByte;
    fromByte += Buffer.byteLength(text);
    return { fromByte: from, toByte: fromByte, text };
  });
  expect(await outputKept(record, APPLY)).toBe(0);
  for (const chunk of [...all.toReversed(), ...all]) await keepOutput(record, APPLY, chunk);
  expect(await wholeOutput(record, APPLY)).toBe(chunks.join(''));
  expect(await lastOutput(record, APPLY, 2)).toBe('zwei é\ndrei 🚀\n');
  expect(await outputKept(record, APPLY)).toBe(fromByte);
  expect((await readRun(record, APPLY))?.outputBytes).toBe(fromByte);
});

test('ten workers that keep the same output at once keep it once', async () => {
  const { record } = await aJournal();
  await project(record);
  await Promise.all(
    Array.from({ length: 10 }, () => keepOutput(record, APPLY, { fromByte: 0, toByte: 3, text: 'abc' })),
  );
  expect(await wholeOutput(record, APPLY)).toBe('abc');
});

test('a run past its ceiling is marked and goes on', async () => {
  const { record } = await aJournal();
  await project(record, ({ fact }) => fact.type === 'stepBegun' && fact.run === APPLY);
  await markOverdue(record, APPLY);
  expect(await readRun(record, APPLY)).toMatchObject({ overdue: true, state: 'running' });
});

test('the newest restore test of a runbook is what going back is reckoned with, in the policy in force', async () => {
  const { record } = await aJournal();
  const policy = aPolicy();
  const reckoned = async (): Promise<number> =>
    restoreMsOf((await policyInForce(record, policy)).runbooks['web-release']);
  expect(await reckoned()).toBe(30 * MINUTE);
  await project(record);
  expect(await restoreTimes(record, record.db, policy)).toEqual(new Map([[DIGEST, PROVEN.restoreMs]]));
  expect(await reckoned()).toBe(30 * MINUTE);
  await sql`update runs set restore_ms = ${50 * MINUTE} where team = ${record.team} and step = 'backup'`.execute(
    record.db,
  );
  expect(await reckoned()).toBe(50 * MINUTE);
  const ended = STORY.change.runs.find((r) => r.step === 'backup')?.endedAt ?? 0;
  expect(await restoreTimes(record, record.db, policy, { until: ended - 1 })).toEqual(new Map());
  expect(await restoreTimes(record, record.db, policy, { only: ['another'] })).toEqual(new Map());
});

test('how long the newest rollback that succeeded took is known of each scope, for the runbooks of critical services alone', async () => {
  const { record } = await aJournal();
  const policy = aPolicy({ services: { web: aService({ critical: true }) } });
  const rollback = (attempt: number, outcome: string, endedMs: number) =>
    sql`
    insert into runs (team, run, change, revision, schedule, occasion, scope, step, attempt, label, digest, state, requested_at,
                      began_at, ended_at, outcome)
    values (${record.team}, ${`back-${attempt}`}, 'CHG-1', 1, 1, 'rollback', 'application', 'rollback', ${attempt}, 'default', ${DIGEST}, 'ended', to_timestamp(0),
            to_timestamp(0), to_timestamp(${endedMs / 1000}), ${outcome})`.execute(record.db);
  await rollback(1, 'succeeded', 3 * MINUTE);
  await rollback(2, 'succeeded', 4 * MINUTE);
  await rollback(3, 'failed', 5 * MINUTE);
  expect(await rollbackTimes(record, record.db, policy)).toEqual(new Map([[DIGEST, { application: 4 * MINUTE }]]));
  expect(await rollbackTimes(record, record.db, policy, { until: 3 * MINUTE })).toEqual(
    new Map([[DIGEST, { application: 3 * MINUTE }]]),
  );
  expect(await rollbackTimes(record, record.db, policy, { only: ['another'] })).toEqual(new Map());
  expect(await rollbackTimes(record, record.db, aPolicy())).toEqual(new Map());
  const { application } = (await policyInForce(record, policy)).runbooks['web-release']?.rollback ?? {};
  expect(application?.measuredMs).toBe(4 * MINUTE);
});
