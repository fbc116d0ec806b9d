import * as fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { fold } from '../../src/change/evolve.ts';
import { RESULTS } from '../../src/change/figures/result.ts';
import { insertDeliveries } from '../../src/journal/delivery-rows.ts';
import { projectChange } from '../../src/journal/projection.ts';
import { readReport } from '../../src/journal/read-report.ts';
import { exposition, gauge, gauges } from '../../src/web/metrics/exposition.ts';
import { figureMetrics } from '../../src/web/metrics/figure-metrics.ts';
import { openMetrics } from '../../src/web/metrics/metrics.ts';
import { aJournal, aJournalAlone, filed, moveClockTo } from '../journal/a-journal.ts';
import { FILED_AT } from '../support/a-change.ts';
import { aMeasure } from '../support/a-measure.ts';
import { REPORTED_AT, aReport } from '../support/a-report.ts';
import { aPolicy, DAY, HOUR } from '../support/a-policy.ts';
import { factsOf, pasts } from '../support/histories.ts';

const STANDING = { isReady: true, queuesWork: true, policyProblems: 0, policyIsMissing: false };
const policy = aPolicy();

/** The values of a text in the format, under their names with labels; throws at whatever the format does not allow. */
function parsed(text: string): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  let family = '';
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  for (const line of text.slice(0, -1).split('\n')) {
    const told = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$/.exec(line);
    if (told) {
      const [, what, name = '', rest = ''] = told;
      if (what === 'HELP' && [...values.keys()].some((key) => key === name || key.startsWith(`${name}{`)))
        throw new Error(`${name} is told of twice`);
      if (what === 'TYPE' && (name !== family || !['gauge', 'counter'].includes(rest))) throw new Error(line);
      family = name;
      continue;
    }
    const sample =
      /^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-z_]+="(?:[^"\\\n]|\\\\|\\"|\\n)*",?)*\})? (-?[\d.e+-]+|NaN|[+-]Inf)$/.exec(
        line,
      );
    if (!sample || sample[1] !== family) throw new Error(`not a sample of ${family}: ${line}`);
    const key = `${sample[1]}${sample[2] ?? ''}`;
    if (values.has(key)) throw new Error(`${key} stands twice`);
    values.set(key, Number(sample[3]));
  }
  return values;
}

test('labels and help are escaped, and what is not known has no sample', () => {
  const text = exposition([
    gauges('a_b', 'One\nof \\ these.', [{ labels: { name: 'a"b\\c\nd\uD800' }, value: 1.5 }]),
    gauge('nothing', 'Not known.', undefined),
    gauge('big', 'Very.', Infinity),
  ]);
  expect(text.split('\n')).toEqual([
    '# HELP a_b One\\nof \\\\ these.',
    '# TYPE a_b gauge',
    'a_b{name="a\\"b\\\\c\\nd\uFFFD"} 1.5',
    '# HELP nothing Not known.',
    '# TYPE nothing gauge',
    '# HELP big Very.',
    '# TYPE big gauge',
    'big +Inf',
    '',
  ]);
  expect(parsed(text).size).toBe(2);
});

test('the metrics say of a record what /change stats says of it', async () => {
  const [past = []] = fc.sample(pasts, { numRuns: 40, seed: 7 }).toSorted((a, b) => b.length - a.length);
  const { record } = await aJournalAlone();
  for (const facts of factsOf(past)) {
    const change = fold(facts);
    if (change) await projectChange(record, record.db, change, { isNew: true });
  }
  await moveClockTo(record, FILED_AT + 140 * DAY);
  const { figures, services, debts } = await readReport(record, policy, { days: 90 });
  const metrics = parsed(
    await openMetrics({ record, policy: () => policy, standing: () => Promise.resolve(STANDING) })(),
  );
  const ended = figures.byKind.flatMap(({ name, tally }) => RESULTS.map((r) => [name, r, tally[r]] as const));
  expect(ended.length).toBeGreaterThan(4);
  const outcomes = { withIssues: 'successful_with_issues', rolledBack: 'rolled_back', implemented: 'successful' };
  const called = new Map<string, string>(Object.entries(outcomes));
  for (const [kind, result, count] of ended)
    expect(metrics.get(`gonogo_changes_ended{kind="${kind}",outcome="${called.get(result) ?? result}"}`)).toBe(count);
  expect(metrics.get('gonogo_rollbacks')).toBe(figures.rollback?.of ?? 0);
  expect(metrics.get('gonogo_rollbacks_within_promise')).toBe(figures.rollback?.kept ?? 0);
  expect(metrics.get('gonogo_window_used_ratio')).toBe(figures.window?.share);
  expect(metrics.get('gonogo_manual_steps_per_change')).toBe(figures.effort?.manualSteps);
  for (const { kind, p90Ms } of figures.leads)
    expect(metrics.get(`gonogo_lead_seconds{kind="${kind}",quantile="0.9"}`)).toBe(p90Ms / 1000);
  expect(metrics.get('gonogo_debts_open')).toBe(debts?.open);
  expect(metrics.has('gonogo_days_since_last_change{service="web"}')).toBe(services.some((s) => s.changed));
});

test('what is late or given up is told, and of how a process stands', async () => {
  const journal = await aJournal();
  const { record } = journal;
  const change = await filed(journal);
  const note = { kind: 'note', channel: 'C1', lane: change, position: 1, view: 'note', data: {} } as const;
  const anHourAgo = { seq: 1, now: FILED_AT - HOUR };
  await insertDeliveries(record, record.db, change, anHourAgo, [
    { ...note, key: 'one' },
    { ...note, key: 'two' },
  ]);
  await sql`update deliveries set state = 'dead' where team = ${record.team} and key = 'two'`.execute(record.db);
  await sql`update follow_ups set due_at = app.now() - interval '5 minutes' where team = ${record.team}`.execute(
    record.db,
  );
  const standing = { ...STANDING, isReady: false, policyProblems: 3 };
  const metrics = parsed(
    await openMetrics({ record, policy: () => policy, standing: () => Promise.resolve(standing) })(),
  );
  expect(metrics.get('gonogo_follow_ups_late')).toBeGreaterThan(0);
  expect(metrics.get('gonogo_deliveries{state="dead"}')).toBe(1);
  expect(metrics.get('gonogo_deliveries{state="pending"}')).toBe(1);
  expect(metrics.get('gonogo_delivery_oldest_due_seconds')).toBeCloseTo(HOUR / 1000, -2);
  expect(metrics.get('gonogo_ready')).toBe(0);
  expect(metrics.get('gonogo_policy_problems')).toBe(3);
  expect(metrics.get('process_resident_memory_bytes')).toBeGreaterThan(1e6);
});

test('however many ask, the record is looked at once in five seconds; without it the process still tells of itself', async () => {
  const { record } = await aJournalAlone();
  let [at, looked] = [0, 0];
  const counting = {
    ...record,
    get team() {
      looked += 1;
      return record.team;
    },
  };
  const metrics = openMetrics(
    { record: counting, policy: () => policy, standing: () => Promise.resolve(STANDING) },
    () => at,
  );
  await Promise.all([metrics(), metrics(), metrics()]);
  const once = looked;
  at = 4_999;
  await metrics();
  expect(looked).toBe(once);
  at = 5_000;
  await metrics();
  expect(looked).toBeGreaterThan(once);
  await record.db.destroy();
  at = 20_000;
  const alone = parsed(await metrics());
  expect(alone.has('gonogo_deliveries{state="pending"}')).toBe(false);
  expect(alone.get('gonogo_ready')).toBe(1);
});

test('no label holds what a person typed or who they are', () => {
  const report = aReport([aMeasure({ pattern: 'U0ADA' }), aMeasure({ pattern: 'web-release', result: 'failed' })], {
    services: [{ service: 'web', changed: { change: 'CHG-7', at: REPORTED_AT } }],
    debts: { open: 1, overdue: 1, more: false, first: [{ change: 'CHG-8', what: 'pir', owner: 'U0ADA', dueAt: 0 }] },
  });
  const text = exposition(figureMetrics(report, ['web-release']));
  expect(text).not.toMatch(/U0ADA|CHG-/);
  expect(parsed(text).get('gonogo_changes_ended_by_pattern{pattern="web-release",outcome="failed"}')).toBe(1);
});
